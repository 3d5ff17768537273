"""An office's own file (DOCX) with placeholders: opened as something hostile, judged, and filled from a report."""
