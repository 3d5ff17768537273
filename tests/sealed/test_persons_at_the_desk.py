"""A personal part at the desk: who may open it, what it leaves behind, and that it goes nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.border import Border, Side, carry
from twinline.access import tracing
from twinline.access.models import User
from twinline.sealed import keeping, views
from twinline.sealed.vault import Vault
from twinline.store import acting, here
from twinline.times import day_of, iso

NAME = "Ka Lo Mark 7341"
KEPT = {"person": "suspect", "basis": "fact", "purpose": "investigation", "ends": "2027-03-31", "name": NAME}
CHANGED = {**KEPT, "reason": "case_work"}
FORM = {
    "when.from": "05/11/2026", "place.organisation": "vn-na-xo-nam-can", "offence": "drug_trafficking", "cases": "1",
    "persons": "3", "counterparts": "la-xk", "example": "yes",
}  # fmt: skip


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def desk(border: Border, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Client]:
    """Return a browser at a side's desk, for somebody with these roles."""

    def open_desk(roles: str, side: Side | None = None) -> Client:
        at = side or border.vn
        monkeypatch.setattr(here, "_open", lambda _: at.ledger)
        client = Client()
        user, _ = User.objects.get_or_create(
            username=roles, password="!", display_name=roles, organisation=at.code, roles=roles
        )
        client.force_login(user)
        return client

    return open_desk


@pytest.fixture
def record(desk: Callable[..., Client]) -> str:
    """Return the id of an incident said at home."""
    place = desk("commander,investigator").post("/new/incident/", FORM)["Location"]
    return place.strip("/").split("/")[-1]


def kept(client: Client, record: str, **more: str) -> str:
    assert client.post(f"/records/{record}/persons/", {**KEPT, **more}).status_code == 302
    return Vault(here.this_ledger().folder).of(record)[-1].part


def test_an_investigator_opens_a_part_for_a_reason_and_leaves_a_trace(desk: Callable[..., Client], record: str) -> None:
    part = kept(desk("investigator"), record)
    page = desk("investigator,liaison").post(f"/persons/{part}/open/", {"reason": "case_work"})
    assert NAME in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    last = list(tracing.rows())[-1]
    assert (last["act"], last["record"], last["part"], last["reason"]) == ("consult", record, part, "case_work")
    assert NAME not in json.dumps(list(tracing.rows()))


def test_without_a_reason_nothing_opens_and_nothing_is_traced_as_read(desk: Callable[..., Client], record: str) -> None:
    client = desk("investigator")
    part = kept(client, record)
    answer = client.post(f"/persons/{part}/open/", {"reason": "curiosity"})
    assert answer.status_code == 302
    assert [row["act"] for row in tracing.rows()] == ["collect"]


@pytest.mark.parametrize("roles", ["officer", "commander", "analyst", "operator", "investigator,operator", "auditor"])
def test_nobody_without_that_role_opens_it(desk: Callable[..., Client], record: str, roles: str) -> None:
    part = kept(desk("investigator"), record)
    answer = desk(roles).post(f"/persons/{part}/open/", {"reason": "case_work"})
    assert answer.status_code == 403
    assert NAME not in answer.content.decode()


def test_it_stands_on_no_other_page_and_in_nothing_that_leaves(
    desk: Callable[..., Client], record: str, border: Border, tmp_path: Path
) -> None:
    client = desk("commander,investigator")
    before = {page: client.get(page).content for page in ("/report/", "/other-side/")}
    part = kept(client, record)
    pages = ["/", "/records/", f"/records/{record}/", f"/records/{record}/persons/", "/report/", "/other-side/"]
    assert all(NAME not in client.get(page).content.decode() for page in pages)
    assert part not in client.get(f"/records/{record}/").content.decode()
    for page, content in before.items():
        assert strip_tokens(client.get(page).content) == strip_tokens(content)
    carry(border.vn, border.la)
    kept_there = b"".join(path.read_bytes() for path in border.la.ledger.folder.rglob("*") if path.is_file())
    assert NAME.encode() not in kept_there
    assert part.encode() not in kept_there


def strip_tokens(page: bytes) -> bytes:
    return b"\n".join(line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line)


