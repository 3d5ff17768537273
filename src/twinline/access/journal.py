"""What the machine's own journal is told: that somebody came in or was refused, and by which hash the trace is known.

It lies outside the node's folder and belongs to the system (syslog, RFC 3164, facility *authpriv*): whoever rules the
node's account can add to it and take nothing out. So a trace that is cut or written anew no longer holds what stands
there. Beside the name of an account that there is nothing of a person is told; what somebody typed who has none is not.
On a system without ``/dev/log`` nothing is told. docs/operations.md lists the lines.
"""

from __future__ import annotations

import logging
from enum import StrEnum
from logging.handlers import SysLogHandler
from pathlib import Path

NAME = "twinline.journal"
SYSTEM = "/dev/log"  # posix: where it isn't, as on Windows, nothing is told
NOBODY = "-"
#: What a line may hold beside its event: the name of an account, what was asked for, why not, a row of the trace.
FIELDS = ("account", "method", "page", "why", "row", "hash")


class Event(StrEnum):
    """What there is to tell."""

    CAME_IN = "signed-in"
    WENT = "signed-out"
    WRONG = "sign-in-refused"
    PAUSED = "sign-in-paused"
    WRONG_CODE = "code-refused"
    WRONG_PASSKEY = "passkey-refused"
    WRONG_KEY = "program-key-refused"
    SPENT_LINK = "link-refused"
    REFUSED = "page-refused"
    FOREIGN_FORM = "form-refused"
    TOO_FAST = "too-fast"
    TRACE = "trace"


def tell(event: Event, **told: object) -> None:
    """Write one line: the event, then each value by its name. ``ValueError`` for a name that is none of ``FIELDS``."""
    if unknown := told.keys() - set(FIELDS):
        raise ValueError(unknown)
    logging.getLogger(NAME).info("%s", " ".join([event.value, *(f"{name}={value}" for name, value in told.items())]))


def handler(address: str = SYSTEM) -> logging.Handler:
    """Return what writes to the system's journal, or to nothing where the system has none."""
    if not Path(address).exists():
        return logging.NullHandler()
    made = SysLogHandler(address, facility=SysLogHandler.LOG_AUTHPRIV)
    made.ident = "twinline: "
    return made
