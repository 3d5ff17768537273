"""The calendar as a file: iCalendar as RFC 5545 wants it, read by a strict reader of our own; text and JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.border import Border
from twinline.records.holidays import unknown
from twinline.reports import calendar
from twinline.reports.calendar_commands import calendar as command
from twinline.reports.icalendar import Event, as_icalendar
from twinline.store.reading import Reader
from twinline.times import days_of, from_rfc3339

NOW = from_rfc3339("2026-01-05T09:00:00+07:00")
NAME = re.compile(r"[A-Z][A-Z0-9-]*\Z")
UNESCAPED = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n"}
#: What an event must have once, and may have once, of what we write.
ONCE, AT_MOST = {"UID", "DTSTAMP", "DTSTART", "SUMMARY"}, {"DTEND", "DESCRIPTION", "CATEGORIES", "TRANSP"}

Lines = list[tuple[str, dict[str, str], str]]


def unfolded(told: bytes) -> Lines:
    """Return name, parameters and value of each content line; raises where a line isn't as the standard wants it."""
    assert told.endswith(b"\r\n")
    raw = told[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in raw)
    assert all(len(line) <= 75 for line in raw)
    whole: list[bytes] = []
    for line in raw:
        line.decode("utf-8")  # no character is cut in two
        if line.startswith(b" "):
            whole[-1] += line[1:]
        else:
            whole.append(line)
    found = []
    for line in whole:
        head, _, value = line.decode("utf-8").partition(":")
        name, *more = head.split(";")
        assert NAME.match(name), line
        assert not re.search(r"[\x00-\x1f\x7f]", value), line
        found.append((name, dict(one.split("=") for one in more), value))
    return found


