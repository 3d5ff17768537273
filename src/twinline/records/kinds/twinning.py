"""twinning: villages, posts and companies, unions or provinces that keep a friendship by a signed act."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.cooperation import SUBJECTS
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Date, Declared, ListOf, Org, Orgs, Part, Place, RecordRef
from twinline.records.fields.dates import days, period
from twinline.records.fields.parties import shown_organisation
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends
from twinline.records.vocabularies import ORGANISATION_TYPES
from twinline.records.vocabulary import vocabulary
from twinline.records.words import named, term, words
from twinline.times import NO_PERIOD, Days

LEVELS = vocabulary(
    "level of twinning",
    village=term("cap_ban", vi="bản với bản", lo="ບ້ານກັບບ້ານ", en="village with village", fr="village avec village"),
    post_company=words(
        vi="đồn biên phòng với đại đội, đồn công an",
        lo="ປ້ອມຊາຍແດນກັບກອງຮ້ອຍ, ຄ້າຍຕຳຫຼວດ",
        en="border post with company or police station",
        fr="poste avec compagnie ou poste de police",
    ),
    commune=words(
        vi="xã với cụm bản", lo="ຕາແສງກັບກຸ່ມບ້ານ", en="commune with village cluster", fr="commune avec groupe de villages"
    ),
    district=words(vi="huyện với huyện", lo="ເມືອງກັບເມືອງ", en="district with district", fr="district avec district"),
    province=words(vi="tỉnh với tỉnh", lo="ແຂວງກັບແຂວງ", en="province with province", fr="province avec province"),
    women_union=words(
        vi="hội phụ nữ với hội phụ nữ",
        lo="ສະຫະພັນແມ່ຍິງກັບສະຫະພັນແມ່ຍິງ",
        en="women’s union with women’s union",
        fr="union des femmes avec union des femmes",
    ),
    school=words(vi="trường với trường", lo="ໂຮງຮຽນກັບໂຮງຮຽນ", en="school with school", fr="école avec école"),
)
# What the units of a level are, of the first and of the second side, unless the record says otherwise.
UNIT_TYPES = {
    "village": ("village", "village"),
    "post_company": ("border_post", "border_company"),
    "commune": ("commune", "village_cluster"),
    "district": ("district", "district"),
    "province": ("province", "province"),
    "women_union": ("women_union", "women_union"),
    "school": ("school", "school"),
}
# Of what types the units of a level may be, so that what the gazetteer says of one is said with it. At the other levels
# a unit stands for something in it: a commune for its women's union.
TYPES_AT = {
    "village": frozenset({"village", "village_cluster"}),
    "post_company": frozenset({"border_post", "border_company", "border_police_post"}),
    "commune": frozenset({"commune", "village_cluster"}),
}


# What is said of a twinning. That it is active is no statement: it is counted from what belongs to it.
STATUSES = vocabulary(
    "status of a twinning",
    proposed=words(vi="đang đề xuất", lo="ກຳລັງສະເໜີ", en="proposed", fr="proposé"),
    signed=words(vi="đã ký", lo="ເຊັນແລ້ວ", en="signed", fr="signé"),
    renewed=words(vi="đã gia hạn", lo="ຕໍ່ອາຍຸແລ້ວ", en="renewed", fr="renouvelé"),
    lapsed=words(vi="đã hết hạn", lo="ໝົດກຳນົດແລ້ວ", en="lapsed", fr="échu"),
)


class Promise(Declared):
    """One thing promised in a twinning, and how often a year."""

    what = Code(words(vi="việc", lo="ວຽກ", en="what", fr="quoi"), SUBJECTS, required=True)
    times = Count(words(vi="số lần mỗi năm", lo="ຈຳນວນຄັ້ງຕໍ່ປີ", en="times a year", fr="fois par an"), least=1)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        what = SUBJECTS[body["what"]].to(lang)
        return named(what, f"{body['times']} × {PER_YEAR.to(lang)}", lang) if "times" in body else what


PER_YEAR = words(vi="mỗi năm", lo="ຕໍ່ປີ", en="a year", fr="par an")


class Pair(Declared):
    """One unit of the first side with one of the second."""

    a = Org(
        words(vi="đơn vị bên thứ nhất", lo="ໜ່ວຍງານຝ່າຍທີໜຶ່ງ", en="unit of the first side", fr="unité du premier côté"),
        required=True,
    )
    b = Org(
        words(vi="đơn vị bên thứ hai", lo="ໜ່ວຍງານຝ່າຍທີສອງ", en="unit of the second side", fr="unité du second côté"),
        required=True,
    )

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        return " – ".join(shown_organisation(body[end], lang, lookup) for end in ("a", "b"))


class UnitType(Declared):
    """One unit that isn't what the others of its side are."""

    unit = Org(words(vi="đơn vị", lo="ໜ່ວຍງານ", en="unit", fr="unité"), required=True)
    type = Code(words(vi="là", lo="ເປັນ", en="is a", fr="est"), ORGANISATION_TYPES, required=True)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        unit = shown_organisation(body["unit"], lang, lookup)
        return named(unit, ORGANISATION_TYPES[body["type"]].to(lang), lang)


