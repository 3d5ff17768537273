"""Numbers, units, dates and periods as each language writes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from twinline import reports
from twinline.figures.catalogue import packaged
from twinline.reports.language import Period, amount, date_said, number, period_said
from twinline.reports.words import LANGUAGES, packaged_toml
from twinline.times import span


def period(said_from, said_to):
    days = span(said_from, said_to)
    return Period(said_from, said_to, days.first, days.last)


def said(value, lang, unit, **more):
    return amount(value, lang, unit=unit, catalogue=packaged(), **more)


@pytest.mark.parametrize(
    ("lang", "thousand", "length"),
    [
        ("vi", "5.200", "468,281"),
        ("lo", "5.200", "468,281"),
        ("en", "5,200", "468.281"),
        ("fr", "5\u202f200", "468,281"),
    ],
)
def test_a_number_is_written_exactly_in_each_language(lang, thousand, length):
    assert number(5_200_000, lang) == thousand
    assert number(468_281, lang) == length


def test_a_qualifier_belongs_to_the_number():
    more = {"qualified": "more_than"}
    assert said(5_200_000, "en", "items", **more) == "more than 5,200 items"
    assert said(5_200_000, "vi", "items", **more) == "hơn 5.200 tin"
    assert said(5_200_000, "lo", "items", **more) == "ຫຼາຍກວ່າ 5.200 ຂໍ້ມູນ"
    assert said(5_200_000, "fr", "items", **more) == "plus de 5\u202f200 informations"


def test_a_rounded_number_says_to_what():
    rounded = {"qualified": "rounded", "precision": 1_000_000}
    assert said(48_000_000, "en", "pills", **rounded) == "48,000 pills (rounded to 1,000)"
    assert said(48_000_000, "fr", "pills", **rounded) == "48\u202f000 comprimés (arrondi à 1\u202f000)"


def test_one_of_something_is_singular_where_the_language_has_one():
    assert (said(1000, "en", "cases"), said(2000, "en", "cases")) == ("1 case", "2 cases")
    assert (said(1000, "fr", "cases"), said(1500, "fr", "cases"), said(2000, "fr", "cases")) == (
        "1 affaire",
        "1,5 affaire",
        "2 affaires",
    )
    assert (said(1000, "vi", "cases"), said(2000, "vi", "cases")) == ("1 vụ", "2 vụ")


def test_a_range_shows_both_ends():
    assert said(15_000, "en", "million_usd_per_year", upper=20_000) == "15–20 million USD per year"


def test_a_percentage_stands_close_and_in_french_a_little_apart():
    assert said(80_000, "en", "percent") == "80%"
    assert said(80_000, "fr", "percent") == "80\u202f%"


def test_a_unit_nobody_declared_is_shown_as_said():
    assert said(3000, "en", "baskets") == "3 baskets"


def test_a_partial_date_keeps_its_size():
    assert [date_said(text, "en") for text in ("2022", "2022-08", "2022-08-05")] == [
        "2022",
        "August 2022",
        "5 August 2022",
    ]
    assert date_said("2022-08-01", "fr") == "1er août 2022"
    assert date_said("2022-08-05", "vi") == "ngày 5 tháng 8 năm 2022"
    assert date_said("2022-08-05", "lo") == "ວັນທີ 5 ສິງຫາ 2022"


@pytest.mark.parametrize(
    ("start", "end", "nature", "en", "fr"),
    [
        (None, None, "flow", "no period given", "sans période indiquée"),
        (None, "2022-08", "stock", "as of August 2022", "situation en août 2022"),
        (None, "2014-12-31", "stock", "as of 31 December 2014", "situation au 31 décembre 2014"),
        (None, "2022-08", "flow", "to August 2022, start not given", "jusqu’en août 2022, début non indiqué"),
        ("2013-08-18", None, "flow", "since 18 August 2013", "depuis le 18 août 2013"),
        ("2012-01-01", "2022-08", "flow", "since 2012, to August 2022", "depuis 2012, jusqu’en août 2022"),
        ("2022-06-01", "2022-06-30", "flow", "June 2022", "juin 2022"),
        ("2020-01-01", "2020-12-31", "flow", "2020", "2020"),
        (
            "2021-01-01",
            "2022-03-31",
            "flow",
            "from 1 January 2021 to 31 March 2022",
            "du 1er janvier 2021 au 31 mars 2022",
        ),
        ("2022-10", "2023-05", "flow", "from October 2022 to May 2023", "d’octobre 2022 à mai 2023"),
        ("2022-07-22", "2022-07-22", "flow", "22 July 2022", "22 juillet 2022"),
        ("2022-08", "2022-08", "stock", "as of August 2022", "situation en août 2022"),
    ],
)
def test_every_shape_of_a_period_has_its_words(start, end, nature, en, fr):
    assert period_said(period(start, end), nature, "en") == en
    assert period_said(period(start, end), nature, "fr") == fr


def test_no_blank_stays_unfilled_in_any_language():
    for start, end in (
        (None, None),
        (None, "2022"),
        ("2022", None),
        ("2012-01-01", "2022-08"),
        ("2021-02", "2022-03-31"),
    ):
        for lang in LANGUAGES:
            for nature in ("flow", "stock"):
                assert "{" not in period_said(period(start, end), nature, lang)


def test_every_word_exists_in_every_language():
    words = packaged_toml("words.toml")
    for table in ("words", "qualifiers", "periods"):
        for name, texts in words[table].items():
            assert set(texts) == set(LANGUAGES), name
    assert set(words["unreviewed"]) == {"lo", "vi"}


def test_a_word_before_a_colon_has_the_space_that_french_puts_there():
    """Minutes are in Vietnamese and Lao alone."""
    for file in sorted(Path(reports.__file__).parent.glob("*.py")):
        by_hand = re.findall(r"\{word\([^}]*\}: ", file.read_text(encoding="utf-8"))
        assert not by_hand or file.name == "minutes.py", f"{file.name}: take records.words:named"
