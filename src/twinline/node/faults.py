"""Errors as the command line tells them: one sentence on standard error, or one object of JSON for programs."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from twinline.sentences import Problem, Sentence
from twinline.store import room
from twinline.tongues import told


def of(error: Exception) -> Problem | None:
    """Return an error as something that a person can mend, or ``None`` where it is a fault of this program.

    What the system or a library says can't be translated: it is quoted.
    """
    if isinstance(error, Problem):
        return error
    if _is_full(error):
        return Problem("full", Sentence(
            "The disk of this node is full, and nothing was kept of this; what was kept before is safe. Free some "
            "space, then do it again."
        ))  # fmt: skip
    if isinstance(error, OSError):
        what = Sentence("{file}: {reason}.", file=error.filename or Sentence("The file system"),
                        reason=error.strerror or str(error))  # fmt: skip
        return Problem("system", what)
    # A file that is no database, or no longer one, is told of by the second.
    if type(error).__name__ in ("OperationalError", "DatabaseError"):
        return Problem("database", Sentence(
            "The ledger's database says: {reason}. Look at the disk and at other programs that use it.", reason=error
        ))  # fmt: skip
    return None


def _is_full(error: Exception) -> bool:
    """Return whether an error comes of a disk without room; SQLite calls it by several names."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    if type(error).__name__ != "OperationalError":
        return False
    said = str(error)
    return "disk is full" in said or (
        said in ("disk I/O error", "unable to open database file")
        and room.full(Path(os.environ.get("TWINLINE_NODE", ".")))
    )


def of_click(error: click.ClickException) -> Problem:
    """Return what click, or a command through it, found wrong with how it was asked."""
    problem = getattr(error, "problem", None)
    if isinstance(problem, Problem):
        return problem
    # Already said in the language spoken now: click's own sentences come from the same catalogue.
    what: Any = error.format_message()
    where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else ""
    remedy = Sentence("Try '{command} --help'.", command=where) if where else ""
    check = "usage" if isinstance(error, click.UsageError) else "refused"
    return Problem(check, what, remedy=remedy)


def show(problem: Problem, for_program: bool, code: int) -> int:
    """Write an error to standard error and return the exit code that goes with it."""
    if for_program:
        plain = {"check": problem.check, "where": problem.where, "sentence": problem.sentence, "remedy": problem.remedy}
        sys.stderr.write(msgspec.json.encode({"error": plain}).decode() + "\n")
    else:
        sys.stderr.write(f"twinline: {told(problem)}\n")
    return code
