"""A person asks what is kept of them: two people answer, every step is traced, and nothing else is opened."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from django.test import Client

from tests.access.test_second_factor import STEP, code_at
from tests.border import Border, carry
from twinline.access import factor, owing, tracing
from twinline.access.models import PersonRequest, SecondFactor, Trace, User
from twinline.access.roles import NEVER, Right
from twinline.records.fields.dates import shown_date
from twinline.sealed import commands, keeping, requests
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.store import acting, here
from twinline.times import iso, now_ms

NAME = "Lầu Bá Mark 7341"
FORM = {
    "when.from": "05/11/2026", "place.organisation": "vn-na-xo-nam-can", "offence": "drug_trafficking", "cases": "1",
    "persons": "3", "counterparts": "la-xk", "example": "yes",
}  # fmt: skip


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def desk(db: None, border: Border, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Client]:
    """Return a browser at Nghệ An's desk, for somebody called after their roles."""
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)

    def open_desk(roles: str, organisation: str = "vn-na") -> Client:
        client = Client()
        user, _ = User.objects.get_or_create(
            username=f"{roles}-{organisation}", password="!", display_name=roles, organisation=organisation, roles=roles
        )
        client.force_login(user)
        return client

    return open_desk


@pytest.fixture
def parts(desk: Callable[..., Client]) -> list[str]:
    """Three parts of one record: two about the person, one about somebody else."""
    record = desk("commander,investigator").post("/new/incident/", FORM)["Location"].strip("/").split("/")[-1]
    vault = Vault(here.this_ledger().folder)
    ends = now_ms() // 86_400_000 + 100
    told = [{"name": NAME, "born": "1990"}, {"alias": "lau ba mark 7341"}, {"name": "Ka Lo Mark 9"}]
    return [
        vault.put(
            record, Part(person="suspect", basis="fact", purpose="investigation", ends=ends, **each), now=now_ms()
        )
        for each in told
    ]


def opened(desk: Callable[..., Client], *, confirmed: bool = True) -> str:
    name = desk("protection").post("/persons/requests/", {"why": "access"})["Location"].strip("/").split("/")[-1]
    if confirmed:
        assert desk("commander").post(f"/persons/requests/{name}/confirm/").status_code == 302
    return name


def find(desk: Callable[..., Client], name: str, asked: str = "Lau Ba Mark", **more: str) -> str:
    return desk("protection").post(f"/persons/requests/{name}/", {"asked": asked, **more}).content.decode()


def acts() -> list[str]:
    return [row["act"] for row in tracing.rows()]


def test_two_people_find_all_parts_of_a_person_and_nobody_else_s(desk: Callable[..., Client], parts: list[str]) -> None:
    page = find(desk, opened(desk))
    assert NAME in page
    assert "lau ba mark 7341" in page
    assert "Ka Lo Mark 9" not in page
    assert acts() == ["ask", "confirm", "search", "consult", "consult"]
    assert [row["part"] for row in tracing.rows()][-2:] == parts[:2]
    assert tracing.broken() is None


@pytest.mark.parametrize(("more", "found"), [({"born": "1990"}, 1), ({"born": "1991"}, 0), ({"asked": "9"}, 0)])
def test_what_does_not_fit_is_not_shown(
    desk: Callable[..., Client], parts: list[str], more: dict[str, str], found: int
) -> None:
    name = opened(desk)
    find(desk, name, **more)
    assert acts().count("consult") == found


def test_before_a_second_person_has_confirmed_nothing_is_opened(desk: Callable[..., Client], parts: list[str]) -> None:
    name = opened(desk, confirmed=False)
    answer = desk("protection").post(f"/persons/requests/{name}/", {"asked": "Lau Ba Mark"})
    assert answer.status_code == 409
    assert NAME not in answer.content.decode()
    assert acts() == ["ask"]


def test_nobody_confirms_their_own_request(desk: Callable[..., Client]) -> None:
    name = opened(desk, confirmed=False)
    answer = desk("protection").post(f"/persons/requests/{name}/confirm/")
    assert answer.status_code == 409
    assert "Two people answer a person" in answer.content.decode()
    one = PersonRequest.objects.get(name=name)
    assert one.confirmed_by == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonRequest.objects.filter(pk=one.pk).update(confirmed_by=one.opened_by)