def text(value: str) -> str:
    """Return a TEXT value as it was; raises where something in it should have been escaped."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", re.sub(r"\\[;,n]", "", value)), value
    assert re.fullmatch(r"(?:[^\\]|\\[\\;,n])*", value), value
    return re.sub(r"\\[\\;,n]", lambda found: UNESCAPED[found[0]], value)


def events(told: bytes) -> list[dict[str, tuple[dict[str, str], str]]]:
    """Return the events of a calendar, each with its properties."""
    lines = unfolded(told)
    assert lines[0] == ("BEGIN", {}, "VCALENDAR")
    assert lines[-1] == ("END", {}, "VCALENDAR")
    assert ("VERSION", {}, "2.0") in lines
    assert sum(name == "PRODID" for name, _, _ in lines) == 1
    found: list[dict[str, tuple[dict[str, str], str]]] = []
    inside = False
    for name, more, value in lines[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            assert not inside
            inside = True
            found.append({})
        elif (name, value) == ("END", "VEVENT"):
            inside = False
            assert set(found[-1]) >= ONCE
        elif inside:
            assert name in ONCE | AT_MOST
            assert name not in found[-1]
            found[-1][name] = (more, value)
            if name in ("DTSTART", "DTEND") and more:
                assert more == {"VALUE": "DATE"}
                assert re.fullmatch(r"\d{8}", value)
            elif name in ("DTSTAMP", "DTSTART", "DTEND"):
                assert re.fullmatch(r"\d{8}T\d{6}Z", value)
    assert not inside
    uids = [one["UID"][1] for one in found]
    assert len(uids) == len(set(uids))
    return found


SIGNS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)


@given(SIGNS)
@settings(max_examples=150)
def test_any_text_comes_back_as_it_was_said(said: str) -> None:
    plain = "".join(sign for sign in said.replace("\r\n", "\n").replace("\r", "\n") if sign == "\n" or sign >= " ")
    plain = plain.replace("\x7f", "")
    (one,) = events(as_icalendar([Event("u", said, 20000, 20000, 0)], name="n", lang="lo"))
    assert text(one["SUMMARY"][1]) == plain
    assert one["SUMMARY"][0] == {"LANGUAGE": "lo"}


def test_days_are_dates_and_end_on_the_day_after() -> None:
    first, last = days_of("2026-04-14")[0], days_of("2026-04-16")[1]
    whole = Event("a", "Pi Mai", first, last, NOW)
    instant = Event("b", "Answer", first, first, NOW, at=from_rfc3339("2026-04-14T09:30:00+07:00"))
    one, other = events(as_icalendar([whole, instant], name="n", lang="en"))
    assert one["DTSTART"] == ({"VALUE": "DATE"}, "20260414")
    assert one["DTEND"] == ({"VALUE": "DATE"}, "20260417")
    assert other["DTSTART"] == ({}, "20260414T023000Z")
    assert "DTEND" not in other
    assert one["DTSTAMP"] == ({}, "20260105T020000Z")


@pytest.mark.parametrize(
    "broken",
    [
        b"BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX:" + b"a" * 80 + b"\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nX:" + "ກ".encode()[:2] + b"\r\n " + "ກ".encode()[2:]
        + b"\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
)  # fmt: skip
def test_the_reader_of_this_test_finds_what_is_wrong(broken: bytes) -> None:
    with pytest.raises((AssertionError, UnicodeDecodeError)):
        events(broken)
    with pytest.raises(AssertionError):
        text("one, two")


def told(border: Border, lang: str = "vi", month: str = "2026-02") -> bytes:
    reader = Reader.of_node(border.vn.ledger)
    found = calendar.entries(border.vn.ledger, reader, *days_of(month), now=NOW)
    return calendar.as_ics(found, lang, organisation="vn-na", absent={})


def test_an_event_keeps_its_uid_when_its_day_moves(border: Border) -> None:
    talks = {"type": "talks", "when": "2026-02-03", "place": "vn-na", "counterparts": ["la-xk"], "example": True}
    said = border.vn.say("activity", talks)

    def ours() -> dict[str, tuple[dict[str, str], str]]:
        return next(one for one in events(told(border)) if said.record in one["UID"][1])

    before = ours()
    assert told(border) == told(border)
    assert text(before["SUMMARY"][1]).endswith("[VÍ DỤ]")
    border.vn.amend(said.record, {**talks, "when": "2026-02-10"})
    after = ours()
    assert after["UID"] == before["UID"]
    assert (before["DTSTART"][1], after["DTSTART"][1]) == ("20260203", "20260210")
    assert after["DTSTAMP"][1] > before["DTSTAMP"][1]


@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
def test_festivals_of_both_countries_stand_in_it_in_the_reader_s_language(border: Border, lang: str) -> None:
    found = events(told(border, lang, "2026"))
    assert len(found) == 18
    assert {one["UID"][1] for one in found} >= {"tet.2026.twinline", "bunpimay.2026.twinline"}
    assert any(one["DTSTART"][1] == "20260217" for one in found)


def run(border: Border, *arguments: str) -> tuple[int, str]:
    environ = {"TWINLINE_NODE": str(border.vn.ledger.folder)}
    done = CliRunner().invoke(command, arguments, env=environ)
    return done.exit_code, done.output


def test_the_command_tells_it_in_three_forms(border: Border, tmp_path: Path) -> None:
    signed = {"level": "village", "units_a": ["vn-v-muong-phu"], "units_b": ["la-v-nam-tay"], "signed": "2024-02-18"}
    said_there = border.vn.say("twinning", signed)
    span = ("--from", "2026-02", "--to", "2026-02")
    code, said = run(border, *span, "--lang", "fr")
    assert code == 0
    assert said.startswith(
        "17 février 2026\n  jour férié au Vietnam\u00a0: Têt, nouvel an vietnamien – 19 février 2026\n"
    )
    values = json.loads(run(border, *span, "--json")[1])
    assert [(one["what"], one["first"]) for one in values] == [
        ("holiday_vn", "2026-02-17"), ("anniversary", "2026-02-18")
    ]  # fmt: skip
    assert (values[1]["record"], values[1]["number"]) == (said_there.record, 2)
    out = tmp_path / "calendar.ics"
    assert run(border, *span, "--format", "ics", "--out", str(out)) == (0, "")
    assert len(events(out.read_bytes())) == len(values)
    assert run(border, "--from", "2026-06", "--to", "2026-06", "--lang", "en")[1].startswith("Nothing is due")


@pytest.mark.parametrize("asked", [("--from", "June"), ("--to", "1990"), ("--from", "2020", "--to", "2030")])
def test_a_span_that_is_none_is_refused_in_one_sentence(border: Border, asked: tuple[str, ...]) -> None:
    code, said = run(border, *asked, "--lang", "en")
    assert code == 2
    assert "--to" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
def test_each_form_says_which_festivals_nobody_here_knows_the_day_of(border: Border, tmp_path: Path, lang: str) -> None:
    span = ("--from", "2028-10-01", "--to", "2028-12-31", "--lang", lang)
    names = [one.names.to(lang) for one in unknown(2028)]
    (said,) = calendar.absent_told(calendar.absent(*days_of("2028")), lang)
    assert "2028" in said
    assert all(name in said for name in names)
    assert said in run(border, *span)[1]
    out = tmp_path / "calendar.ics"
    assert run(border, *span, "--format", "ics", "--out", str(out)) == (0, "")
    (noted,) = [one for one in events(out.read_bytes()) if text(one["SUMMARY"][1]) == said]
    assert (noted["DTSTART"][1], noted["DTEND"][1]) == ("20280101", "20280102")
    left_out = [one for one in json.loads(run(border, *span, "--json")[1]) if one["what"] == "day_not_known"]
    assert [one["names"][lang] for one in left_out] == names
    assert {(one["first"], one["last"]) for one in left_out} == {("2028-01-01", "2028-12-31")}


def test_of_a_year_in_which_all_are_known_no_form_says_so(border: Border) -> None:
    assert calendar.absent(*days_of("2027")) == {}
    span = ("--from", "2027-10-01", "--to", "2027-12-31")
    assert "absent" not in run(border, *span, "--format", "ics")[1]
    assert "day_not_known" not in run(border, *span, "--json")[1]
