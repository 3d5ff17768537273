"""SQLite as Django has it, with one rule more: after an I/O error nothing is built on what was open."""
