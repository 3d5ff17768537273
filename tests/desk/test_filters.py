"""Kept filters: a list that somebody opens often is found again under a name of their own, by nobody else."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.border import Border, Side
from tests.desk.officers import Officer
from twinline.access.filters import MOST
from twinline.access.models import KeptFilter
from twinline.store import backing, here

ASKS = {"kind": "incident", "side": "VN", "since": "01/2022", "place": "vn-na-xo-nam-can"}
ADDRESS = "/records/?kind=incident&amp;place=vn-na-xo-nam-can&amp;side=VN&amp;since=01%2F2022"


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers'."""


@pytest.fixture
def desk(border: Border, monkeypatch: pytest.MonkeyPatch) -> Side:
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    return border.vn


@pytest.fixture
def lan(desk: Side) -> Officer:
    return Officer(desk, lambda _: None)


def keep(who: Officer, name: str, asks: Mapping[str, str] = ASKS) -> tuple[int, str]:
    """Keep a filter as the form beside its list does."""
    return who.post("/records/filters/", name=name, asks=urlencode(asks))


def test_a_filter_is_kept_under_a_name_opened_and_removed(lan: Officer) -> None:
    status, where = keep(lan, "  Nậm Cắn  từ 2022 ")
    assert (status, "text" in where, "name" in where) == (302, False, False)
    opened = lan.get(where)[1]
    assert f'<a href="{ADDRESS}" aria-current="page">Nậm Cắn từ 2022</a>' in opened
    assert "Keep this filter" not in opened
    assert f'<a href="{ADDRESS}">Nậm Cắn từ 2022</a>' in lan.get("/records/")[1]
    assert lan.post(f"/records/filters/{KeptFilter.objects.get().pk}/remove/")[0] == 302
    assert "Nậm Cắn từ 2022" not in lan.get("/records/")[1]


def test_another_officer_neither_sees_nor_removes_it(lan: Officer) -> None:
    other = Officer(lan.side, lambda _: None, may_release=False)
    keep(lan, "Mine")
    assert ">Mine<" in lan.get("/records/")[1]
    assert ">Mine<" not in other.get("/records/")[1]
    assert other.post(f"/records/filters/{KeptFilter.objects.get().pk}/remove/")[0] == 404
    assert KeptFilter.objects.count() == 1
    assert keep(other, "Mine")[0] == 302


def test_words_searched_for_are_not_kept(lan: Officer) -> None:
    page = lan.get(lan.post("/records/", text="Nguyen Van X", kind="incident")[1])[1]
    assert "The words searched for are not kept with it." in page
    keep(lan, "Incidents", {"kind": "incident", "text": "Nguyen Van X", "searched": "1"})
    assert KeptFilter.objects.get().asks == '{"kind": "incident"}'


@pytest.mark.parametrize(
    ("name", "asks", "said"),
    [
        ("", ASKS, "Give the filter a name."),
        ("x" * 41, ASKS, "40 characters at most"),
        ("All", {}, "Nothing is chosen yet"),
        ("Odd", {"kind": "wanted", "since": "someday", "place": "nowhere"}, "Nothing is chosen yet"),
        ("Taken", ASKS, "You keep another filter of that name"),
    ],
)
def test_what_can_t_be_kept_is_said_beside_the_field(lan: Officer, name: str, asks: dict[str, str], said: str) -> None:
    keep(lan, "Taken", {"kind": "patrol"})
    status, page = keep(lan, name, asks)
    assert status == 422
    assert said in page
    assert f'value="{name}" aria-invalid="true"' in page
    assert [one.asks for one in KeptFilter.objects.all()] == ['{"kind": "patrol"}']


def test_the_list_of_filters_stays_one_to_choose_from(lan: Officer) -> None:
    for number in range(MOST):
        assert keep(lan, f"No. {number}")[0] == 302
    status, page = keep(lan, "One more")
    assert (status, "remove one first" in page) == (422, True)
    assert KeptFilter.objects.count() == MOST


def test_no_backup_has_a_filter(border: Border, tmp_path: Path) -> None:
    ledger = border.vn.ledger
    with ledger.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_user (id, username, password, display_name, organisation, language, is_active, roles) "
            "VALUES (1, 'lan', '!', 'Lan', 'vn-na', 'en', 1, 'officer')"
        )
        cursor.execute("INSERT INTO access_keptfilter (name, asks, user_id) VALUES ('planted', '{}', 1)")
    backing.back_up(ledger, tmp_path / "copy.sqlite3", now=border.clock())
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT COUNT(*) FROM access_keptfilter").fetchone() == (0,)
        assert copy.execute("SELECT COUNT(*) FROM access_user").fetchone() == (1,)
