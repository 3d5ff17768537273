"""Which survey of the line a joint figure stands on: the one that both sides agreed, as far as a question knows."""

from __future__ import annotations

from dataclasses import replace

from twinline.figures.answer import records_behind
from twinline.figures.catalogue import packaged
from twinline.figures.hiding import Execute
from twinline.figures.question import AGREED, Question
from twinline.records import gazetteer
from twinline.records.kinds.line_survey import LEVELS


def agreed_survey(question: Question, execute: Execute) -> str | None:
    """Return the digest of the survey that both sides agreed to count by, ``None`` where it is the packaged line.

    It is asked like any figure: of what the readers may read, as known when the question knows, or within its cut; so
    both nodes give the same one, and what was known before the agreement stands on the line of before. Of several the
    one proposed last counts, of these the one with the greatest id. What no province or state proposed isn't heard.
    """
    asked = replace(
        question, basis=AGREED, period=None, places=None, organisations=None, place=None, organisation=None
    )  # fmt: skip
    found = [
        (row.days.last or 0, row.record, row.member)
        for row in records_behind(asked, packaged(), "line_surveys", execute)
        if not row.reason and _may_propose(row.author)
    ]
    return max(found)[2] if found else None


def _may_propose(author: str) -> bool:
    known = gazetteer.packaged().organisation(author)
    return known is not None and known.kind in LEVELS
