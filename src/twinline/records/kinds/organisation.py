"""organisation: somebody who can say something, from one date to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.facts import Fact
from twinline.records.fields import Code, Date, Declared, ListOf, Org, Part, Place, Text
from twinline.records.fields.dates import period
from twinline.records.fields.parties import ORGANISATION_PATTERN
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends, shown_dated_names
from twinline.records.vocabularies import ORGANISATION_TYPES, SIDES
from twinline.records.words import words
from twinline.times import Days

FROM = words(vi="từ ngày", lo="ແຕ່ວັນທີ", en="from", fr="à partir du")
TO = words(vi="đến ngày", lo="ຮອດວັນທີ", en="to", fr="jusqu’au")


class DatedNames(Declared):
    """A name in some of the four languages, and from when to when it was the name."""

    vi = Text(words(vi="tên tiếng Việt", lo="ຊື່ພາສາຫວຽດ", en="Vietnamese name", fr="nom vietnamien"), limit=200)
    lo = Text(words(vi="tên tiếng Lào", lo="ຊື່ພາສາລາວ", en="Lao name", fr="nom lao"), limit=200)
    en = Text(words(vi="tên tiếng Anh", lo="ຊື່ພາສາອັງກິດ", en="English name", fr="nom anglais"), limit=200)
    fr = Text(words(vi="tên tiếng Pháp", lo="ຊື່ພາສາຝຣັ່ງ", en="French name", fr="nom français"), limit=200)
    from_ = Date(FROM)
    to = Date(TO)

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        if not any(lang in body for lang in ("vi", "lo", "en", "fr")):
            found.add(f"{at}vi", "missing", None, cls.fields["vi"].label)
        check_ends(body, at, found, cls.fields["to"].label)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        return shown_dated_names(body, lang)


class Organisation(Kind):
    """A province, post, company, village or office, with its dated names and what it belongs to."""

    name = "organisation"
    label = words(vi="cơ quan", lo="ອົງການ", en="organisation", fr="organisation")
    plural = words(vi="cơ quan", lo="ອົງການ", en="organisations", fr="organisations")
    help = words(
        vi="tỉnh, xã, đồn, đại đội, văn phòng: tên và ngày",
        lo="ແຂວງ, ຕາແສງ, ປ້ອມ, ກອງຮ້ອຍ, ຫ້ອງການ: ຊື່ ແລະ ວັນທີ",
        en="a province, commune, post, company or office: its names and dates",
        fr="une province, une commune, un poste, une compagnie ou un service : ses noms et dates",
    )
    may_lie_ahead = True
    title_of = ("names", "type")
    measures = ("organisations",)

    code = Text(
        words(vi="mã", lo="ລະຫັດ", en="code", fr="code"),
        limit=60,
        pattern=ORGANISATION_PATTERN,
        example="vn-post-thong-thu",
        required=True,
    )
    side = Code(words(vi="bên", lo="ຝ່າຍ", en="side", fr="côté"), SIDES, required=True)
    type = Code(words(vi="loại cơ quan", lo="ປະເພດອົງການ", en="type", fr="type"), ORGANISATION_TYPES, required=True)
    names = ListOf(
        Part(words(vi="tên", lo="ຊື່", en="name", fr="nom"), DatedNames),
        label=words(vi="tên gọi", lo="ຊື່", en="names", fr="noms"),
        required=True,
        essential=False,
        limit=20,
    )
    parent = Org(words(vi="trực thuộc", lo="ຂຶ້ນກັບ", en="belongs to", fr="relève de"))
    from_ = Date(FROM)
    to = Date(TO)
    place = Place(words(vi="địa điểm", lo="ສະຖານທີ່", en="where", fr="où"))
    official_code = Text(
        words(vi="mã thống kê", lo="ລະຫັດສະຖິຕິ", en="code of the statistical office", fr="code de l’office statistique"),
        limit=20,
        pattern=r"[0-9A-Za-z-]+",
        example="16744",
    )

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.fields["to"].label)
        if body.get("parent") == body["code"]:
            found.add(f"{at}parent", "itself", body["parent"], cls.parent.label)

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return period(body.get("from"), body.get("to"))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        yield at.count(
            "organisations", 1, "organisations", cls=body["type"], stock=True, place=body["code"], member=body["code"]
        )
