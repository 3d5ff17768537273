"""No field for what is never recorded of people: proved on the schemas, the lists and the labels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from twinline import records
from twinline.records import examples
from twinline.records.data import codes, rows
from twinline.records.fields import Count, Names, Text
from twinline.records.kind import Kind
from twinline.records.rights import (
    COUNTS_OF_HOMES,
    FORBIDDEN,
    FORBIDDEN_FIELDS,
    forbidden_field,
    forbidden_topic,
    personal_looking,
)
from twinline.records.words import words

SOURCES = (
    examples.published_returns,
    examples.agreements,
    examples.twinnings,
    examples.gates,
    examples.events,
    examples.organisations,
)
SECTION_08_ALLOWED = {"08041", "08042", "08051"}
FORBIDDEN_PREFIXES = ("03", "0801", "0802", "0803", "11")
OTHER = ("other", "vi phạm khác", "tội phạm khác", "hành vi khác", "autre", "ອື່ນ")
# The words of a schema itself are no words shown to people.
SCHEMA_WORDS = {
    "$schema",
    "$id",
    "type",
    "pattern",
    "format",
    "x-refers",
    "x-unreviewed",
    "required",
    "dependentRequired",
}


def said(schema: Any, inside: str = "") -> Iterator[str]:
    """Yield every property name, title, description, label and code of a schema."""
    if isinstance(schema, dict):
        for name, value in schema.items():
            if inside == "properties":
                yield name
            if inside == "properties" or name not in SCHEMA_WORDS:
                yield from said(value, name if inside != "properties" else "")
    elif isinstance(schema, list):
        for value in schema:
            yield from said(value)
    elif isinstance(schema, str):
        yield schema


def offending(schema: Any) -> set[str]:
    """Return the topics that a schema touches and must not."""
    return {forbidden_field(text) for text in said(schema)} - {""}


@pytest.mark.parametrize("kind", sorted(records.KINDS))
def test_no_kind_has_a_field_label_or_code_about_what_is_never_recorded(kind: str) -> None:
    schema = records.json_schema(kind)
    assert len(list(said(schema))) > 50
    for field in excepted(kind):
        counted = schema["properties"].pop(field)
        assert counted["type"] == "integer"
        assert offending(counted) <= {"homes"}
    assert offending(schema) == set()


def excepted(kind: str) -> list[str]:
    """Return the fields of a kind that may count homes, each with its reason in ``COUNTS_OF_HOMES``."""
    return [name.partition(".")[2] for name in COUNTS_OF_HOMES if name.partition(".")[0] == kind]


@pytest.mark.parametrize("act", sorted(records.ACTS))
def test_no_act_has_one_either(act: str) -> None:
    assert offending(records.act_schema(act)) == set()


class Planted(Kind):
    """A kind that must never be."""

    name = "planted"
    label = words(vi="sổ", lo="ປຶ້ມ", en="register", fr="registre")
    help = label
    full_name = Names(words(vi="họ và tên", lo="ຊື່", en="who", fr="qui"))
    believes = Text(words(vi="tôn giáo", lo="ສາສະໜາ", en="x", fr="x"))
    ethnicGroup = Text(words(vi="x", lo="x", en="x", fr="x"))
    speaks = Text(words(vi="x", lo="x", en="x", fr="langue maternelle"))
    persons_harmed = Count(words(vi="số nạn nhân", lo="x", en="x", fr="x"))
    home = Text(words(vi="x", lo="x", en="home address", fr="x"))
    prints = Text(words(vi="x", lo="ລາຍນິ້ວມື", en="x", fr="x"))
    state_of = Text(words(vi="x", lo="x", en="x", fr="état de santé"))
    views = Text(words(vi="quan điểm chính trị", lo="x", en="x", fr="x"))
    of_a_person = Text(words(vi="x", lo="x", en="gender", fr="x"))


def test_the_scan_catches_a_kind_that_has_them_all() -> None:
    assert offending(Planted.form()) == {*FORBIDDEN, *FORBIDDEN_FIELDS}


@pytest.mark.parametrize("phrase", [one for many in (FORBIDDEN | FORBIDDEN_FIELDS).values() for one in many])
def test_each_forbidden_phrase_is_caught_in_a_label_and_in_a_name(phrase: str) -> None:
    assert forbidden_field(f"x {phrase.upper()} x")
    assert forbidden_field(unicodedata.normalize("NFD", phrase))
    assert forbidden_field(phrase.replace(" ", "_"))


@pytest.mark.parametrize(
    "ordinary",
    [
        "chỉ đạo",
        "lãnh đạo",
        "đạo đức",
        "police",
        "visite médicale",
        "ປະເພດ",
        "ຢາເສບຕິດ",
        "facing",
        "mạng lưới",
        "hội phụ nữ",
        "khám, cấp thuốc cho dân",
        "trace",
        "Essex",
        "surface",
        "cộng đồng dân cư",
    ],
)
def test_ordinary_words_pass(ordinary: str) -> None:
    assert forbidden_field(ordinary) == ""


@pytest.mark.parametrize("kind", sorted(records.KINDS))
@pytest.mark.parametrize("smuggled", ["religion", "ethnic_group", "name", "suspects", "x-labels", "photo", ""])
def test_a_smuggled_field_is_refused_by_name(kind: str, smuggled: str) -> None:
    findings = records.validate(kind, {smuggled: "x"})
    assert (smuggled, "unknown_field") in [(finding.field, finding.rule) for finding in findings]


@pytest.mark.parametrize("kind", sorted(records.KINDS))
def test_every_object_of_a_schema_is_closed(kind: str) -> None:
    objects = [one for one in nested(records.json_schema(kind)) if one.get("type") == "object"]
    assert objects
    assert all(one["additionalProperties"] is False for one in objects)


def nested(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from nested(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from nested(value)


@pytest.mark.parametrize(
    "indicator", ["ethnic_households", "religious_meetings", "drug_users", "victims_found", "phone"]
)
def test_a_return_cannot_count_what_is_never_counted(indicator: str) -> None:
    assert forbidden_topic(indicator)
    assert "forbidden_word" in refusals(indicator, "vn-na")


@pytest.mark.parametrize("indicator", ["unregistered_marriages", "free_migration_cases"])
def test_marriages_and_migration_are_returned_for_a_province_only(indicator: str) -> None:
    assert refusals(indicator, "vn-na") == []
    assert refusals(indicator, "vn-na-xo-nam-can") == ["province_only"]


def refusals(indicator: str, place: str) -> list[str]:
    body = {"indicator": indicator, "value": "7", "unit": "cases", "period": "2022", "place": place, "basis": "own"}
    return [finding.rule for finding in records.validate("return", body)]


def broken_rules(row: dict[str, str]) -> list[str]:
    """Return the rules of the closed list of offences that a row breaks."""
    code = row["iccs_code"]
    names = [row["id"], *(row[f"label_{lang}"] for lang in ("en", "vi", "fr", "lo"))]
    broken = []
    if code.startswith("08") and code not in SECTION_08_ALLOWED:
        broken.append("section 08")
    if code.startswith(FORBIDDEN_PREFIXES):
        broken.append("prefix")
    if any(word in name.lower() for name in names for word in OTHER):
        broken.append("other")
    if any(forbidden_field(name) for name in names):
        broken.append("words")
    if not codes(row["article_row"]):
        broken.append("article")
    return broken


def test_the_offence_list_keeps_its_rules() -> None:
    assert len(rows("offences")) == 20
    assert {row["id"]: broken_rules(row) for row in rows("offences")} == {row["id"]: [] for row in rows("offences")}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"iccs_code": "0803"}, "prefix"),
        ({"iccs_code": "08043"}, "section 08"),
        ({"iccs_code": "1109"}, "prefix"),
        ({"iccs_code": "0301"}, "prefix"),
        ({"id": "other_offence"}, "other"),
        ({"label_fr": "autres infractions"}, "other"),
        ({"label_vi": "truyền đạo trái phép"}, "words"),
        ({"label_lo": "ການເຜີຍແຜ່ສາສະຫນາ"}, "words"),
        ({"article_row": ""}, "article"),
    ],
)
def test_a_row_that_breaks_a_rule_is_caught(change: dict[str, str], rule: str) -> None:
    assert rule in broken_rules(rows("offences")[0] | change)


def test_no_incident_can_name_a_class_outside_the_list() -> None:
    declared = records.json_schema("incident")["properties"]["offence"]["oneOf"]
    assert [one["const"] for one in declared] == [row["id"] for row in rows("offences")]


def test_an_unknown_kind_is_searched_for_fields_that_look_personal() -> None:
    body = {"when": "2030", "people": [{"fullName": "N.", "count": 1}], "victims": 2, "x": {"số_hộ_chiếu": "B1"}}
    assert personal_looking(body) == ["people[0].fullName", "victims", "x.số_hộ_chiếu"]


@pytest.mark.parametrize("ordinary", ["ho", "dao_co", "chinh", "number", "participants_vn", "persons", "sextant"])
def test_an_ordinary_name_does_not_look_personal(ordinary: str) -> None:
    """The control: one bare syllable may mean anything."""
    assert personal_looking({ordinary: 1}) == []


def test_no_record_of_ours_looks_personal() -> None:
    made = [one for source in SOURCES for one in source()]
    assert [path for one in made for path in personal_looking(one.body)] == []
