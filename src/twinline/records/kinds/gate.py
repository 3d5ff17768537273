"""gate: a border gate, the classes it has, is to have, or has by one side's word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.facts import Fact
from twinline.records.fields import Code, Date, Declared, ListOf, Names, Org, Part, Place, Text
from twinline.records.fields.dates import period
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import NOTE, Note, check_ends, shown_ends
from twinline.records.vocabulary import vocabulary
from twinline.records.words import term, words

GATE_CLASSES = vocabulary(
    "class of gate",
    international=term("cua_khau_quoc_te"),
    main=term("cua_khau_chinh", lo="ດ່ານຫຼັກ", fr="poste-frontière principal"),
    secondary=term("cua_khau_phu", lo="ດ່ານຮອງ", fr="poste-frontière secondaire"),
    local_crossing=term("loi_mo", en="local crossing", fr="passage local"),
)
GATE_STATUSES = vocabulary(
    "status",
    in_force=words(vi="đang hiệu lực", lo="ມີຜົນບັງຄັບໃຊ້", en="in force", fr="en vigueur"),
    planned=words(vi="theo quy hoạch", lo="ຕາມແຜນ", en="planned", fr="prévu"),
    stated_by_one_side=words(vi="một bên công bố", lo="ຝ່າຍດຽວແຈ້ງ", en="stated by one side", fr="dit par un seul côté"),
    ended=words(vi="đã chấm dứt", lo="ສິ້ນສຸດແລ້ວ", en="ended", fr="terminé"),
)
MEASURES = {"in_force": "gates", "planned": "gates_planned", "stated_by_one_side": "gates_stated"}


class GateClass(Declared):
    """One class of a gate, its status and its dates."""

    class_ = Code(words(vi="loại", lo="ຊັ້ນ", en="class", fr="classe"), GATE_CLASSES, required=True)
    status = Code(words(vi="tình trạng", lo="ສະຖານະ", en="status", fr="état"), GATE_STATUSES, required=True)
    from_ = Date(words(vi="từ ngày", lo="ແຕ່ວັນທີ", en="from", fr="à partir du"))
    to = Date(words(vi="đến ngày", lo="ຮອດວັນທີ", en="to", fr="jusqu’au"))
    note = Part(NOTE, Note)

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.fields["to"].label)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        said = [GATE_CLASSES[body["class"]].to(lang), GATE_STATUSES[body["status"]].to(lang), shown_ends(body, lang)]
        return ", ".join(text for text in said if text)


class Gate(Kind):
    """A gate on one side and the gate it pairs with on the other."""

    name = "gate"
    label = term("cua_khau")
    plural = words(vi="cửa khẩu", lo="ດ່ານຊາຍແດນ", en="border gates", fr="postes-frontières")
    help = words(
        vi="cửa khẩu, loại và tình trạng",
        lo="ດ່ານ, ຊັ້ນ ແລະ ສະຖານະ",
        en="a border gate, its class and status",
        fr="un poste-frontière, sa classe et son état",
    )
    may_lie_ahead = True
    title_of = ("names", "counterpart_name")
    measures = tuple(MEASURES.values())

    code = Text(
        words(vi="mã", lo="ລະຫັດ", en="code", fr="code"),
        limit=60,
        pattern=r"gate(?:-[a-z0-9]+)+",
        example="gate-nam-can",
        required=True,
    )
    names = Names(words(vi="tên", lo="ຊື່", en="name", fr="nom"), required=True, essential=False)
    lies_in = Org(words(vi="thuộc xã", lo="ຢູ່ໃນ", en="lies in", fr="se trouve dans"), required=True)
    counterpart_name = Text(
        words(vi="cửa khẩu đối diện", lo="ດ່ານຝ່າຍກົງກັນຂ້າມ", en="pairs with", fr="vis-à-vis"), limit=120
    )
    counterpart_lies_in = Org(
        words(vi="đối diện thuộc", lo="ດ່ານກົງກັນຂ້າມຢູ່ໃນ", en="which lies in", fr="qui se trouve dans")
    )
    classes = ListOf(
        Part(words(vi="loại cửa khẩu", lo="ຊັ້ນດ່ານ", en="class", fr="classe"), GateClass),
        label=words(vi="loại và tình trạng", lo="ຊັ້ນ ແລະ ສະຖານະ", en="classes", fr="classes"),
        required=True,
        limit=20,
    )
    place = Place(words(vi="vị trí", lo="ທີ່ຕັ້ງ", en="position", fr="position"))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        for one in body["classes"]:
            measure = MEASURES.get(one["status"])
            if measure:
                yield at.count(
                    measure,
                    1,
                    "gates",
                    cls=one["class"],
                    days=period(one.get("from"), one.get("to")),
                    stock=True,
                    place=body["lies_in"],
                    member=body["code"],
                )
