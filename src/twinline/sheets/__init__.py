"""Spreadsheets in and out: a template for each kind, reading with a preview, writing any list."""
