"""What the server's error output is told of a request: that a page failed, and where in the code; no address.

An address is typed by whoever likes, names the record that somebody looked at, or is the word of a one-time link. What
was asked for and isn't there, or was refused, is no fault of ours: who was refused stands in the journal.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

_ABOUT_REQUESTS = ("django.request", "django.security")


class Unaddressed(logging.Filter):
    """Let faults through, with the page's name for its address; nothing else about requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line is told, once nothing of the request stands in it."""
        if not record.name.startswith(_ABOUT_REQUESTS):
            return True
        if getattr(record, "status_code", 0) < HTTPStatus.INTERNAL_SERVER_ERROR:
            return False
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        record.msg, record.args = "A page failed: %s", (match.view_name if match else "-",)
        return True
