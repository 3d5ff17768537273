"""Every field there is stands in one list; a field more, anywhere, is found."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests.border import Border, carry, incident
from tests.store.pictures import photo
from tools.rights import LIST, NOW, whole_list
from twinline.desk import drawing
from twinline.desk.house import drawn
from twinline.exchange import conversation, dictionary, door, frames, message, packing
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.node import mail
from twinline.node.rights import beside, commands, gathering, travelling
from twinline.node.rights.field import HEADINGS, VOCABULARIES, Difference, Field, as_list, differences, listed, ruled
from twinline.records import registry
from twinline.records.fields import Text
from twinline.records.kinds.patrol import Patrol
from twinline.records.words import LANGUAGES, words
from twinline.reports import cubed
from twinline.sentences import Sentence
from twinline.sheets import answering, columns, writing
from twinline.store import attachments, passing, restoring, rostering
from twinline.store.commands import rounds
from twinline.store.ledger import Ledger, open_ledger

SPY = words(vi="tôn giáo", lo="ສາສະໜາ", en="religion", fr="religion")


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Path:
    """A node with all its databases, and the accounts' that its pages ask."""
    folder = tmp_path_factory.mktemp("whole") / "node"
    with django_db_blocker.unblock():
        whole_list(folder)
    return folder


@pytest.fixture
def ledger(node: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Ledger]:
    with django_db_blocker.unblock():
        yield open_ledger(node)


@pytest.fixture(scope="module")
def whole(node: Path, django_db_blocker: DjangoDbBlocker) -> list[Field]:
    with django_db_blocker.unblock():
        return gathering.everything(open_ledger(node), now=NOW)


@pytest.fixture
def patrols_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The forms and sheets of one kind: drawing those of all takes long, and ``whole`` has done it."""
    kinds = {"patrol": registry.KINDS["patrol"]}
    monkeypatch.setattr(gathering, "registry", SimpleNamespace(KINDS=kinds, ACTS={}, json_schema=registry.json_schema))


def unlisted(source: Iterable[gathering.Found]) -> set[tuple[str, str]]:
    """Return where and field of what a source gives and the list doesn't have."""
    return {(where, field) for where, field, *_ in source} - {(row["where"], row["field"]) for row in listed()}


def test_the_list_in_the_package_is_what_a_node_really_has(whole: list[Field]) -> None:
    assert as_list(whole) == LIST.read_text(encoding="utf-8"), "run tools/rights.py and look at what differs"
    assert commands.suspicious(whole) == []
    assert len(whole) > 1500


