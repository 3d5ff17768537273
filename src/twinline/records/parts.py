"""Parts that several kinds are made of: a note, where a page says it, a measured amount."""

from __future__ import annotations

from typing import Any, ClassVar

from twinline.records.fields import Address, Code, Date, Decimal, Declared, Flag, ListOf, Quote, Text
from twinline.records.fields.dates import days, shown_when
from twinline.records.fields.numbers import shown_decimal
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.vocabularies import (
    LANGUAGE_CODES,
    LENGTHS,
    PRINT_LANGUAGES,
    QUALIFIERS,
    SUBSTANCES,
    WEIGHTS_AND_COUNTS,
)
from twinline.records.words import LANGUAGES, Labels, named, words

LANGUAGE = words(vi="ngôn ngữ", lo="ພາສາ", en="language", fr="langue")
QUALIFIER = words(vi="mức độ", lo="ລະດັບຄວາມແນ່ນອນ", en="how exact", fr="exactitude")
UNIT = words(vi="đơn vị", lo="ຫົວໜ່ວຍ", en="unit", fr="unité")
AMOUNT = words(vi="số lượng", lo="ຈຳນວນ", en="amount", fr="quantité")
NOTE = words(vi="ghi chú", lo="ໝາຍເຫດ", en="note", fr="note")
PRECISION = words(vi="làm tròn đến", lo="ປັດເສດເຖິງ", en="rounded to", fr="arrondi à")


class Note(Declared):
    """A few sentences in one language, at most 500 characters: what crossed can't be unsaid."""

    language = Code(LANGUAGE, LANGUAGE_CODES, required=True)
    text = Text(words(vi="nội dung", lo="ເນື້ອໃນ", en="text", fr="texte"), limit=500, lines=True, required=True)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        return str(body["text"])


class Source(Declared):
    """Where a public page says it."""

    url = Address(words(vi="địa chỉ trang", lo="ທີ່ຢູ່ເວັບ", en="page", fr="page"), limit=400)
    more_urls = ListOf(
        Address(words(vi="trang khác", lo="ເວັບອື່ນ", en="another page", fr="autre page"), limit=400),
        label=words(vi="các trang khác", lo="ເວັບອື່ນໆ", en="more pages", fr="autres pages"),
        limit=8,
    )
    published = Date(words(vi="ngày đăng", lo="ວັນທີເຜີຍແຜ່", en="published", fr="publié"))
    quote = Quote(words(vi="trích dẫn", lo="ຄຳອ້າງອີງ", en="quotation", fr="citation"), limit=200)
    language = Code(LANGUAGE, PRINT_LANGUAGES)
    ref = Text(
        words(vi="số tham chiếu", lo="ເລກອ້າງອີງ", en="reference", fr="référence"),
        limit=40,
        pattern=r"[A-Za-z0-9._/-]+",
        example="pf-001",
    )
    inferred = Flag(words(vi="có phần suy đoán", lo="ມີສ່ວນຄາດເດົາ", en="partly inferred", fr="en partie déduit"))


def exactness(body: dict[str, Any], at: str, found: Found, part: type[Declared]) -> None:
    """Add a finding where a precision stands without a rounded number."""
    if "precision" in body and body.get("qualifier") != "rounded":
        found.add(f"{at}precision", "precision_without_rounding", body["precision"], part.fields["precision"].label)


def shown_amount(body: dict[str, Any], unit: str, lang: str, *, number: str = "amount") -> str:
    """Return a measured number with its qualifier and unit: ``more than 5,200 items``."""
    qualifier = body.get("qualifier", "exact")
    before = f"{QUALIFIERS[qualifier].to(lang)} " if qualifier not in ("exact", "rounded") else ""
    upper = f"–{shown_decimal(body['value_max'], lang)}" if "value_max" in body else ""
    shown = f"{before}{shown_decimal(body[number], lang)}{upper} {unit}".rstrip()
    if qualifier == "rounded":
        shown += f" ({QUALIFIERS[qualifier].to(lang)})"
    return shown


class Amount(Declared):
    """How much of something, in one of the units that the part allows, as exactly as it was said.

    A part brings its own ``amount`` and ``unit``, and ``what`` where it may be of several things.
    """

    unit: ClassVar[Code]
    what: ClassVar[Code]

    qualifier = Code(QUALIFIER, QUALIFIERS)
    precision = Decimal(PRECISION)

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        exactness(body, at, found, cls)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        amount = shown_amount(body, cls.unit.vocabulary[body["unit"]].to(lang), lang)
        return named(cls.what.vocabulary[body["what"]].to(lang), amount, lang) if "what" in cls.fields else amount


class Quantity(Amount):
    """An amount of a substance or good, in the unit as reported, never converted."""

    what = Code(
        words(vi="chất hoặc hàng", lo="ສານ ຫຼື ສິນຄ້າ", en="substance or good", fr="substance ou marchandise"),
        SUBSTANCES,
        required=True,
    )
    amount = Decimal(AMOUNT, required=True)
    unit = Code(UNIT, WEIGHTS_AND_COUNTS, required=True)


class Distance(Amount):
    """A length walked, in the unit as reported."""

    amount = Decimal(AMOUNT, required=True)
    unit = Code(UNIT, LENGTHS, required=True)


def check_ends(
    body: dict[str, Any], at: str, found: Found, label: Labels, *, start: str = "from", end: str = "to"
) -> None:
    """Add a finding where the end of something dated comes before its start."""
    first, last = body.get(start), body.get(end)
    if first is not None and last is not None and days(first).first > days(last).last:  # type: ignore[operator]
        found.add(f"{at}{end}", "ends_before_it_begins", f"{first} – {last}", label)


def shown_ends(body: dict[str, Any], lang: str) -> str:
    """Return from when to when something holds, or nothing where neither is said."""
    ends = {name: body[name] for name in ("from", "to") if name in body}
    return shown_when(ends, lang) if ends else ""


def shown_dated_names(body: dict[str, Any], lang: str) -> str:
    """Return a dated name in the nearest language, with its dates."""
    name = Labels({one: body[one] for one in LANGUAGES if one in body}, ()).to(lang)
    ends = shown_ends(body, lang)
    return f"{name} ({ends})" if ends else name


PARTICIPANTS_VN = words(
    vi="số người phía Việt Nam",
    lo="ຈຳນວນຄົນຝ່າຍຫວຽດນາມ",
    en="participants from Vietnam",
    fr="participants du Vietnam",
)
PARTICIPANTS_LA = words(
    vi="số người phía Lào", lo="ຈຳນວນຄົນຝ່າຍລາວ", en="participants from Laos", fr="participants du Laos"
)
