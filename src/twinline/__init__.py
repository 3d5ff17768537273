"""Twinline: the record that two neighbouring states keep together of the border they share."""

__version__ = "0.1.0"
