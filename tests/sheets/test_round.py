"""A sheet says what a record says: written and read back, nothing is lost; the template takes the reader's words."""

from __future__ import annotations

from typing import Any

import pytest

from twinline import records
from twinline.records import examples, ready
from twinline.records.attachments import FIELD
from twinline.sheets import tables, writing
from twinline.sheets.cells import shown, value_of
from twinline.sheets.columns import body_of, cells_of, columns
from twinline.sheets.importing import RightRow, _rows
from twinline.store.reading import Row

SAMPLES = [examples.Example(name, *kind.sample) for name, kind in records.KINDS.items() if kind.sample[0]]
PUBLIC = [one for table in examples.ALL for one in table()]


def row(kind: str, body: dict[str, Any]) -> Row:
    return Row(
        record="r", kind=kind, version=1, author="vn-na", about="vn-na", side="VN", audience=("line",), number=1,
        standing="stated", event="r", place="", m_from=None, m_to=None, day_from=None, day_to=None, example=True,
        arrived=0, held=None, body=body,
    )  # fmt: skip


def read_back(kind: str, data: bytes, lang: str) -> list[Any]:
    (table,) = tables.read(data, "x")
    return [one.body if isinstance(one, RightRow) else [str(flaw) for flaw in one] for one in _rows(kind, table, lang)]


@pytest.mark.parametrize("one", SAMPLES, ids=lambda one: one.kind)
@pytest.mark.parametrize(("form", "lang"), [("xlsx", "vi"), ("xlsx", "en"), ("csv", "lo"), ("csv", "en")])
def test_a_record_written_to_a_sheet_reads_back_as_it_was(one: examples.Example, form: str, lang: str) -> None:
    assert read_back(one.kind, writing.export(one.kind, [row(one.kind, one.body)], lang, form), lang) == [one.body]


@pytest.mark.parametrize("kind", ["agreement", "gate", "activity", "organisation", "return"])
def test_all_that_is_public_reads_back_as_it_was(kind: str) -> None:
    bodies = [{name: said for name, said in one.body.items() if name != FIELD} for one in PUBLIC if one.kind == kind]
    data = writing.export(kind, [row(kind, body) for body in bodies], "fr", "xlsx")
    assert read_back(kind, data, "fr") == bodies


def test_a_reference_set_is_read_by_its_words_and_by_a_code() -> None:
    (column,) = [one for one in columns(records.KINDS["return"]) if one.path == "reference_set"]
    assert value_of(column, "the border communes") == value_of(column, "các xã biên giới") == "border_communes"
    assert value_of(column, "border_communes_2022") == "border_communes_2022"


@pytest.mark.parametrize("period", ["2022", {"from": "2022"}, {"to": "2022-08"}, {"from": "2022", "to": "2023"}, {}])
def test_an_open_end_and_no_period_stay_three_different_things(period: Any) -> None:
    kind = records.KINDS["incident"]
    body = {"when": period, "offence": "drug_retail"}
    assert body_of(kind, {path: one for path, one in cells_of(kind, body).items() if one is not None}) == body


@pytest.mark.parametrize("kind", sorted(records.KINDS))
@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
def test_no_two_columns_of_a_template_have_one_header(kind: str, lang: str) -> None:
    headers = [column.headers[lang] for column in columns(records.KINDS[kind])]
    assert len(headers) == len(set(headers))
    assert all(headers)


@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
def test_every_word_of_a_closed_list_is_understood_in_every_language(lang: str) -> None:
    for kind in records.KINDS.values():
        for column in columns(kind):
            if column.sort == "code":
                for code in column.field.vocabulary:  # type: ignore[attr-defined]
                    assert value_of(column, shown(column, code, lang)) == code


def test_a_template_is_empty_and_reads_as_no_row() -> None:
    assert read_back("patrol", writing.template("patrol", "vi", "xlsx"), "vi") == []
    assert read_back("patrol", writing.template("patrol", "lo", "csv"), "lo") == []


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5 m", "@SUM(A1)", "\tx"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_no_text_becomes_a_formula(text: str, form: str) -> None:
    body = {"when": "2022", "offence": "drug_retail", "note": {"language": "en", "text": text.strip("\t") or "x"}}
    data = writing.export("incident", [row("incident", body)], "en", form)
    (table,) = tables.read(data, "x")
    assert not table.formulas
    if form == "csv":
        assert f"'{body['note']['text']}".encode() in data or not text.strip().startswith(("=", "+", "-", "@"))
    assert read_back("incident", data, "en") == [body]


def test_the_same_records_give_the_same_bytes() -> None:
    assert writing.template("patrol", "lo", "xlsx") == writing.template("patrol", "lo", "xlsx")


FILLED = {"day": "2026-12-31", "time": "07:05", "number": 3, "marker": "404/1", "organisation": "la-xk-d-nonghet"}


@pytest.mark.parametrize("kind", [name for name, kind in records.KINDS.items() if ready.FIELD in kind.fields])
@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
def test_every_ready_sentence_reads_back_from_a_cell_in_every_language(kind: str, lang: str) -> None:
    column = next(one for one in columns(records.KINDS[kind]) if one.sort == "sentence")
    for code in ready.of_kind(kind):
        said = {"code": code, **{name: FILLED[name] for name in ready.patterns()[code].blanks}}
        assert value_of(column, shown(column, said, lang)) == said


def test_ready_sentences_go_out_with_a_record_and_come_back() -> None:
    said = [{"code": "mend_together", "marker": "405", "day": "2026-12-31"}, {"code": "thank_you"}]
    body = {**records.KINDS["patrol"].sample[1], "sentences": said}
    for form, lang in (("xlsx", "vi"), ("csv", "fr")):
        data = writing.export("patrol", [row("patrol", body)], lang, form)
        assert read_back("patrol", data, lang) == [body]


def test_a_sentence_that_is_none_and_a_blank_left_open_are_named_in_their_cell() -> None:
    head = ["type", "when.from", "place.marker", "place.to_marker", "nothing_to_report", "sentences[0]", "sentences[1]"]
    mend = "Marker {} has to be mended; we propose to do it together on {}."
    for sentence, rule in (("Marker 405 fell on my foot.", "not_in_list"),
                           (mend.format("…", "31/12/2026"), "missing"),
                           (mend.format("405", "one day"), "not_a_date")):  # fmt: skip
        line = ["own", "3/6/2026", "405", "406", "x", "", sentence]
        data = "\r\n".join(";".join(f'"{cell}"' for cell in one) for one in (head, line)).encode()
        (table,) = tables.read(data, "x.csv")
        (flaws,) = _rows("patrol", table, "en")
        assert [(flaw.column, flaw.rule) for flaw in flaws] == [("G", rule)]  # type: ignore[union-attr]


def test_a_template_says_how_a_list_goes_on_and_what_goes_on_is_read() -> None:
    kind = records.KINDS["twinning"]
    told = {one.path: one.hint("en") for one in columns(kind)}
    assert "numbered 4, 5" in told["pairs[2].a"]
    assert "numbered" not in told["pairs[1].a"]
    pairs = [{"a": f"vn-post-{number}", "b": f"la-coy-{number}"} for number in range(8)]
    body = {
        "level": "post_company",
        "units_a": ["vn-post-0"],
        "units_b": ["la-coy-0"],
        "signed": "2013",
        "pairs": pairs,
    }
    headers = {one.path: one.headers["en"] for one in columns(kind, listed={"pairs": 8})}
    third, eighth = headers["pairs[2].a"], headers["pairs[7].a"]
    assert eighth == third.replace("3", "8")
    assert body_of(kind, cells_of(kind, body))["pairs"] == pairs
