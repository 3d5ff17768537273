"""A figure copied as a sentence: nothing is left blank, and its number is the figure's."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from babel.numbers import parse_decimal
from click.testing import CliRunner
from fact_table import Row, returned
from hypothesis import given, settings
from hypothesis import strategies as st
from reports_world import World, pressed, published

from twinline.figures.catalogue import packaged
from twinline.figures.numbers import decimal_of
from twinline.reports import commands, sentence
from twinline.reports.language import Period
from twinline.reports.model import Names, Number
from twinline.times import days_of, end_of_day

LANGUAGES = ("vi", "lo", "en", "fr")
CATALOGUE = packaged()
KNOWN = end_of_day(days_of("2026-06-30")[1])


def told(world, *arguments, monkeypatch):
    monkeypatch.setattr(commands, "source_for", lambda folder: world)
    done = CliRunner().invoke(commands.figures, ["--sentence", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def number_in(text, lang, label):
    """Return the number that a sentence tells: the first one after the colon that follows its label."""
    after = text.split(label, 1)[1].split(": ", 1)[1].replace("\u202f", "").replace("\u00a0", "")
    digits = re.search(r"\d[\d.,]*", after)[0].rstrip(",.")
    # Grouped in thousands as the language groups: what is left is read exactly.
    return parse_decimal(digits, locale={"en": "en_GB"}.get(lang, lang))


def test_every_published_figure_gives_a_whole_sentence_in_four_languages(monkeypatch):
    rows = published()
    found = json.loads(told(pressed(), "--json", monkeypatch=monkeypatch))
    silent = ("no record to count", "no figure reported")
    said = [each for each in found if not any(word in each["sentence"]["en"] for word in silent)]
    assert len(said) == len(rows)
    for each in said:
        mine = [row for row in rows if row["indicator"] == each["indicator"]]
        for lang in LANGUAGES:
            text = each["sentence"][lang]
            whole = not re.search(r"[{}]|, ,|: ,|\(\)|,\s*[:;.]|None|;\s*\.", text)
            assert whole, text
            assert text.endswith("."), text
            label = CATALOGUE[each["indicator"]].label[lang]
            assert number_in(text, lang, label) in {Decimal(row["value"]) for row in mine}, text
            assert "press" in each["sentence"]["en"]
            # The page it was published on and the day known on stand in it.
            assert any(row["source"].split("/")[2].removeprefix("www.") in text for row in mine)
            assert "2026" in text


def test_a_sentence_names_period_place_source_and_the_day_known_on(monkeypatch):
    world = World([Row("a", 2000, standing="disputed", place="vn-na-d-ky-son"), Row("b", 3000)])
    asked = (
        "drug_cases",
        "--place",
        "vn-na-d-ky-son",
        "--from",
        "2022-01",
        "--to",
        "2022-03",
        "--known-on",
        "2026-06-30",
    )
    world_day = Row("a", 1000, place="vn-na-d-ky-son", day_from=19010, day_to=19010, standing="agreed")
    text = told(World([world_day]), *asked, "--as", "agreed", monkeypatch=monkeypatch)
    assert text == (
        "Drug cases, Ky Son district, from January 2022 to March 2022: 1 case, agreed by both sides; "
        "as known on 30 June 2026.\n"
    )
    text = told(
        world, "drug_cases", "--as", "stated:VN", "--known-on", "2026-06-30", "--lang", "fr", monkeypatch=monkeypatch
    )
    assert text.endswith(
        "\u00a0: 5 affaires (dont pas encore convenu\u00a0: 2 affaires), selon le Vietnam\u202f; tel que connu le "
        "30 juin 2026.\n"
    )


def test_nothing_found_is_said_and_is_no_zero(monkeypatch):
    text = told(World([]), "drug_cases", "--known-on", "2026-06-30", monkeypatch=monkeypatch)
    assert "no record to count" in text
    assert "0" not in text.split(": ")[1].split(";")[0]


def test_an_example_says_so_first(monkeypatch):
    text = told(World([Row("a", example=True)]), "drug_cases", monkeypatch=monkeypatch)
    assert text.startswith("EXAMPLE. ")


def test_what_an_organisation_reports_names_it_and_what_the_other_side_said(monkeypatch):
    text = told(World([returned("r", "drug_cases", 9000, standing="agreed")]), "drug_cases", monkeypatch=monkeypatch)
    assert "reported by Nghe An (confirmed by the other side)" in text


numbers = st.builds(
    Number,
    st.integers(0, 10**12),
    st.none(),
    st.sampled_from(("exact", "more_than", "about", "at_least", "nearly", "over")),
)
spans = st.sampled_from(
    (None, Period("2022-06", "2022-06", *days_of("2022-06")), Period(None, "2022-08", None, days_of("2022-08")[1]))
)


@settings(max_examples=150, deadline=None)
@given(numbers, spans, st.sampled_from(LANGUAGES), st.sampled_from(("VN", "LA", "agreed", "joint")), st.data())
def test_the_number_in_the_sentence_is_the_number_of_the_figure(number, period, lang, voice, data):
    indicator = data.draw(st.sampled_from(list(CATALOGUE.indicators.values())))
    count = sentence.Count(number, indicator.units[0], voice)
    text = sentence.of_count(count, indicator, sentence.Asked(KNOWN, period), Names({}), CATALOGUE, lang)
    assert number_in(text, lang, indicator.label[lang]) == decimal_of(number.value), text


def test_a_sentence_with_another_number_would_be_found():
    indicator = CATALOGUE["drug_cases"]
    asked = sentence.Asked(KNOWN)
    text = sentence.of_count(
        sentence.Count(Number(12_000), "cases", "joint"), indicator, asked, Names({}), CATALOGUE, "en"
    )
    assert number_in(text.replace("12", "13"), "en", indicator.label["en"]) != decimal_of(12_000)


@pytest.mark.parametrize(("lang", "one", "two"), [("en", "1 case,", "2 cases,"), ("fr", "1 affaire,", "2 affaires,")])
def test_the_unit_goes_with_the_number(lang, one, two):
    for value, said in ((1000, one), (2000, two)):
        count = sentence.Count(Number(value), "cases", "joint")
        text = sentence.of_count(count, CATALOGUE["drug_cases"], sentence.Asked(KNOWN), Names({}), CATALOGUE, lang)
        assert said in text


def test_what_stands_on_a_day_is_not_told_without_one(monkeypatch):
    kept = Row("a", 1000, kind="programme_status", measure="communes", cls="kept_clean", unit="communes")
    world, lacking = World([kept]), "no day was asked"
    asked = "communes_kept_drug_free"
    assert lacking in told(world, asked, monkeypatch=monkeypatch)
    assert "as of" not in told(world, asked, monkeypatch=monkeypatch)
    # The controls: a period's last day, or the day known on, is the day; what happened takes none.
    assert lacking not in told(world, asked, "--to", "2026-03-31", monkeypatch=monkeypatch)
    assert "as of 30 June 2026" in told(world, asked, "--known-on", "2026-06-30", monkeypatch=monkeypatch)
    assert lacking not in told(world, "drug_cases", monkeypatch=monkeypatch)


def test_of_silence_a_sentence_says_where_it_was_looked_for_and_nobody_agrees_to_it(monkeypatch):
    def said(indicator, voice):
        return told(World([]), indicator, "--as", voice, "--known-on", "2026-06-30", monkeypatch=monkeypatch)

    assert "all periods: no record to count, in what both sides agreed;" in said("drug_cases", "agreed")
    assert "all periods: no figure reported, in what both sides hold;" in said("lao_high_school_students", "joint")
    assert "no record to count, according to Vietnam;" in said("drug_cases", "stated:VN")
    assert ": 2 cases, agreed by both sides;" in told(
        World([Row("a", 2000, standing="agreed")]), "drug_cases", "--as", "agreed", monkeypatch=monkeypatch
    )


def test_what_an_indicator_is_called_reads_alone_in_a_sentence():
    begun = ("of which", "dont ", "trong đó", "ໃນນັ້ນ")
    for one in CATALOGUE.indicators.values():
        assert not any(label.lower().startswith(begun) for label in one.label.values()), one.name
