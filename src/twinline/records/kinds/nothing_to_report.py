"""nothing_to_report: a unit says in a round that it has nothing to report of some indicators. It is no zero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.facts import Fact
from twinline.records.fields import ListOf, RecordRef, Text, When
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.kinds.reporting_round import INDICATOR
from twinline.records.lookup import Lookup
from twinline.records.rights import forbidden_topic
from twinline.records.words import words

ROUND = words(vi="trong đợt báo cáo", lo="ໃນຮອບລາຍງານ", en="in the round", fr="dans le tour")


class NothingToReport(Kind):
    """A statement of its own: whoever says it was asked and answered. Nobody's silence and no figure of 0 means it."""

    name = "nothing_to_report"
    label = words(vi="không có gì để báo cáo", lo="ບໍ່ມີຫຍັງຈະລາຍງານ", en="nothing to report", fr="rien à signaler")
    plural = words(
        vi="các báo cáo «không có gì»", lo="ການລາຍງານ «ບໍ່ມີຫຍັງ»", en="statements of nothing to report",
        fr="déclarations « rien à signaler »",
    )  # fmt: skip
    help = words(
        vi="đơn vị trả lời: kỳ này không có gì để báo cáo",
        lo="ໜ່ວຍງານຕອບ: ໄລຍະນີ້ບໍ່ມີຫຍັງຈະລາຍງານ",
        en="a unit answers: nothing to report for this period",
        fr="une unité répond : rien à signaler pour cette période",
    )
    title_of = ("period", "indicators")
    time_field = "period"
    measures = ("nothing_reported",)
    sample = (
        "vn-post-nam-can-qt",
        {
            "round": "01a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6071",
            "period": {"from": "2026-06-01", "to": "2026-06-30"},
            "indicators": ["drug_cases"],
            "example": True,
        },
    )

    round = RecordRef(ROUND, link="part_of", to=("reporting_round",), required=True)
    period = When(words(vi="kỳ", lo="ໄລຍະ", en="period", fr="période"), required=True)
    indicators = ListOf(
        Text(INDICATOR, limit=64, pattern=r"[a-z][a-z0-9_]*", example="drug_cases"),
        label=words(vi="về các chỉ tiêu", lo="ກ່ຽວກັບຕົວຊີ້ວັດ", en="of the indicators", fr="sur les indicateurs"),
        limit=60,
        required=True,
    )

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        for number, name in enumerate(body["indicators"]):
            if topic := forbidden_topic(name):
                found.add(f"{at}indicators[{number}]", "forbidden_word", name, INDICATOR, topic=topic)

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        for name in body["indicators"]:
            yield at.count("nothing_reported", 1, "statements", cls=name, member=body["round"])

    @classmethod
    def shown(cls, name: str, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        if name == "indicators":
            return ", ".join(each.replace("_", " ") for each in body[name])
        return super().shown(name, body, lang, lookup)
