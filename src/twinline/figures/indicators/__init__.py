"""The declarations of the indicators, one file per system."""
