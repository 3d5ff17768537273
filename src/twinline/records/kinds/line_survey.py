"""line_survey: a survey of the line that one side proposes to count by.

Joint figures stand on it once every province on the line stands behind it (``store.surveys``). Each is asked by a
record of its own: one confirmation makes a record agreed, and so it is told whose it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.facts import Fact
from twinline.records.fields import Date, Orgs, Text
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.words import words

#: Who may propose a survey or confirm it: it changes every figure of the line.
LEVELS = frozenset({"province", "state"})


class LineSurvey(Kind):
    """A survey of the line, named by its digest: each node brings in the survey itself from a file."""

    name = "line_survey"
    label = words(
        vi="bản đo đạc tuyến dùng chung",
        lo="ການສຳຫຼວດເສັ້ນຊາຍແດນທີ່ໃຊ້ຮ່ວມ",
        en="common survey of the line",
        fr="levé commun de la ligne",
    )
    plural = words(
        vi="bản đo đạc tuyến dùng chung",
        lo="ການສຳຫຼວດເສັ້ນຊາຍແດນທີ່ໃຊ້ຮ່ວມ",
        en="common surveys of the line",
        fr="levés communs de la ligne",
    )
    help = words(
        vi="đề nghị hai bên cùng tính số liệu theo một bản đo đạc; có hiệu lực khi mọi tỉnh trên tuyến đã đồng ý",
        lo="ສະເໜີໃຫ້ສອງຝ່າຍຄິດໄລ່ຕົວເລກຕາມການສຳຫຼວດດຽວກັນ; ມີຜົນເມື່ອທຸກແຂວງຕາມເສັ້ນຊາຍແດນເຫັນດີແລ້ວ",
        en="proposes a survey for both sides to count by; it counts once every province on the line agrees",
        fr="propose un levé sur lequel les deux côtés comptent ; il vaut une fois accepté de toutes les provinces",
    )
    title_of = ("survey", "proposed", "version")
    time_field = "proposed"
    measures = ("line_surveys",)
    sample = (
        "vn-na",
        {
            "version": "0123456789abcdef" * 4,
            "survey": "KS-2026/01",
            "proposed": "2026-04-02",
            "counterparts": ["la-xk"],
            "example": True,
        },
    )

    version = Text(
        words(vi="mã của bản đo đạc", lo="ລະຫັດຂອງການສຳຫຼວດ", en="digest of the survey", fr="empreinte du levé"),
        limit=64,
        pattern="[0-9a-f]{64}",
        example="0123456789abcdef" * 4,
        required=True,
        help=words(
            vi="lấy ở lệnh 'twinline line versions --json'",
            lo="ເບິ່ງຈາກຄຳສັ່ງ 'twinline line versions --json'",
            en="as 'twinline line versions --json' gives it",
            fr="comme le donne 'twinline line versions --json'",
        ),
    )
    survey = Text(
        words(vi="số hiệu bản đo đạc", lo="ເລກທີການສຳຫຼວດ", en="number of the survey", fr="numéro du levé"),
        limit=40,
        pattern="[A-Za-z0-9ĐđÔôÊê/._ -]+",
        example="KS-2026/01",
        essential=False,
    )
    proposed = Date(
        words(vi="ngày đề nghị", lo="ວັນທີສະເໜີ", en="proposed on", fr="proposé le"),
        required=True,
    )
    counterparts = Orgs(
        Kind.counterparts.label,
        required=True,
        help=words(
            vi="tỉnh của phía bạn xác nhận bản đo đạc",
            lo="ແຂວງຂອງອີກຝ່າຍທີ່ຢືນຢັນການສຳຫຼວດ",
            en="the province of the other side that confirms the survey",
            fr="la province de l’autre côté qui confirme le levé",
        ),
    )
    attachments = Attachments("document")

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        if len(body["counterparts"]) > 1:
            found.add(f"{at}counterparts", "one_alone", ", ".join(body["counterparts"]), cls.counterparts.label)
        for number, code in enumerate(body["counterparts"]):
            known = lookup.organisation(code)
            if known is None or known.kind not in LEVELS:
                found.add(f"{at}counterparts[{number}]", "not_a_province", code, cls.counterparts.label)

    @classmethod
    def shown(cls, name: str, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        """Return one field's value; a digest by its beginning, which is what is compared by eye."""
        told = super().shown(name, body, lang, lookup)
        return told[:16] if name == "version" else told

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count("line_surveys", 1, "surveys", member=body["version"])