def test_a_node_that_has_exchanged_and_looked_for_pictures_has_no_other(
    border: Border, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        border.vn.say("incident", incident())
        carry(border.vn, border.la)
        for side in (border.vn, border.la):
            passing.wanted(side.ledger, ())
    found = list(gathering.databases(border.la.ledger.folder))
    assert {where.partition(":")[0] for where, *_ in found} >= {"ledger.sqlite3", "attachments/index.sqlite3"}
    assert unlisted(found) == set()


def test_what_leaves_a_node_that_was_moved_robbed_and_reformed_is_listed_too(
    border: Border, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        now, named = border.clock, {"names": {"en": "X"}, "parent": None, "since": None, "until": None}
        stolen = border.vn.ledger.node.id
        carry(border.vn, border.la)
        na = restoring.recover(border.vn.ledger.folder, now=now()).ledger
        rostering.revoke(na, stolen, sizes={}, reason="stolen", now=now())
        rostering.new_key(na, now=now())
        rostering.add(na, "vn-na-x", hosted=False, now=now(), **named)
        rostering.end(na, "vn-na-x", on="2025-06-30", successors=["vn-na"], since="2025-07-01", now=now())
        rostering.reads(na, "vn-na", "vn-na-x", now=now())
        found = list(travelling.everything(na, NOW))
    assert {where for where, *_ in found} >= {"roster: revoke", "roster: succession", "roster: acknowledge"}
    assert unlisted(found) == set()


def test_no_frame_of_a_message_or_a_stick_has_a_head_that_is_not_listed(
    border: Border, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        shelf = LedgerShelf(border.vn.ledger)
        for _ in range(2):
            border.vn.say("incident", incident())
            carry(border.vn, border.la)
        border.vn.say("incident", incident(attachments=[attachments.keep(border.vn.ledger, photo(), "goods")]))
        (peer,) = shelf.peers()
        stick = packing.pack(shelf, peer, conversation.BUNDLE, at_ms=NOW)
        thin = message.Limits(300, 4_000)
        sent = packing.compose(shelf, peer, conversation.REQUEST_2, at_ms=NOW, theirs={}, limits=thin)
        raw = [b"".join(stick.chunks()), b"".join(sent.chunks())]
        stick.close()
    seen = set()
    for compressed in raw:
        told = dictionary.decompressor(1 << 23).stream_reader(io.BytesIO(compressed), read_across_frames=True)
        source = io.BufferedReader(io.BytesIO(told.read()))
        seen |= {(f"parcel: frame {one.kind}", name) for one in frames.read_all(source) for name in one.header}
    assert {where for where, _ in seen} >= {f"parcel: frame {kind}" for kind in ("have", "part", "blob", "receipts")}
    assert seen <= {(row["where"], row["field"]) for row in listed()}


def test_a_column_more_in_any_database_is_found(ledger: Ledger) -> None:
    with closing(sqlite3.connect(ledger.folder / "sealed" / "parts.sqlite3")) as database:
        database.execute("ALTER TABLE part ADD COLUMN ethnic_group TEXT")
        told = unlisted(gathering.databases(ledger.folder))
        database.execute("ALTER TABLE part DROP COLUMN ethnic_group")
    assert told == {("sealed/parts.sqlite3: part", "ethnic_group")}


def test_a_database_nobody_expects_is_found_whatever_it_is_called(ledger: Ledger) -> None:
    beside = ledger.folder / "notes.txt"
    with closing(sqlite3.connect(beside)) as database:
        database.execute("CREATE TABLE wanted (full_name TEXT)")
    told = unlisted(gathering.databases(ledger.folder))
    beside.unlink()
    assert told == {("notes.txt: wanted", "full_name")}


def test_a_file_nobody_expects_is_found_and_one_that_is_not_there_yet_lacks_nothing(ledger: Ledger) -> None:
    kept = ledger.folder / "sealed" / "names.csv"
    kept.write_text("x", encoding="utf-8")
    told = unlisted(beside.folder(ledger.folder))
    kept.unlink()
    assert told == {("folder", "sealed/names.csv")}
    assert unlisted(beside.folder(ledger.folder)) == set()
    (ledger.folder / "mail.toml").unlink(missing_ok=True)
    assert {field for _, field, *_ in beside.folder(ledger.folder)} >= {"mail.toml", "keys/mail.password"}


def test_a_cookie_a_header_or_a_word_in_a_file_s_head_more_is_found(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spying(view):
        def told(request):
            answer = view(request)
            answer["X-Seen-As"] = "officer"
            answer.set_cookie("seen", "1")
            return answer

        return told

    monkeypatch.setattr(settings, "MIDDLEWARE", [*settings.MIDDLEWARE, f"{__name__}.spy"])
    monkeypatch.setitem(globals(), "spy", spying)
    monkeypatch.setitem(door.HARMLESS, "X-Seen-By", "exchange")  # no middleware stands before that door
    bare = beside.as_docx

    def named(*asked: object) -> bytes:
        raw = io.BytesIO(bare(*asked))
        with zipfile.ZipFile(raw, "a") as packed:
            packed.writestr("docProps/custom.xml", "<p><name>somebody</name></p>")
        return raw.getvalue()

    monkeypatch.setattr(beside, "as_docx", named)
    told = unlisted(beside.heads(ledger, NOW))
    assert told == {
        *((f"headers: {what}", "X-Seen-As") for what in ("page", "program")), ("headers: exchange", "X-Seen-By"),
        ("cookie", "*_seen"), ("head: docx", "docProps/custom.xml name"),
    }  # fmt: skip


def test_a_field_more_in_a_kind_is_found_in_its_schema_its_form_and_its_sheet(
    ledger: Ledger, patrols_alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Spying(Patrol):
        name = "patrol"
        belief = Text(SPY)

    monkeypatch.setitem(registry.KINDS, "patrol", Spying)
    monkeypatch.setitem(gathering.registry.KINDS, "patrol", Spying)
    registry._schema.cache_clear()
    sources = [list(gathering.schemas()), list(gathering.boxes(ledger, NOW)), list(gathering.sheets())]
    registry._schema.cache_clear()
    assert [unlisted(source) for source in sources] == [{("record: patrol", "belief")}] * 3


def test_a_box_that_only_the_form_has_is_found(
    ledger: Ledger, patrols_alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = drawing.Pen.draw

    def with_more(self: drawing.Pen, *asked: object) -> list[object]:
        found = drawn(self, *asked)  # type: ignore[arg-type]
        return [*found, replace(found[0], name="religion")]

    monkeypatch.setattr(drawing.Pen, "draw", with_more)
    assert ("record: patrol", "religion") in unlisted(gathering.boxes(ledger, NOW))


def test_a_column_that_only_the_sheet_has_is_found(patrols_alone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(columns.BESIDE, "spied", Sentence("belief"))
    monkeypatch.setattr(writing, "_beside", lambda row, lang: [])
    assert unlisted(gathering.sheets()) == {("sheet", "belief")}


def test_a_column_more_in_a_month_s_sheet_is_found(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unlisted(gathering.outputs(ledger, NOW)) == set()
    monkeypatch.setattr(answering, "HEADS", {**answering.HEADS, "spied": Sentence("belief")})
    assert unlisted(gathering.outputs(ledger, NOW)) == {("month sheet", "belief")}


def test_a_column_more_in_a_round_s_sheet_or_the_cube_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "COLUMNS", (*rounds.COLUMNS, "belief"))
    monkeypatch.setattr(cubed, "COLUMNS", (*cubed.COLUMNS, "belief"))
    assert unlisted([*gathering.round_sheet(), *gathering.tables()]) == {
        ("round sheet", "belief"), ("cube", "belief"),
    }  # fmt: skip


def test_a_word_more_in_a_calendar_a_mail_s_head_or_the_desk_s_map_is_found(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar, message, feature = gathering.as_icalendar, mail.message, drawn._feature

    def sent(*asked: Any, **told: Any) -> EmailMessage:
        made = message(*asked, **told)
        made["X-Mailer"] = "this machine"
        return made

    monkeypatch.setattr(gathering, "as_icalendar", lambda *a, **k: calendar(*a, **k) + b"ATTENDEE:mailto:x\r\n")
    monkeypatch.setattr(mail, "message", sent)
    monkeypatch.setattr(drawn, "_feature", lambda shape, spots, **said: feature(shape, spots, **said, belief=""))
    found = [*gathering.calendar(), *gathering.letter(NOW), *gathering.drawn_map(ledger, NOW)]
    assert unlisted(found) == {("calendar", "ATTENDEE"), ("head: mail", "X-Mailer"), ("map: geojson", "belief")}


def test_a_field_that_goes_is_found_but_a_database_that_is_not_there_yet_lacks_nothing(whole: list[Field]) -> None:
    found = [each for each in whole if not each.where.startswith("sealed/")]
    assert differences(found, listed()) == []
    short = [each for each in found if (each.where, each.field) != ("report", "label")]
    assert differences(short, listed()) == [Difference("gone", "report", "label")]


def test_a_field_called_like_what_may_not_be_recorded_is_told_even_if_it_is_in_the_list() -> None:
    spy = Field("record: patrol", "ethnic_group", "text to 40", ("record",))
    assert commands.suspicious([replace(ruled(spy), personal="no")]) == [replace(ruled(spy), personal="no")]
    assert commands.suspicious([Field("elsewhere: x", "colour", "text", ("stored",))])


def test_only_a_personal_part_and_what_it_is_looked_for_by_are_about_a_person_in_a_case() -> None:
    homes = {row["where"] for row in listed() if row["personal"] == "person"}
    assert homes == {"sealed part", "sealed/parts.sqlite3: part", "page: sealed/request", "folder"}
    assert {row["crosses"] for row in listed() if row["personal"] in ("person", "officer")} == {"no"}


@pytest.fixture
def as_read(whole: list[Field], monkeypatch: pytest.MonkeyPatch) -> None:
    """The command reads the node that was read already."""
    monkeypatch.setattr(commands, "ledger", lambda: None)
    monkeypatch.setattr(gathering, "everything", lambda ledger, now: whole)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_says_it_in_each_language(whole: list[Field], as_read: None, lang: str) -> None:
    said = CliRunner().invoke(commands.rights, ["--personal", "--lang", lang])
    assert said.exit_code == 0
    assert HEADINGS["personal"].to(lang) in said.output
    assert VOCABULARIES["personal"]["person"].to(lang) in said.output


def test_programs_get_one_line_a_field_and_a_verdict(as_read: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "listed", lambda: listed()[1:])
    said = CliRunner().invoke(commands.rights, ["--json"])
    *rows, verdict = map(json.loads, said.output.splitlines())
    assert said.exit_code == 1
    assert len(rows) == len(listed())
    assert verdict["differences"][0]["how"] == "new"
