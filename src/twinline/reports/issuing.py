"""Issuing a report: what its record says, and the same report again from that record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twinline.figures.errors import BadQuestion
from twinline.records.gazetteer import packaged
from twinline.reports.as_json import digest
from twinline.reports.collect import ReportSource, joint_report
from twinline.reports.cuts import Cut, Head
from twinline.reports.model import Report
from twinline.sentences import Sentence
from twinline.times import from_rfc3339, rfc3339

KIND = "issued_report"
LINE = ("line",)
#: A record names as many feeds as this; more don't fit into one entry.
MOST_FEEDS = 300


def body_of(report: Report, *, side: str, issued: str, number: str = "") -> dict[str, Any]:
    """Return what the record of an issued report says; ``side`` is that of who issues it, ``issued`` the day.

    Who may confirm it are the sources of the other side. ``BadQuestion`` for a report that isn't for everyone on the
    line: what it rests on would tell others of feeds they don't read.
    """
    cut = report.cut
    if cut.readers != LINE:
        raise BadQuestion(
            "issue-readers",
            Sentence("Only a report for everyone on the line is issued as a record: ask it for line, and issue that."),
        )
    if cut.known_on is None or not cut.heads:
        raise BadQuestion(
            "issue-nothing", Sentence("Both sides hold nothing yet: exchange first, there is nothing to issue.")
        )
    if len(cut.heads) > MOST_FEEDS:
        raise BadQuestion(
            "issue-feeds",
            Sentence(
                "The report rests on too much ({number:,}) to be named in one record; it names up to {most}.",
                number=len(cut.heads),
                most=MOST_FEEDS,
            ),
        )
    asked = report.period
    body = {
        "report": report.name,
        "issued": issued,
        "known_on": rfc3339(cut.known_on),
        "rests_on": [f"{head.feed} {head.size} {head.root}" for head in cut.heads],
        "sha256": digest(report),
        "counterparts": sorted(
            one.organisation
            for one in report.sources
            if (known := packaged().organisation(one.organisation)) is not None and known.side != side
        ),
        "number": number,
        "period_from": asked.said_from if asked else None,
        "period_to": asked.said_to if asked else None,
        "so_far": cut.so_far,
        "example": report.example,
    }
    return {name: value for name, value in body.items() if value}


def again(body: Mapping[str, Any], source: ReportSource) -> Report:
    """Return the report that a record says was issued, read again by its cut from what is held here.

    Raises ``BadQuestion`` where its cut can't be read here, or where it isn't the same any more.
    """
    made = joint_report(
        source, name=str(body["report"]), since=body.get("period_from"), until=body.get("period_to"), cut=_cut(body)
    )
    if digest(made) != body["sha256"]:
        raise BadQuestion(
            "issued-differs",
            Sentence(
                "From the same records another report comes out: the program or the declaration {report!r} has changed "
                "since it was issued. Ask who issued it for its JSON: 'twinline report check' knows that again "
                "and says whether its figures are the same.",
                report=str(body["report"]),
            ),
        )
    return made


def as_issued(body: Mapping[str, Any]) -> dict[str, str]:
    """Return number and day of issue, as a letter has them (``letters.Letter``)."""
    return {"number": str(body.get("number") or ""), "issued": str(body.get("issued") or "")}


def _cut(body: Mapping[str, Any]) -> Cut:
    heads = (line.split(" ") for line in body["rests_on"])
    return Cut(
        LINE,
        from_rfc3339(str(body["known_on"])),
        bool(body.get("so_far")),
        tuple(Head(feed, int(size), root) for feed, size, root in heads),
    )
