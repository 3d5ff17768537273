"""At a desk: words that never cross are kept with a warning, marked on the record, and refused before they are sent."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.border import Border, carry, incident
from twinline.access.models import User
from twinline.feeds.known import Roster
from twinline.records import free_text
from twinline.store import here

FORM = {
    "when.from": "05/11/2026", "place.organisation": "vn-na-xo-nam-can", "offence": "drug_trafficking", "cases": "1",
    "counterparts": "la-xk", "example": "yes", "note.language": "vi", "note.text": "Đối tượng là tín đồ Tin Lành.",
}  # fmt: skip


@pytest.fixture
def commander(db: None, border: Border, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A browser at Nghệ An's desk, of somebody who may release."""
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    client = Client()
    user = User.objects.create(
        username="lan", password="!", display_name="Lan", organisation="vn-na", roles="commander", language="en"
    )
    client.force_login(user)
    return client


def words(page: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())  # type: ignore[attr-defined]


def test_it_is_kept_and_marked_on_the_record(commander: Client) -> None:
    page = commander.post("/new/incident/", FORM, follow=True)
    assert page.status_code == 200
    assert words(page).count("says “tín đồ”") == 1


def test_saved_and_sent_at_once_it_is_refused_beside_the_field(commander: Client) -> None:
    page = commander.post("/new/incident/", {**FORM, "send": "1", "circle": "line"})
    assert page.status_code == 422
    assert "Says “tín đồ”" in words(page)


def test_before_it_is_sent_the_desk_says_which_word_and_what_to_do(commander: Client) -> None:
    record = commander.post("/new/incident/", FORM)["Location"]
    for page in (
        commander.get(f"{record}release/", {"circle": "line"}, follow=True),
        commander.post(f"{record}release/", {"circle": "line"}, follow=True),
    ):
        assert page.redirect_chain[-1][0] == record
        assert "note.text" in words(page)
        assert "take it out before this is sent" in words(page)


def test_within_our_side_it_may_be_shown_to_superiors(commander: Client) -> None:
    record = commander.post("/new/incident/", FORM)["Location"]
    assert "says “" not in words(commander.get(f"{record}release/", {"circle": "vn-na,vn-na-bg"}))


def test_what_the_other_side_wrote_is_marked(
    commander: Client, border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(free_text, "flags", lambda text, **_: [])
        note = {"note": {"language": "vi", "text": FORM["note.text"]}}
        record = border.la.say("incident", incident(counterparts=["vn-na"], **note)).record
    carry(border.vn, border.la)
    assert "the other side wrote “tín đồ”" in words(commander.get(f"/records/{record}/"))


def test_right_text_gets_no_word_of_this(commander: Client) -> None:
    page = commander.post("/new/incident/", {**FORM, "note.text": "Không có gì lạ."}, follow=True)
    assert "says “" not in words(page)


def test_with_whom_it_may_be_shared_stands_in_one_order(commander: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The neighbour's own organisation first. The control: a node names those it hosts in none."""
    hosted = [f"la-c-{name}" for name in ("nong-het-tay", "pha-ven", "xam-che")] + ["la-gate-nam-can", "la-xk-police"]
    monkeypatch.setattr(Roster, "hosts", lambda self, node: frozenset(hosted[::-1]))
    page = commander.get(commander.post("/new/incident/", FORM)["Location"]).content.decode()
    assert re.findall(r'value="twin:([^"]+)"', page) == ["la-xk", *sorted(hosted)]
