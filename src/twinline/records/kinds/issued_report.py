"""A report that an office issued: which one, of which period, what it rests on, and the digest of its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Date, Flag, ListOf, Text
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends
from twinline.records.vocabulary import vocabulary
from twinline.records.words import words

REPORTS = vocabulary(
    "report",
    joint=words(vi="hợp tác chung", lo="ການຮ່ວມມືຮ່ວມກັນ", en="joint cooperation", fr="coopération commune"),
    liaison=words(vi="bản tin liên lạc", lo="ຂ່າວສານປະສານງານ", en="liaison bulletin", fr="bulletin de liaison"),
    programme=words(
        vi="xã biên giới sạch về ma túy",
        lo="ຕາແສງຊາຍແດນປອດຢາເສບຕິດ",
        en="border communes clean of drugs",
        fr="communes frontalières sans drogue",
    ),
    twinnings=words(vi="kết nghĩa", lo="ການເປັນຄູ່ມິດ", en="twinnings", fr="jumelages"),
    line=words(vi="tuyến biên giới", lo="ເສັ້ນຊາຍແດນ", en="the line", fr="la ligne frontalière"),
)
_HEX = "[0-9a-f]{64}"
_SAMPLE = "0123456789abcdef" * 4


class ReportName(Text):
    """The name of a report's declaration: a packaged one, or one that an office declared itself."""

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        return REPORTS[value].to(lang) if value in REPORTS else str(value)


class FeedHead(Text):
    """A feed, how far it was read, and its root there."""

    def show(self, value: Any, lang: str, lookup: Lookup) -> str:
        feed, size, _ = str(value).split(" ")
        return f"{feed[:8]}… {size}"


class IssuedReport(Kind):
    """A report as it was issued, for everyone on the line: from its cut it is the same bytes again."""

    name = "issued_report"
    label = words(vi="báo cáo đã phát hành", lo="ບົດລາຍງານທີ່ອອກແລ້ວ", en="issued report", fr="rapport émis")
    plural = words(vi="các báo cáo đã phát hành", lo="ບົດລາຍງານທີ່ອອກແລ້ວ", en="issued reports", fr="rapports émis")
    help = words(
        vi="một báo cáo đã phát hành: bên kia xác nhận chính các số liệu đó",
        lo="ບົດລາຍງານທີ່ອອກແລ້ວ: ອີກຝ່າຍຢືນຢັນຕົວເລກເຫຼົ່ານັ້ນເອງ",
        en="a report as issued: the other side confirms these very figures",
        fr="un rapport tel qu’émis : l’autre côté confirme ces chiffres mêmes",
    )
    title_of = ("report", "period_from", "period_to", "number")
    time_field = "issued"
    measures = ("reports_issued",)
    sample = (
        "vn-na",
        {
            "report": "liaison",
            "issued": "2026-04-02",
            "period_from": "2026-03",
            "period_to": "2026-03",
            "number": "12/BC-VP",
            "known_on": "2026-04-02T09:00:00+07:00",
            "rests_on": [f"{_SAMPLE} 7 {_SAMPLE[::-1]}"],
            "sha256": _SAMPLE,
            "counterparts": ["la-xk"],
            "example": True,
        },
    )

    report = ReportName(
        words(vi="báo cáo", lo="ບົດລາຍງານ", en="report", fr="rapport"),
        limit=40,
        pattern="[a-z][a-z0-9-]*",
        example="liaison",
        required=True,
    )
    issued = Date(words(vi="ngày phát hành", lo="ວັນທີອອກ", en="issued on", fr="émis le"), required=True)
    period_from = Date(words(vi="từ", lo="ແຕ່", en="from", fr="du"))
    period_to = Date(words(vi="đến", lo="ຮອດ", en="to", fr="au"))
    number = Text(
        words(vi="số, ký hiệu", lo="ເລກທີ", en="number and symbol", fr="numéro et sigle"), limit=40, essential=False
    )
    known_on = Text(
        words(vi="theo hiểu biết tại", lo="ຕາມທີ່ຮູ້ໃນເວລາ", en="as known on", fr="tel que connu le"),
        limit=29,
        pattern=r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3})?\+07:00",
        example="2026-04-02T09:00:00+07:00",
        required=True,
    )
    so_far = Flag(
        words(
            vi="mọi điều hai bên đã nhận tới lúc đó",
            lo="ທຸກຢ່າງທີ່ສອງຝ່າຍໄດ້ຮັບຮອດເວລານັ້ນ",
            en="all that both sides held by then",
            fr="tout ce que les deux côtés détenaient alors",
        )
    )
    rests_on = ListOf(
        FeedHead(
            words(vi="chuỗi, cỡ, gốc", lo="ຊຸດ, ຂະໜາດ, ຮາກ", en="feed, size and root", fr="flux, taille et racine"),
            limit=150,
            pattern=f"{_HEX} [0-9]{{1,12}} {_HEX}",
            example=f"{_SAMPLE} 7 {_SAMPLE}",
        ),
        label=words(vi="dựa trên", lo="ອີງຕາມ", en="rests on", fr="repose sur"),
        limit=300,
        required=True,
    )
    sha256 = Text(
        words(vi="dấu nhận dạng (SHA-256)", lo="ລະຫັດກວດສອບ (SHA-256)", en="digest (SHA-256)", fr="condensé (SHA-256)"),
        limit=64,
        pattern=_HEX,
        example=_SAMPLE,
        required=True,
    )
    attachments = Attachments("document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.period_to.label, start="period_from", end="period_to")

    @classmethod
    def title(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        """Return which report it is, its period, once where it is one month or year, and its number."""
        told = dict(body)
        if told.get("period_from") == told.get("period_to"):
            told.pop("period_to", None)
        return super().title(told, lang, lookup)

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count("reports_issued", 1, "reports")