def test_what_is_past_its_date_is_erased_when_the_clock_is_vouched_for(
    desk: Callable[..., Client], record: str
) -> None:
    part = kept(desk("investigator"), record)
    ledger = here.this_ledger()
    later = 1_900_000_000_000
    assert keeping.retain(ledger, now=later).erase == ()
    assert keeping.retain(ledger, now=later, confirmed_by="Hoa").erase == (part,)
    assert Vault(ledger.folder).all() == []
    assert [row["act"] for row in tracing.rows()][-1] == "erase"


def test_what_is_past_its_date_is_opened_changed_and_put_off_by_nobody_though_nothing_erased_it_yet(
    desk: Callable[..., Client], record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: until the end of its day all three go."""
    client = desk("investigator")
    part = kept(client, record)
    last_day = Vault(here.this_ledger().folder).about(part).ends * 86_400_000 - 7 * 3_600_000
    monkeypatch.setattr(views, "now_ms", lambda: last_day + 3_600_000)
    assert NAME in client.post(f"/persons/{part}/open/", {"reason": "case_work"}).content.decode()
    traced = len(list(tracing.rows()))
    monkeypatch.setattr(views, "now_ms", lambda: last_day + 86_400_000)
    opened = client.post(f"/persons/{part}/open/", {"reason": "case_work"})
    assert opened.status_code == 409
    assert NAME not in opened.content.decode()
    assert "waits to be erased" in opened.content.decode()
    assert client.post(f"/persons/{part}/change/", {**KEPT, "reason": "case_work"}).status_code == 409
    put_off = iso(day_of(last_day) + 30)
    assert client.post(f"/persons/{part}/hold/", {"until": put_off, "reason": "court"}).status_code == 409
    page = client.get(f"/records/{record}/persons/").content.decode()
    assert "opened no more" in page
    assert "/open/" not in page
    assert len(list(tracing.rows())) == traced


def test_a_part_that_does_not_fit_is_refused_beside_its_form(desk: Callable[..., Client], record: str) -> None:
    answer = desk("investigator").post(f"/records/{record}/persons/", {**KEPT, "ends": "2099-01-01"})
    assert answer.status_code == 422
    assert "The end must lie between" in answer.content.decode()
    assert Vault(here.this_ledger().folder).all() == []


def test_a_right_withdrawn_acts_on_the_next_request(desk: Callable[..., Client], record: str) -> None:
    client = desk("investigator")
    part = kept(client, record)
    assert client.post(f"/persons/{part}/open/", {"reason": "court"}).status_code == 200
    User.objects.filter(username="investigator").update(roles="officer")
    assert client.post(f"/persons/{part}/open/", {"reason": "court"}).status_code == 403


def test_who_turns_out_to_be_a_victim_is_put_in_that_class_and_the_old_key_is_gone(
    desk: Callable[..., Client], record: str
) -> None:
    client = desk("investigator")
    part = kept(client, record)
    old = Vault(here.this_ledger().folder).about(part).key
    changed = client.post(f"/persons/{part}/change/", {**CHANGED, "person": "victim", "purpose": "protection"})
    assert changed.status_code == 302
    assert Vault(here.this_ledger().folder).read(part).person == "victim"
    assert Vault(here.this_ledger().folder).about(part).key != old
    assert [row["act"] for row in tracing.rows()] == ["collect", "alter"]


def test_whoever_is_a_suspect_no_more_is_taken_out_of_the_numbers_on_the_next_page(
    desk: Callable[..., Client], record: str, border: Border
) -> None:
    client = desk("commander,investigator")
    part = kept(client, record)
    changed = client.post(f"/persons/{part}/change/", {**CHANGED, "person": "victim", "purpose": "protection"})
    assert changed["Location"] == f"/records/{record}/recount/"
    page = client.get(changed["Location"]).content.decode()
    assert "suspects: 3, from now on 2" in page
    assert NAME not in page
    said = client.post(changed["Location"], {"fewer": "1"})
    assert said["Location"] == f"/records/{record}/"
    assert border.vn.view(record).row.body["persons"] == 2


def test_one_who_stays_a_suspect_or_a_record_that_counts_none_leads_nowhere_else(
    desk: Callable[..., Client], record: str, border: Border
) -> None:
    """The control: only who was counted and is no suspect any more has to be taken out."""
    client = desk("commander,investigator")
    part = kept(client, record)
    changed = client.post(f"/persons/{part}/change/", {**CHANGED, "person": "convicted"})
    assert changed["Location"] == f"/records/{record}/persons/"
    border.vn.amend(record, {name: said for name, said in border.vn.view(record).row.body.items() if name != "persons"})
    changed = client.post(f"/persons/{part}/change/", {**CHANGED, "person": "victim", "purpose": "protection"})
    assert changed["Location"] == f"/records/{record}/persons/"


def test_a_number_that_crossed_is_put_right_by_who_may_send(
    desk: Callable[..., Client], record: str, border: Border
) -> None:
    part = kept(desk("commander,investigator"), record)
    released = acting.release(border.vn.ledger, [border.vn.view(record)], ("la-xk", "vn-na"), now=border.vn.clock())
    later = released[0].record
    client = desk("investigator")
    changed = client.post(f"/persons/{part}/change/", {**CHANGED, "person": "witness"})
    assert changed["Location"] == f"/records/{later}/"
    assert "ask somebody with the right to send" in client.get(changed["Location"]).content.decode()
    assert client.post(f"/records/{later}/recount/", {"fewer": "1"}).status_code == 403
    commander = desk("commander")
    assert commander.post(f"/records/{later}/recount/", {"fewer": "9"}).status_code == 422
    assert commander.get(f"/records/{later}/recount/", {"fewer": "9" * 5_000}).status_code == 200
    assert commander.post(f"/records/{later}/recount/", {"fewer": "1"}).status_code == 302
    assert border.vn.view(later).row.body["persons"] == 2
    assert later in commander.get("/other-side/").content.decode()
    carry(border.vn, border.la)
    assert later not in commander.get("/other-side/").content.decode()


def test_nothing_is_changed_or_erased_without_a_reason_of_the_list_and_the_trace_has_it(
    desk: Callable[..., Client], record: str
) -> None:
    client, vault = desk("investigator"), Vault(here.this_ledger().folder)
    part = kept(client, record)
    for reason in ("", "curious"):
        assert client.post(f"/persons/{part}/change/", {**KEPT, "alias": "x", "reason": reason}).status_code == 422
        client.post(f"/persons/{part}/erase/", {"reason": reason})
    assert vault.read(part).alias == ""
    assert client.post(f"/persons/{part}/change/", {**CHANGED, "alias": "x"}).status_code == 302
    assert client.post(f"/persons/{part}/erase/", {"reason": "court"}).status_code == 302
    assert vault.all() == []
    told = [(row["act"], row["reason"]) for row in tracing.rows()]
    assert told == [("collect", ""), ("alter", "case_work"), ("erase", "court")]


def test_a_change_that_does_not_fit_changes_nothing_and_loses_nothing_typed(
    desk: Callable[..., Client], record: str
) -> None:
    client = desk("investigator")
    part = kept(client, record)
    answer = client.post(f"/persons/{part}/change/", {**CHANGED, "person": "enemy", "name": "Typed 4711"})
    assert answer.status_code == 422
    assert "Typed 4711" in answer.content.decode()
    assert Vault(here.this_ledger().folder).read(part).name == NAME


@pytest.mark.parametrize(("until", "held"), [("2026-12-01", True), ("2099-01-01", False), ("soon", False)])
def test_an_end_is_put_off_in_somebody_s_name_and_by_a_year_at_most(
    desk: Callable[..., Client], record: str, monkeypatch: pytest.MonkeyPatch, until: str, held: bool
) -> None:
    client = desk("investigator")
    part = kept(client, record)
    monkeypatch.setattr(views, "now_ms", lambda: 1_795_000_000_000)
    client.post(f"/persons/{part}/hold/", {"until": until, "reason": "court"})
    assert (Vault(here.this_ledger().folder).about(part).held_by == "investigator") is held


def test_the_record_s_page_leads_there_whoever_may_and_nobody_else(desk: Callable[..., Client], record: str) -> None:
    leads = [f"/records/{record}/persons/" in desk(roles).get(f"/records/{record}/").content.decode()
             for roles in ("investigator", "officer", "operator")]  # fmt: skip
    assert leads == [True, False, False]


def test_an_analyst_is_offered_nothing_to_say(desk: Callable[..., Client], record: str) -> None:
    client = desk("analyst")
    for page in ("/", f"/records/{record}/"):
        text = client.get(page).content.decode()
        assert "/new/" not in text
        assert "/amend/" not in text
