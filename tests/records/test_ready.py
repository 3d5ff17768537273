"""Ready sentences: a closed list, blanks that hold no name, and each reader's own language."""

from __future__ import annotations

from typing import Any

import pytest

from twinline import records
from twinline.records import ready
from twinline.records.data import codes, rows
from twinline.records.registry import KINDS
from twinline.records.rights import forbidden_field
from twinline.records.words import LANGUAGES

NOTICE = KINDS["notice"].sample[1]
MEND = {"code": "mend_together", "marker": "405", "day": "2026-06-05"}
PATROL = KINDS["patrol"].sample[1]


def found(kind: str, body: dict[str, Any], *sentences: Any) -> list[tuple[str, str]]:
    return [(one.field, one.rule) for one in records.validate(kind, {**body, "sentences": list(sentences)})]


def test_each_reader_has_it_in_his_own_language() -> None:
    body = {**PATROL, "sentences": [MEND, {"code": "thank_you"}]}
    assert records.validate("patrol", body) == []
    said = {lang: dict(records.describe("patrol", body, lang))[ready.LABEL.to(lang)] for lang in LANGUAGES}
    assert said["en"].startswith("Marker 405 has to be mended; we propose to do it together on 5 June 2026. Thank you")
    assert said["vi"].startswith("Mốc 405 cần sửa; đề nghị hai bên cùng làm vào ngày 05/06/2026.")
    assert "ຫຼັກໝາຍ 405 ຕ້ອງສ້ອມແປງ" in said["lo"]
    assert len(set(said.values())) == 4
    assert records.facts("patrol", body) == records.facts("patrol", PATROL)
    assert records.registry.essentials("patrol", body) == records.registry.essentials("patrol", PATROL)


def test_an_organisation_in_a_blank_bears_its_name_in_the_readers_language() -> None:
    body = {**PATROL, "sentences": [{"code": "paper_follows", "organisation": "la-xk"}]}
    assert any("Xiêng Khoảng" in text for _, text in records.describe("patrol", body, "vi"))
    assert any("ຊຽງຂວາງ" in text for _, text in records.describe("patrol", body, "lo"))


@pytest.mark.parametrize(
    ("sentence", "at", "rule"),
    [
        ({"code": "mend_together", "marker": "405"}, "sentences[0].day", "missing"),
        ({**MEND, "number": 3}, "sentences[0].number", "no_such_blank"),
        ({**MEND, "day": "soon"}, "sentences[0].day", "not_a_date"),
        ({**MEND, "marker": "the old one"}, "sentences[0].marker", "wrong_form"),
        ({**MEND, "text": "or so"}, "sentences[0].text", "unknown_field"),
        ({"code": "water_rising", "marker": "405"}, "sentences[0].code", "not_in_list"),
        (
            {"code": "meet_on", "day": "2026-06-05", "time": "25:00", "organisation": "la-xk"},
            "sentences[0].time",
            "wrong_form",
        ),
        ({"marker": "405"}, "sentences[0].code", "missing"),
    ],
)
def test_a_sentence_that_is_not_one_of_the_kinds_or_is_not_filled_is_refused(
    sentence: dict[str, Any], at: str, rule: str
) -> None:
    assert (at, rule) in found("patrol", PATROL, sentence)


def test_every_kind_that_tells_something_has_some_and_those_of_a_kind_come_first() -> None:
    for name, kind in KINDS.items():
        assert ("sentences" in kind.fields) == (name not in ready.WITHOUT)
    for name in set(KINDS) - ready.WITHOUT:
        own = [code for code, one in ready.patterns().items() if name in one.kinds]
        assert own, f"{name} has no sentence of its own"
        assert list(ready.of_kind(name))[: len(own)] == own
    assert found("notice", NOTICE, {"code": "water_rising", "marker": "405"}) == []


def test_the_table_is_whole_and_no_blank_takes_free_words() -> None:
    table = rows("sentences")
    assert len({row["code"] for row in table}) == len(table)
    for row in table:
        blanks = {lang: sorted(ready.blanks_of(row[lang])) for lang in LANGUAGES}
        assert all(told == blanks["en"] for told in blanks.values()), row["code"]
        assert len(set(blanks["en"])) == len(blanks["en"])
        assert set(blanks["en"]) <= set(ready.Ready.BLANKS)
        assert set(codes(row["kinds"])) <= set(KINDS) - ready.WITHOUT
        assert all(row[lang].strip() == row[lang] != "" for lang in LANGUAGES)
        assert not any(forbidden_field(row[lang]) for lang in LANGUAGES), row["code"]
    # Control: a blank that one language lacks would be seen.
    assert sorted(ready.blanks_of("bis {day}")) != sorted(ready.blanks_of("bis dann"))
