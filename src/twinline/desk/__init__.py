"""OFFICE: the pages that people work with."""