@pytest.mark.parametrize("roles", ["officer", "investigator", "analyst", "auditor", "operator", "protection,operator"])
def test_nobody_else_opens_or_confirms_one(desk: Callable[..., Client], roles: str) -> None:
    name = opened(desk, confirmed=False)
    assert desk(roles).get("/persons/requests/").status_code == 403
    assert desk(roles).post("/persons/requests/", {"why": "access"}).status_code == 403
    assert desk(roles).post(f"/persons/requests/{name}/confirm/").status_code == 403


def test_the_second_person_finds_nothing_themselves(desk: Callable[..., Client], parts: list[str]) -> None:
    name = opened(desk)
    assert desk("commander").post(f"/persons/requests/{name}/", {"asked": "Lau Ba Mark"}).status_code == 403


def test_a_request_of_another_organisation_is_neither_seen_nor_confirmed_nor_its_parts_found(
    desk: Callable[..., Client], parts: list[str]
) -> None:
    name = opened(desk, confirmed=False)
    other = desk("commander", "vn-na-bg")
    assert name[:8] not in other.get("/persons/requests/").content.decode()
    assert other.post(f"/persons/requests/{name}/confirm/").status_code == 409
    theirs = desk("protection", "vn-na-bg").post("/persons/requests/", {"why": "access"})["Location"]
    assert other.post(f"{theirs}confirm/").status_code == 302
    assert NAME not in desk("protection", "vn-na-bg").post(theirs, {"asked": "Lau Ba Mark"}).content.decode()


def test_it_is_open_for_four_hours_and_ends_when_it_is_ended(desk: Callable[..., Client], parts: list[str]) -> None:
    name = opened(desk)
    PersonRequest.objects.filter(name=name).update(confirmed_ms=now_ms() - requests.OPEN_MS - 1)
    assert desk("protection").post(f"/persons/requests/{name}/", {"asked": "Lau Ba Mark"}).status_code == 409
    name = opened(desk)
    desk("protection").post(f"/persons/requests/{name}/end/")
    assert desk("protection").post(f"/persons/requests/{name}/", {"asked": "Lau Ba Mark"}).status_code == 409


def test_what_was_looked_for_is_kept_nowhere(desk: Callable[..., Client], parts: list[str], border: Border) -> None:
    find(desk, opened(desk), asked="Mark 7341")
    told = json.dumps([*tracing.rows(), *PersonRequest.objects.values()])
    assert "mark" not in told.lower()
    kept = b"".join(path.read_bytes() for path in border.vn.ledger.folder.rglob("*") if path.is_file())
    assert b"mark 7341" not in kept.lower()


