"""inspection: somebody went to look at markers and at a stretch of the line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Flag, ListOf, Part, Place, RecordRef, When
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.kinds.watching import FINDINGS, MarkerSeen, check_nothing
from twinline.records.lookup import Lookup
from twinline.records.words import words

FOUND = words(vi="điều đã thấy", lo="ສິ່ງທີ່ພົບ", en="what was found", fr="constats")


class Inspection(Kind):
    """The condition of each marker seen, what else was found, or *nothing to report*: six fields and a photo."""

    name = "inspection"
    label = words(vi="kiểm tra mốc, đường biên", lo="ການກວດກາຫຼັກໝາຍ", en="inspection", fr="inspection")
    plural = words(vi="các lần kiểm tra", lo="ການກວດກາຫຼັກໝາຍ", en="inspections", fr="inspections")
    help = words(
        vi="xem tình trạng mốc và đoạn biên giới; có thể ghi không có gì bất thường",
        lo="ເບິ່ງສະພາບຫຼັກໝາຍ ແລະ ຊ່ວງຊາຍແດນ; ບອກໄດ້ວ່າບໍ່ມີຫຍັງຜິດປົກກະຕິ",
        en="how markers and a stretch were found; nothing to report can be said",
        fr="l’état des bornes et d’un tronçon ; on peut dire rien à signaler",
    )
    asked_first = ("nothing_to_report", "findings")
    title_of = ("place", "when")
    measures = ("inspections", "markers_inspected", "line_findings")
    sample = (
        "vn-post-nam-can-qt",
        {
            "when": "2026-06-05",
            "place": {"organisation": "vn-na-x-nam-can", "marker": "403", "to_marker": "405"},
            "markers": [
                {"number": "403", "condition": "sound"},
                {"number": "404", "condition": "overgrown"},
                {"number": "405", "condition": "not_reached"},
            ],
            "findings": ["bank_erosion"],
            "example": True,
        },
    )

    when = When(words(vi="thời gian", lo="ເວລາ", en="when", fr="quand"), required=True)
    place = Place(words(vi="từ – đến", lo="ຈາກ – ຫາ", en="from – to", fr="de – à"), required=True)
    nothing_to_report = Flag(
        words(vi="không có gì bất thường", lo="ບໍ່ມີຫຍັງຜິດປົກກະຕິ", en="nothing to report", fr="rien à signaler")
    )
    markers = ListOf(
        Part(words(vi="mốc", lo="ຫຼັກໝາຍ", en="marker", fr="borne"), MarkerSeen),
        label=words(vi="tình trạng từng mốc", lo="ສະພາບແຕ່ລະຫຼັກໝາຍ", en="each marker", fr="chaque borne"),
        limit=60,
    )
    findings = ListOf(Code(FOUND, FINDINGS), label=FOUND, limit=12)
    participants = Count(
        words(vi="số người tham gia", lo="ຈຳນວນຜູ້ເຂົ້າຮ່ວມ", en="how many took part", fr="nombre de participants"),
        essential=False,
    )
    stretch = RecordRef(
        words(vi="đoạn tự quản", lo="ຊ່ວງທີ່ຄຸ້ມຄອງ", en="stretch looked after", fr="tronçon confié"), essential=False
    )
    attachments = Attachments("marker", "terrain", "goods")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_nothing(body, at, found, cls, "findings")
        numbers = [one["number"] for one in body.get("markers", ())]
        for number, one in enumerate(numbers):
            if one in numbers[:number]:
                found.add(f"{at}markers[{number}].number", "twice", one, cls.fields["markers"].label)
        if body.get("nothing_to_report"):
            for number, one in enumerate(body.get("markers", ())):
                if one["condition"] not in ("sound", "not_reached"):
                    where = f"{at}markers[{number}].condition"
                    found.add(where, "nothing_and_something", one["condition"], cls.fields["markers"].label)
        elif not body.get("markers") and not body.get("findings"):
            found.add(f"{at}nothing_to_report", "says_nothing", None, cls.nothing_to_report.label)

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        reports = "nothing_to_report" if body.get("nothing_to_report") else "findings"
        yield at.count("inspections", 1, "inspections", cls=reports)
        for one in body.get("markers", ()):
            yield at.count("markers_inspected", 1, "markers", cls=one["condition"], member=one["number"])
        for one in body.get("findings", ()):
            yield at.count("line_findings", 1, "findings", cls=one)
