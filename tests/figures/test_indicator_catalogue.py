"""The declared indicators, and what a faulty declaration is told."""

from __future__ import annotations

import pytest

from twinline.figures.catalogue import catalogue, packaged
from twinline.figures.errors import BadCatalogue
from twinline.figures.indicator import LANGUAGES, unit_code

UNITS = """[units.km]
vi = "{n} km"
lo = "{n} km"
en = { one = "{n} km", other = "{n} km" }
fr = { one = "{n} km", other = "{n} km" }
"""
LABELS = 'label = { vi = "a", lo = "b", en = "c", fr = "d" }\ndefinition = { vi = "a", lo = "b", en = "c", fr = "d" }\n'
SOUND = f'[length]\nunits = ["km"]\nnature = "stock"\n{LABELS}'


def declared(text, *, units=UNITS, classes=""):
    return catalogue({"line": text}, units=units, classes=classes)


def test_every_indicator_speaks_four_languages_and_says_which_are_unread():
    for indicator in packaged().indicators.values():
        assert set(indicator.label) == set(indicator.definition) == set(LANGUAGES)
        assert {"lo", "vi"} <= set(indicator.unreviewed)


def test_units_are_found_as_they_are_said():
    assert unit_code("million USD per year") in packaged().units
    assert unit_code("billion VND") in packaged().units


def test_the_digest_follows_the_meaning_not_the_file():
    first = declared(SOUND).digest
    assert first == catalogue({"other": SOUND}, units=UNITS, classes="").digest
    assert first != declared(SOUND.replace("stock", "flow")).digest
    assert first != declared(SOUND.replace('en = "c"', 'en = "C"')).digest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SOUND.replace("stock", "stocks"), "flow or stock"),
        (SOUND.replace('"km"', '"miles"'), "'miles' is not declared"),
        (SOUND.replace('lo = "b", ', ""), "vi, lo, en, fr"),
        (SOUND + 'colour = "red"\n', "unknown colour"),
        (SOUND + 'of_which = "sea"\n', "declared whole"),
        (SOUND + 'of_which = "length"\n', "declared whole"),
        (SOUND + 'counted = { kind = "patrol", measure = "km" }\n', "holds kind, measure, aggregate"),
        (SOUND + 'counted = { kind = "a", measure = "b", classes = ["@c"], aggregate = "sum" }\n', "no group"),
        (SOUND + 'counted = { kind = "a", measure = "b", classes = [], aggregate = "sum" }\n', "at least one"),
        (SOUND + 'counted = { kind = "a", measure = "b", aggregate = "mean" }\n', "aggregate must be"),
        (SOUND + 'counted = { kind = "a", measure = "b", aggregate = "sum", side = "FR" }\n', "side must be"),
        (
            SOUND + 'counted = { kind = "a", measure = "b", aggregate = "sum", also = [{ aggregate = "sum" }] }\n',
            "differs",
        ),
        ("[length", "not TOML"),
    ],
)
def test_a_faulty_declaration_is_refused_with_what_is_wrong(text, said):
    assert declared(SOUND)["length"].nature == "stock"
    with pytest.raises(BadCatalogue, match=said):
        declared(text)


def test_a_unit_without_a_plural_is_refused():
    with pytest.raises(BadCatalogue, match="en needs"):
        declared(SOUND, units=UNITS.replace('en = { one = "{n} km", other = "{n} km" }', 'en = "{n} km"'))
