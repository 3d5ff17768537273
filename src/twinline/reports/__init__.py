"""Told: reports as plain values, and the same report as text, HTML and JSON in four languages."""
