"""Map files of twin nodes: what is hidden from a reader changes no byte of any form, nor does the moment of making."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.border import Border, Pairs, incident
from tests.hostile.test_twins import READER, officer
from twinline import times
from twinline.node.cli import twinline
from twinline.store import gis, here, reading

Twins = tuple[Border, Border]
#: When each of the two is asked: not in the same second.
WHEN = (1_795_400_000_000, 1_795_400_001_234)
PATROL = {"type": "own", "when": "2026-01-05", "place": {"marker": "403", "to_marker": "405"}}


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


def read_by_both(border: Border) -> None:
    border.vn.say("patrol", PATROL, to=f"vn-na,{READER}")
    border.vn.say("incident", incident(place={"marker": "404"}), to=f"vn-na,{READER}")
    border.vn.say("activity", {"type": "talks", "when": "2026-01-06", "place": {"name": "Vinh"}}, to=f"vn-na,{READER}")


def hide(border: Border) -> None:
    """Say what stays at home, and that it is one event with what the reader sees."""
    vn = border.vn
    seen = next(row.record for row in listed(border) if row.kind == "incident")
    kept = vn.say("incident", incident(place={"marker": "404"}), to="self").record
    vn.same_event(kept, seen)
    vn.amend(kept, incident(place={"marker": "403"}))
    vn.say("patrol", PATROL, to="self")


def listed(border: Border) -> list[reading.Row]:
    return reading.records(border.vn.ledger, reading.Reader(frozenset({READER})))


@pytest.fixture
def twins(pairs: Pairs, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Twins]:
    with django_db_blocker.unblock():
        both, _ = pairs.after(tmp_path / "said", read_by_both)
        plain, more = both.copy(tmp_path / "plain"), both.copy(tmp_path / "more")
        hide(more)
        yield plain, more
        plain.close()
        more.close()


def by_command(border: Border, form: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setenv("TWINLINE_NODE", str(border.vn.ledger.folder))
    file = border.vn.ledger.folder.parent / f"map.{form}"
    ran = CliRunner().invoke(twinline, ["line", "export", str(file), "--for", READER], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return file.read_bytes()


def by_desk(border: Border, form: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    client = Client()
    client.force_login(officer())
    answer = client.get(f"/line/out/{form}/")
    assert answer.status_code == 200, answer.content
    return bytes(answer.content)


@pytest.mark.parametrize("made", [by_command, by_desk], ids=["command", "desk"])
@pytest.mark.parametrize("form", gis.FORMS)
def test_a_map_file_tells_nothing_of_what_is_hidden_nor_when_it_was_made(
    twins: Twins, form: str, made: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: one record more that the reader sees, and a file that tells its moment, differ."""
    files = []
    for border, now in zip(twins, WHEN, strict=True):
        monkeypatch.setattr(times, "time", SimpleNamespace(time_ns=lambda now=now: now * 1_000_000))
        files.append(made(border, form, monkeypatch))
    assert files[0] == files[1]
    monkeypatch.setattr(gis, "stood_since", lambda _: gis.utc(times.now_ms()))
    assert made(twins[1], form, monkeypatch) != files[0]
    monkeypatch.undo()
    twins[1].vn.say("incident", incident(), to=f"vn-na,{READER}")
    assert made(twins[1], form, monkeypatch) != files[0]