class Twinning(Kind):
    """Units of one side twinned with units of the other, n with m.

    Without ``pairs`` each unit of the first side is paired with each of the second: one
    village twinned with three makes three pairs and four villages.
    """

    name = "twinning"
    label = term("ket_nghia")
    plural = words(vi="các kết nghĩa", lo="ຄູ່ມິດ", en="twinnings", fr="jumelages")
    help = words(
        vi="bản, đồn, tỉnh hai bên kết nghĩa với nhau",
        lo="ບ້ານ, ປ້ອມ, ແຂວງສອງຝ່າຍເປັນຄູ່ມິດກັນ",
        en="villages, posts or provinces of both sides that are twinned",
        fr="villages, postes ou provinces jumelés des deux côtés",
    )
    asked_first = ("signed", "until", "promises")
    may_lie_ahead = True
    title_of = ("units_a", "units_b", "signed")
    time_field = "signed"
    counterparts_from = ("units_a", "units_b", "counterparts")
    sample = (
        "vn-na",
        {
            "level": "village",
            "units_a": ["vn-v-tien-tieu"],
            "units_b": ["la-c-nong-het-tay"],
            "type_b": "village_cluster",
            "signed": "2026-01-15",
            "until": "2031-01-14",
            "status": "signed",
            "promises": [
                {"what": "regular_talks", "times": 2},
                {"what": "culture_sport", "times": 1},
                {"what": "rescue"},
            ],
            "example": True,
        },
    )
    measures = (
        "twinnings",
        "twinned_pairs",
        "twinned_units",
        "twinnings_proposed",
        "twinnings_renewed",
        "twinnings_promised",
    )

    level = Code(words(vi="cấp", lo="ຂັ້ນ", en="level", fr="niveau"), LEVELS, required=True)
    units_a = Orgs(
        words(
            vi="các đơn vị bên thứ nhất", lo="ໜ່ວຍງານຝ່າຍທີໜຶ່ງ", en="units of the first side", fr="unités du premier côté"
        ),
        required=True,
    )
    units_b = Orgs(
        words(
            vi="các đơn vị bên thứ hai", lo="ໜ່ວຍງານຝ່າຍທີສອງ", en="units of the second side", fr="unités du second côté"
        ),
        required=True,
    )
    type_a = Code(
        words(
            vi="loại đơn vị bên thứ nhất",
            lo="ປະເພດໜ່ວຍງານຝ່າຍທີໜຶ່ງ",
            en="what the first are",
            fr="ce que sont les premières",
        ),
        ORGANISATION_TYPES,
    )
    type_b = Code(
        words(
            vi="loại đơn vị bên thứ hai",
            lo="ປະເພດໜ່ວຍງານຝ່າຍທີສອງ",
            en="what the second are",
            fr="ce que sont les secondes",
        ),
        ORGANISATION_TYPES,
    )
    unit_types = ListOf(
        Part(
            words(
                vi="đơn vị thuộc loại khác",
                lo="ໜ່ວຍງານປະເພດອື່ນ",
                en="unit of another type",
                fr="unité d’un autre type",
            ),
            UnitType,
        ),
        label=words(
            vi="các đơn vị thuộc loại khác",
            lo="ບັນດາໜ່ວຍງານປະເພດອື່ນ",
            en="units of another type",
            fr="unités d’un autre type",
        ),
        help=words(
            vi="đơn vị không cùng loại với các đơn vị khác của bên mình, thí dụ một đồn công an giữa các đại đội",
            lo="ໜ່ວຍງານທີ່ບໍ່ແມ່ນປະເພດດຽວກັບໜ່ວຍງານອື່ນຂອງຝ່າຍຕົນ, ເຊັ່ນ ຄ້າຍຕຳຫຼວດໃນບັນດາກອງຮ້ອຍ",
            en="a unit that isn’t what the others of its side are, such as a police station among companies",
            fr="une unité qui n’est pas du type des autres de son côté : un poste de police parmi des compagnies",
        ),
        limit=80,
    )
    pairs = ListOf(
        Part(words(vi="cặp", lo="ຄູ່", en="pair", fr="paire"), Pair),
        label=words(vi="các cặp", lo="ບັນດາຄູ່", en="pairs", fr="paires"),
        limit=200,
    )
    signed = Date(words(vi="ngày ký", lo="ວັນທີເຊັນ", en="signed", fr="signé"))
    until = Date(words(vi="đến", lo="ຮອດ", en="until", fr="jusqu’au"))
    status = Code(words(vi="tình trạng", lo="ສະຖານະ", en="status", fr="état"), STATUSES)
    renewed = ListOf(
        Date(words(vi="gia hạn ngày", lo="ຕໍ່ອາຍຸວັນທີ", en="renewed on", fr="renouvelé le")),
        label=words(vi="các lần gia hạn", lo="ການຕໍ່ອາຍຸ", en="renewals", fr="renouvellements"),
        limit=20,
    )
    promises = ListOf(
        Part(words(vi="cam kết", lo="ຄຳໝັ້ນສັນຍາ", en="promise", fr="engagement"), Promise),
        label=words(vi="những điều đã cam kết", lo="ສິ່ງທີ່ໄດ້ຮັບປາກ", en="what was promised", fr="ce qui a été promis"),
        limit=20,
    )
    place = Place(words(vi="nơi ký", lo="ບ່ອນເຊັນ", en="where", fr="où"))
    attachments = Attachments("document")
    agreement = RecordRef(
        words(vi="theo thỏa thuận", lo="ຕາມຂໍ້ຕົກລົງ", en="under the agreement", fr="au titre de l’accord"),
        essential=False,
        to=("agreement",),
    )

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.until.label, start="signed", end="until")
        if body.get("status") == "lapsed" and "until" not in body:
            found.add(f"{at}until", "needs_until", None, cls.until.label)
        sides = [{_side(code, lookup) for code in body[units]} for units in ("units_a", "units_b")]
        if len(sides[0]) > 1 or len(sides[1]) > 1 or sides[0] & sides[1]:
            found.add(f"{at}units_b", "same_side", body["units_b"], cls.units_b.label)
        for number, pair in enumerate(body.get("pairs", ())):
            for end in ("a", "b"):
                if pair[end] not in body[f"units_{end}"]:
                    found.add(f"{at}pairs[{number}].{end}", "not_among_units", pair[end], cls.pairs.label)
        told: set[str] = set()
        for number, one in enumerate(body.get("unit_types", ())):
            where = f"{at}unit_types[{number}].unit"
            if one["unit"] not in (*body["units_a"], *body["units_b"]):
                found.add(where, "not_among_units", one["unit"], cls.unit_types.label)
            elif one["unit"] in told:
                found.add(where, "twice", one["unit"], cls.unit_types.label)
            told.add(one["unit"])

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return days(body["signed"]) if "signed" in body else NO_PERIOD

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        if body.get("status") in ("proposed", "lapsed"):
            return
        if "until" in body:
            yield Dated("ends", days(body["until"]))
        if "signed" in body:
            yield Dated("anniversary", days(body["signed"]))

    @classmethod
    def pairs_of(cls, body: dict[str, Any]) -> list[tuple[str, str]]:
        """Return the pairs a twinning makes: those it names, else all with all."""
        if "pairs" in body:
            return [(pair["a"], pair["b"]) for pair in body["pairs"]]
        return [(a, b) for a in body["units_a"] for b in body["units_b"]]

    @classmethod
    def types_of(cls, body: dict[str, Any]) -> dict[str, str]:
        """Return what each unit is: what the record says of it, else of its side, else what its level makes it."""
        told = {one["unit"]: one["type"] for one in body.get("unit_types", ())}
        return {
            code: told.get(code, body.get(f"type_{end}", usual))
            for end, usual in zip("ab", UNIT_TYPES[body["level"]], strict=True)
            for code in body[f"units_{end}"]
        }

    @classmethod
    def completed(cls, body: dict[str, Any], lookup: Lookup) -> dict[str, Any]:
        """Return a body that says of each unit what it is where that isn't what its side is said to be.

        Facts come from the record alone, so its author's gazetteer is asked once, when it is said.
        """
        possible = TYPES_AT.get(body["level"], frozenset())
        told = {one["unit"] for one in body.get("unit_types", ())}
        others = []
        for code, counted in cls.types_of(body).items():
            known = lookup.organisation(code)
            if known and code not in told and counted != known.kind and {counted, known.kind} <= possible:
                others.append({"unit": code, "type": known.kind})
        return {**body, "unit_types": [*body.get("unit_types", ()), *others]} if others else body

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        level = body["level"]
        if body.get("status") == "proposed":
            # Nothing is twinned yet.
            yield at.count("twinnings_proposed", 1, "twinnings", cls=level)
            return
        held = period(body.get("signed"), body.get("until"))
        for renewal in body.get("renewed", ()):
            yield at.count("twinnings_renewed", 1, "twinnings", cls=level, days=days(renewal))
        for promise in body.get("promises", ()):
            yield at.count(
                "twinnings_promised", promise.get("times", 1), "activities", cls=promise["what"], days=held, stock=True
            )
        yield at.count("twinnings", 1, "twinnings", cls=level)
        for a, b in cls.pairs_of(body):
            # Named in one order whichever side says it, so that a pair told by both is one.
            yield at.count(
                "twinned_pairs", 1, "pairs", cls=level, days=held, stock=True, place=a, member="|".join(sorted((a, b)))
            )
        for code, type_ in cls.types_of(body).items():
            yield at.count("twinned_units", 1, "units", cls=type_, days=held, stock=True, place=code, member=code)


def _side(code: str, lookup: Lookup) -> str:
    organisation = lookup.organisation(code)
    return organisation.side if organisation else ""