def test_the_answer_says_what_why_until_when_and_who_read_it(desk: Callable[..., Client], parts: list[str]) -> None:
    name = opened(desk)
    find(desk, name)
    page = desk("protection").post(f"/persons/requests/{name}/answer/", {"part": parts[0]}).content.decode()
    assert NAME in page
    assert "lau ba mark 7341" not in page
    assert "request of the person" in page
    assert iso(now_ms() // 86_400_000 + 100) not in page  # the date is told as one tells dates
    assert shown_date(iso(now_ms() // 86_400_000 + 100), "en") in page
    assert acts()[-1] == "disclose"


def test_a_part_is_put_right_restricted_used_again_and_erased(desk: Callable[..., Client], parts: list[str]) -> None:
    name, vault = opened(desk), Vault(here.this_ledger().folder)
    find(desk, name)
    part, client = parts[0], desk("protection")
    at = f"/persons/requests/{name}/{part}"
    told = {"person": "victim", "basis": "fact", "purpose": "protection", "ends": "2027-01-31", "name": "Put Right"}
    assert client.post(f"{at}/correct/", told).status_code == 302
    assert (vault.read(part).name, vault.read(part).person) == ("Put Right", "victim")
    client.post(f"{at}/restrict/")
    investigator = desk("investigator")
    refused = investigator.post(f"/persons/{part}/open/", {"reason": "case_work"})
    assert refused.status_code == 409
    assert "restricted at the person" in refused.content.decode()
    assert investigator.post(f"/persons/{part}/erase/").status_code == 409
    client.post(f"{at}/lift/")
    assert investigator.post(f"/persons/{part}/open/", {"reason": "case_work"}).status_code == 200
    client.post(f"{at}/erase/")
    assert part not in [each.part for each in vault.all()]
    assert [act for act in acts() if act in ("alter", "restrict", "lift", "erase")] == [
        "alter", "restrict", "lift", "erase"
    ]  # fmt: skip


def test_a_restricted_part_is_still_erased_on_its_date(desk: Callable[..., Client], parts: list[str]) -> None:
    vault = Vault(here.this_ledger().folder)
    vault.restrict(parts[0], by="x")
    assert parts[0] in keeping.retain(here.this_ledger(), now=1_900_000_000_000, confirmed_by="Hoa").erase


def test_only_a_part_that_was_found_is_acted_on(desk: Callable[..., Client], parts: list[str]) -> None:
    name = opened(desk)
    find(desk, name)
    assert desk("protection").post(f"/persons/requests/{name}/{parts[2]}/erase/").status_code == 404
    assert len(Vault(here.this_ledger().folder).all()) == 3


def test_whoever_holds_the_numbers_of_the_record_is_named(
    desk: Callable[..., Client], parts: list[str], border: Border
) -> None:
    side = border.vn
    record = Vault(side.ledger.folder).about(parts[0]).record
    acting.release(side.ledger, [side.view(record)], ("la-xk", "vn-na"), now=side.clock())
    carry(border.vn, border.la)
    name = opened(desk)
    page = find(desk, name)
    assert "Xieng Khouang" in page
    done = desk("protection").post(f"/persons/requests/{name}/{parts[0]}/restrict/", follow=True).content.decode()
    assert "Tell these, who hold numbers of its record: Xieng Khouang" in done


def test_a_part_that_can_not_be_opened_makes_the_answer_incomplete(
    desk: Callable[..., Client], parts: list[str]
) -> None:
    vault = Vault(here.this_ledger().folder)
    with vault._open() as db:
        db.execute("UPDATE part SET body = zeroblob(64) WHERE part = ?", [parts[2]])
    assert "1 part could not be opened" in find(desk, opened(desk))


def test_too_few_letters_and_too_many_parts_show_nothing(
    desk: Callable[..., Client], parts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = opened(desk)
    assert "Give at least 3" in find(desk, name, asked="ma")
    monkeypatch.setattr(requests, "MOST", 2)
    page = find(desk, name, asked="mark")
    assert "more than 2 parts" in page
    assert NAME not in page
    assert "consult" not in acts()


@pytest.mark.skipif(os.name != "posix", reason="the mode of a file is POSIX's")
def test_a_vault_that_can_not_be_opened_is_told_in_a_sentence(desk: Callable[..., Client], parts: list[str]) -> None:
    key = here.this_ledger().folder / "keys" / "sealed.key"
    key.chmod(0o644)
    answer = desk("investigator").post(f"/persons/{parts[0]}/open/", {"reason": "court"})
    assert answer.status_code == 409
    assert "can be read by other users" in answer.content.decode()
    key.chmod(0o600)
    key.write_bytes(bytes(32))
    answer = desk("investigator").post(f"/persons/{parts[0]}/open/", {"reason": "court"})
    assert answer.status_code == 409
    assert "put back the key" in answer.content.decode()


def test_a_vault_of_an_earlier_version_learns_to_restrict(border: Border, parts: list[str]) -> None:
    vault = Vault(border.vn.ledger.folder)
    with vault._open() as db:
        db.execute("ALTER TABLE part DROP COLUMN restricted_by")
    assert [each.restricted_by for each in vault.all()] == [None] * 3


def test_who_runs_the_machine_and_who_checks_have_no_part_in_it() -> None:
    assert all({Right.ANSWER_PERSON, Right.SECOND} <= NEVER[role] for role in ("operator", "auditor"))


@pytest.fixture
def two(desk: Callable[..., Client], parts: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ledger", here.this_ledger)
    for name, roles in (("huong", "protection"), ("lan", "commander")):
        user = User.objects.create(username=name, display_name=name, organisation="vn-na", roles=roles)
        user.set_password(f"a long word of {name}")
        user.save()
        SecondFactor.objects.create(user=user, secret=factor.fresh_secret())


def run(*more: str, words: tuple[str, ...], second: str = "lan") -> object:
    """Run the command; after each password its person's code is typed, of the one who confirms the next one."""
    asked = ["answer", "--by", "huong", "--second", second, *more]
    typed = [*words]
    for at, (name, later) in enumerate((("huong", 0), (second, STEP)), start=1):
        kept = SecondFactor.objects.filter(user__username=name).first()
        typed.insert(2 * at - 1, code_at(kept.secret, now_ms() + later)) if kept else None
    return CliRunner().invoke(commands.persons, asked, input="\n".join(typed) + "\n")


def test_the_command_takes_both_passwords_and_does_the_same(two: None, parts: list[str]) -> None:
    typed = ("a long word of huong", "a long word of lan", "lau ba mark", "y", "y")
    said = run("--do", "erase", "--json", words=typed)
    assert said.exit_code == 0, said.output
    assert NAME in said.stdout
    assert [each.part for each in Vault(here.this_ledger().folder).all()] == parts[2:]
    assert acts() == ["ask", "confirm", "search", "consult", "consult", "erase", "erase", "end"]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_command_does_nothing_with_a_part_that_nobody_said_is_meant(
    two: None, parts: list[str], form: tuple[str, ...]
) -> None:
    """Two people may bear one name."""
    typed = ("a long word of huong", "a long word of lan", "lau ba mark", "n", "y")
    said = run("--do", "erase", *form, words=typed)
    assert said.exit_code == 0, said.output
    assert len(Vault(here.this_ledger().folder).all()) == len(parts) - 1
    assert acts().count("erase") == 1


def test_without_a_code_of_each_the_command_opens_nothing_and_says_what_to_add(
    two: None, parts: list[str], settings: Any
) -> None:
    """The control: with both, above, it does."""
    settings.SECOND_PROOF = "roles"
    SecondFactor.objects.filter(user__username="lan").delete()
    said = run("--json", words=("a long word of huong", "a long word of lan", "lau ba mark"))
    assert isinstance(said.exception, owing.SecondAsked)
    assert "lan must show a second proof" in str(said.exception)
    assert not Trace.objects.filter(act="consult").exists()


@pytest.mark.parametrize(
    ("words", "second"),
    [
        (("wrong", "a long word of lan", "lau ba mark"), "lan"),
        (("a long word of huong", "wrong", "lau ba mark"), "lan"),
        (("a long word of huong", "a long word of huong", "lau ba mark"), "huong"),
    ],
)
def test_with_one_person_or_a_wrong_password_the_command_opens_nothing(
    two: None, words: tuple[str, ...], second: str
) -> None:
    said = run("--json", words=words, second=second)
    assert said.exit_code != 0
    assert NAME not in said.output
    assert not Trace.objects.filter(act="consult").exists()


def test_the_command_says_at_once_that_one_person_is_not_two_and_leaves_no_request_open(two: None) -> None:
    said = run("--json", words=(), second="huong")
    assert isinstance(said.exception, requests.SamePerson)
    assert "somebody else who may confirm it" in str(said.exception)
    assert "Password" not in said.output
    assert not PersonRequest.objects.exists()


def test_a_request_that_the_second_may_not_confirm_is_ended(two: None) -> None:
    User.objects.filter(username="lan").update(organisation="vn-na-bg")
    said = run("--json", words=("a long word of huong", "a long word of lan", "lau ba mark"))
    assert isinstance(said.exception, requests.NotOpen)
    assert [requests.stands(one, now=now_ms()) for one in PersonRequest.objects.all()] == ["ended"]
