"""What line/ raises when a caller asks what has no answer."""

from __future__ import annotations

from twinline.sentences import Problem


class LineError(Problem, ValueError):
    """A question about the line that has no answer; the sentence says what was given and what would do."""


class OffTheLine(LineError):
    """A kilometre before the northern end or past the southern end."""


class NotACoordinate(LineError):
    """A longitude or latitude that is not a number of degrees on the globe."""


class NoSurvey(LineError):
    """A file that can't become the line; the sentence says why."""
