"""The pages of the line, of a house made of paper (``fakes``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.desk.fakes import IDS, strip
from twinline.access.models import User
from twinline.desk.house.asked import LAYERS, Asked
from twinline.desk.house.line import Answers, Month, Overdue, Page, Stretch
from twinline.desk.house.surveyed import Notice
from twinline.desk.house.walked import Day, Out, Track


def overdue(user: User, lang: str) -> Overdue | None:
    return Overdue(km="213,4", days=30, markers=62, quarter="4/2026", plans=1, address="/line/?a=0&b=468281")


def survey_notices(user: User, lang: str) -> Sequence[Notice]:
    return [Notice("Bản đo đạc KS-1 đang chờ xác nhận.", f"/records/{IDS[0]}/", "twinline line import FILE")]


def line_asked(given: Mapping[str, str], layers: Sequence[str]) -> Asked:
    return Asked(200_000, 220_000, 20_000, 20_364, "2026-06", frozenset(LAYERS), True, 30, "", "")


def line_page(user: User, lang: str, want: Asked) -> Page:
    row = Stretch("km 203,4 – 211,0", "/line/?a=203400&b=211000", "03/06/2026")
    answers = Answers(
        covered="12,4", both="3,1", together="2,0", length="20,0", share=62, gaps="7,6", gaps_rows=[row],
        unattended="18,2", unattended_rows=[row], unseen=3, markers=5, unseen_rows=[row], unseen_in="4/2026",
        plans=[row], plans_open=1, nowhere=2, often=[row],
    )  # fmt: skip
    months = [Month("/line/?month=2026-06", "Jun", "2026", bar, bar, bar == 2, False) for bar in range(5)]
    zooms = dict.fromkeys(("in", "out", "whole", "north", "south"), "/line/?a=0&b=500")
    return Page(
        strip(user, lang), strip(user, lang)[0], "/line/map.json", "/line/",
        want, "km 200,0 – 220,0", "06/2026", zooms, months, "/line/?month=2026-05",
        "/line/?month=2026-07", answers, ["Not kept: 44.968 km."], "3fa2" * 4, "3fa2" * 4, "own", "km", 468_281,
    )  # fmt: skip


def line_map(user: User, lang: str, want: Asked, *, narrow: bool = False) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": []}


def track(lang: str, content: bytes, name: str, day: str, *, ridden: bool = False) -> Track | str:
    if not content.startswith(b"<"):
        return "refused, with a reason"
    days = [Day("03/06/2026", ["km 203,400 – 206,000"], "2,6", "/new/patrol/?stretch=203400-206000")]
    return Track(name, 140, 131, [("recorded twice", 9)], 1, days)


def line_out(user: User, lang: str, *, form: str, filters: Mapping[str, str], now: int) -> Out | None:
    return Out(f"twinline.{form}", "application/gpx+xml", b"<gpx/>") if form == "gpx" else None
