"""Counted: named questions over the table of facts, as SQL text, and what their rows answer."""
