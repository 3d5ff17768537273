"""The calendar and the Monday sheet, of a house made of paper (``fakes``)."""

from __future__ import annotations

from tests.desk.fakes import IDS, ROWS, strip
from twinline.access.models import User
from twinline.desk import monthly, telling
from twinline.desk.house.monday import Page as Monday
from twinline.desk.rounded import DueSheet


def sheets_due(user: User, lang: str, *, now: int) -> list[DueSheet]:
    return [
        DueSheet(address=f"/rounds/{IDS[0]}/vn-na/", title="Tháng", period="06/2026", due="hạn 05/07", missing=True)
    ]


def calendar(user: User, lang: str, *, month: str, now: int) -> monthly.Month | None:
    talks = monthly.Entry(label="diễn ra", title="Hội đàm", href=f"/records/{IDS[0]}/", side="VN", example=True)
    answer = monthly.Entry(
        label="phải trả lời", title="Yêu cầu", href=f"/records/{IDS[2]}/", clock="09:30", state="overdue", side="LA"
    )
    day = monthly.Entry(label="ngày nghỉ lễ ở Lào", title="Quốc khánh Lào", side="LA", festival=True)
    weeks = tuple(
        tuple(
            monthly.Day(number=number, anchor=f"d-2026-11-{number:02}", inside=True, today=number == 26, off=False,
                        entries=(talks, answer, day) if number == 26 else (), more=2 if number == 26 else 0)
            for number in range(first, first + 7)
        )
        for first in (2, 9, 16, 23)
    )  # fmt: skip
    return monthly.Month(
        month="2026-11", before="2026-10", after="2026-12", era="2569", weekdays=tuple(telling.weekdays(lang)),
        weeks=weeks, days=(monthly.Listed(anchor="d-2026-11-26", name="Thứ Năm", entries=(talks, answer, day)),),
        some_day=(talks,), last_year="2025-11", done=(ROWS[1],), done_more=3, done_address="/records/", unknown="Tết",
    )  # fmt: skip


def calendar_file(user: User, lang: str, *, now: int) -> bytes:
    return b"BEGIN:VCALENDAR"


def monday(user: User, lang: str, *, week: str, now: int) -> Monday | None:
    line = {
        "day": "26/11",
        "label": "phải trả lời",
        "title": "Yêu cầu",
        "record": IDS[0],
        "mark": "VÍ DỤ",
        "late": "quá hạn",
    }
    parts = [
        {"title": "Phía bạn", "total": "3", "lines": [line, {**line, "record": ""}], "more": "và 1", "nothing": ""},
        {"title": "Sắp tới", "total": "", "lines": [], "more": "", "nothing": "Không có gì."},
    ]
    told = {
        "lang": lang,
        "title": "Tờ đầu tuần",
        "whose": "Nghệ An",
        "week": "23/11 – 29/11",
        "known": "26/11",
        "example": "VÍ DỤ",
        "strip_title": "Tuần này",
        "strip_told": "…",
        "attribution": "",
        "parts": parts,
        "sources": "Xiêng Khoảng",
        "silences": ["Hủa Phăn: im lặng"],
    }
    return Monday(told=told, strips=strip(user, lang), week="2026-11-23", before="2026-11-16", after="2026-11-30")


def monday_pdf(user: User, lang: str, *, week: str, now: int) -> bytes | None:
    return b"%PDF-"
