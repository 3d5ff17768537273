"""The joint report: what stands in it, in which words, and that two nodes print the same."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fact_table import Row
from reports_world import World, fact_of, pressed, published

from twinline.figures.catalogue import packaged
from twinline.figures.errors import BadQuestion
from twinline.reports.as_html import Links, as_html
from twinline.reports.as_json import as_json, plain
from twinline.reports.as_text import WIDTH, as_text, width
from twinline.reports.collect import joint_report
from twinline.reports.declared import declared
from twinline.reports.words import LANGUAGES, word

LINKS = Links(
    figure=lambda indicator, unit, said: f"/f/{indicator}?as={said}&unit={unit}", record=lambda record: f"/r/{record}"
)
OURS = Row("ours", 3000, entry_id=901, standing="agreed", example=True)
_XK = {"side": "LA", "author": "la-xk", "about": "la-xk", "place": "la-xk"}
THEIRS = Row("theirs", 2000, entry_id=902, standing="disputed", example=True, **_XK)
needs_figures = pytest.mark.skipif(not published(), reason="the published figures are not packaged")


def row_of(report, indicator):
    return next(row for section in report.sections for row in section.rows if row.indicator.name == indicator)


def test_every_declared_indicator_stands_in_the_joint_report_once():
    names = declared("joint").indicators
    assert len(names) == len(set(names))
    assert set(names) == set(packaged().indicators)


def test_every_section_holds_the_indicators_that_name_it():
    for section in declared("joint").sections:
        assert {packaged()[name].section for name in section.indicators} == {section.name}


def test_each_voice_has_its_number_and_joint_counts_both():
    line = row_of(joint_report(World([OURS, THEIRS])), "drug_cases").counted[0]
    assert {voice: number.value for voice, number in line.voices.items()} == {
        "VN": 3000,
        "LA": 2000,
        "agreed": 3000,
        "joint": 5000,
    }
    assert line.not_yet_agreed == 2000


@needs_figures
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_all_figures_of_the_two_articles_stand_with_value_unit_period_and_place(lang):
    report = joint_report(pressed())
    text = as_text(report, lang)
    lines = {
        line.reference: (row, line) for section in report.sections for row in section.rows for line in row.returned
    }
    for row in published()[:45]:
        declared_row, line = lines[row["id"]]
        assert declared_row.indicator.name == row["indicator"]
        assert line.place == row["place_id"]
        assert (line.period.said_from or "", line.period.said_to or "") == (row["period_from"], row["period_to"])
        assert f"({row['id']})" in text
        assert line.url == row["source"]
        assert line.url in text
    assert ("more than 5,200 items" if lang == "en" else "plus de 5\u202f200 informations") in text
    assert ("468.281\xa0km" if lang == "en" else "468,281\xa0km") in text.replace(" km", "\xa0km")


@needs_figures
def test_every_published_figure_is_answered():
    report = joint_report(pressed())
    told = {line.reference for section in report.sections for row in section.rows for line in row.returned}
    assert told == {row["id"] for row in published()}


@needs_figures
def test_what_the_press_reported_is_neither_confirmed_nor_contested():
    for lang in LANGUAGES:
        text = " ".join(as_text(joint_report(pressed()), lang).split())
        assert text.count(word("standing_stated", lang)) >= 45
        assert word("press", lang) in text


@needs_figures
def test_an_unclear_unit_keeps_its_flag():
    report = joint_report(pressed())
    line = next(line for line in row_of(report, "illegal_crossing_persons").returned if line.reference == "pf-040")
    assert line.inferred
    assert "partly inferred" in as_text(report, "en")


def test_an_example_carries_the_word_in_every_form():
    report = joint_report(World([OURS, THEIRS]))
    for lang, mark in {"vi": "VÍ DỤ", "lo": "ຕົວຢ່າງ", "en": "EXAMPLE", "fr": "EXEMPLE"}.items():
        assert mark in as_text(report, lang)
        assert f'<strong class="example">{mark}</strong>' in as_html(report, lang, LINKS)
    assert plain(report)["example"] is True
    plainly = joint_report(World([replace(OURS, example=False)]))
    assert "EXAMPLE" not in as_text(plainly, "en")
    assert plain(plainly)["example"] is False


def test_two_nodes_that_hold_the_same_print_the_same_bytes():
    rows = [OURS, THEIRS, Row("only-here", 9000, held_from=None, arrived_from=3)]
    here = World(rows)
    there = World(
        [replace(row, arrived_from=row.arrived_from + 77, entry_id=row.entry_id + 5) for row in reversed(rows[:2])]
    )
    assert as_json(joint_report(here)) == as_json(joint_report(there))
    assert as_text(joint_report(here), "fr") == as_text(joint_report(there), "fr")
    other = World([replace(OURS, value=4000), THEIRS])
    assert as_json(joint_report(here)) != as_json(joint_report(other))


def test_the_json_is_canonical_and_names_its_cut_and_definitions():
    text = as_json(joint_report(World([OURS])))
    read = json.loads(text)
    assert text == json.dumps(read, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    assert [head["feed"] for head in read["cut"]] == ["a" * 64, "b" * 64]
    assert read["definitions"] == packaged().digest
    assert read["known_on"].endswith("+07:00")
    assert not re.search(r"arrived|entry_id|node", text)


def test_a_record_kept_to_fewer_readers_changes_no_byte():
    hidden = Row("hidden", 9000, audience_id=2)
    assert as_json(joint_report(World([OURS, hidden]))) == as_json(joint_report(World([OURS])))
    assert as_json(joint_report(World([OURS, replace(hidden, audience_id=1)]))) != as_json(joint_report(World([OURS])))


def test_nobody_known_reads_nothing():
    assert not list(joint_report(World([OURS]), readers=("stranger",)).lines())


@needs_figures
def test_a_report_known_earlier_does_not_hold_what_came_later():
    late = {"pf-001", "pf-002"}
    rows = [
        replace(fact_of(n, row), held_from=500 if row["id"] in late else 100) for n, row in enumerate(published(), 1)
    ]
    early = joint_report(World(rows), known_on=499)
    told = {line.record for row in early.sections[0].rows for line in row.returned}
    assert "record-pf-003" in told
    assert not told & {f"record-{name}" for name in late}


@needs_figures
def test_a_period_narrows_what_was_returned():
    report = joint_report(pressed(), since="2022-06", until="2022-06")
    told = {line.reference for section in report.sections for row in section.rows for line in row.returned}
    assert told == {"pf-022", "pf-023", "pf-024", "pf-025", "pf-026"}


def test_a_period_or_report_that_does_not_exist_is_refused():
    with pytest.raises(BadQuestion, match="needs dates"):
        joint_report(World([]), since="June")
    with pytest.raises(BadQuestion, match="no report named"):
        joint_report(World([]), name="disjoint")


@needs_figures
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_keeps_to_its_width_but_for_addresses(lang):
    long = [line for line in as_text(joint_report(pressed(OURS, THEIRS)), lang).splitlines() if width(line) > WIDTH]
    assert [line for line in long if "http" not in line] == []


class Outline(HTMLParser):
    """What the fragment is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@needs_figures
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_html_is_whole_captioned_scoped_and_bare_of_style(lang):
    outline = Outline()
    outline.feed(as_html(joint_report(pressed(OURS, THEIRS)), lang, LINKS))
    assert outline.open == []
    names = [tag for tag, _ in outline.tags]
    assert names.count("caption") == names.count("table") > 0
    assert all("scope" in attributes for tag, attributes in outline.tags if tag == "th")
    assert not any("style" in attributes or tag in ("style", "script") for tag, attributes in outline.tags)
    assert outline.tags[0] == ("section", {"class": "report", "lang": lang})


def test_every_figure_in_the_html_leads_to_what_is_behind_it():
    page = as_html(joint_report(World([OURS, THEIRS])), "en", LINKS)
    assert '<a href="/f/drug_cases?as=joint&amp;unit=cases">5</a>' in page
    assert '<a href="/f/drug_cases?as=stated:LA&amp;unit=cases">2</a>' in page


def test_what_a_source_says_is_escaped_and_never_followed_elsewhere():
    row = Row("r", 1000, kind="return", measure="border_length", cls="", unit="<km>", returned=True, entry_id=7)
    world = World([row], {7: {"basis": "press", "source": {"url": "javascript:alert(1)", "ref": "<b>"}}})
    page = as_html(joint_report(world), "en", LINKS)
    assert "<km>" not in page
    assert 'href="javascript' not in page


def test_zero_and_silence_do_not_look_alike():
    silent = as_text(joint_report(World([])), "en")
    assert "Counted from records: no record to count" in silent
    zero = as_text(joint_report(World([replace(OURS, value=0)])), "en")
    assert "Counted from records: 0 cases" in zero
