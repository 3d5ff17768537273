"""What a file says of which report it is: a claim, by which one report at most is made again to see whether it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from twinline.reports.as_json import digest
from twinline.reports.language import in_buddhist_years
from twinline.reports.model import Report

_CLAIM = re.compile(rb"twinline report ([0-9a-f]{64}) (vi|lo|en|fr) (common|buddhist)")


@dataclass(frozen=True, slots=True)
class Claim:
    """The digest of the JSON of a report, its language, and whether its years are Buddhist."""

    digest: str
    lang: str
    buddhist: bool


def claim(report: Report, lang: str) -> str:
    """Return the key words of a file that holds a report in a language, in the years that are told now."""
    return f"twinline report {digest(report)} {lang} {'buddhist' if in_buddhist_years() else 'common'}"


def claimed(told: bytes) -> Claim | None:
    """Return which report a file says it is, ``None`` where it says nothing.

    Whoever wants to know makes that report and compares the bytes.
    """
    found = _CLAIM.search(told)
    return None if found is None else Claim(found[1].decode(), found[2].decode(), found[3] == b"buddhist")
