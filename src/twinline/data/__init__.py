"""Packaged tables of public facts: see README.md beside them."""
