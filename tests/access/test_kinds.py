"""Roles bound to kinds of record: of others the account only reads, by every way in which something is said."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.access.test_doors import FILLING, PAGES
from tests.api.conftest import Program
from tests.border import Border, carry, incident
from tests.hostile.planting import plant
from twinline.access import doors, links, tokens
from twinline.access.models import Trace, User
from twinline.access.pace import Pace
from twinline.access.roles import NEVER, ROLES
from twinline.access.scopes import Scope
from twinline.desk.house import open_record
from twinline.node import accounts as commands
from twinline.records import registry
from twinline.sealed import keeping
from twinline.sealed.part import Part
from twinline.store import acting, here, reading
from twinline.store.reading import Reader
from twinline.times import day_of, iso, now_ms

EVERY = ",".join(sorted(set(ROLES) - set(NEVER)))
ACTS = ("countersign", "dispute", "amend", "withdraw", "translate")
#: What only shows a record, or prints it.
LOOKING = {"minutes", "walk_sheet", "patrol_sheet"}


@pytest.fixture(autouse=True)
def accounts(db: None, border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    monkeypatch.setattr(doors, "_PACE", Pace(100_000))
    monkeypatch.setattr(settings, "NODE", border.vn.ledger.folder)


def officer(kinds: str, roles: str = EVERY) -> User:
    return User.objects.create(
        username=f"lan-{kinds}", password="!", display_name="Lan", organisation="vn-na", roles=roles, kinds=kinds
    )


def inside(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def kinds_said(border: Border) -> list[str]:
    with border.vn.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM store_entry ORDER BY id")
        told = [json.loads(bytes(raw)) for (raw,) in cursor.fetchall() if bytes(raw).startswith(b"{")]
    return [one["kind"] for one in told if one.get("kind") in registry.KINDS]


#: What the forms of a record's pages may hold: enough that some of them say something.
TYPED = {"reason": "mistake", "circle": "line", "same": "yes", "counted": "ours", "fewer": "1", "language": "en",
         "text": "x", "signed": "2026-01-05", "undo": "yes", "value.own_patrols": "1", "all_nothing": "1"}  # fmt: skip


def said_by(border: Border, user: User, rows: Sequence[reading.Row]) -> set[str]:
    """Return of which kinds a person said something who sent the forms of all records, by every address there is."""
    client, before = inside(user), len(kinds_said(border))
    for name, pattern in PAGES:
        for one in rows if "record_id" in pattern.pattern.converters else ():
            acts = ACTS if "act" in pattern.pattern.converters else ("",)
            for act in acts:
                told = FILLING | {"record_id": one.record, "other_id": one.record, "act": act}
                client.post(reverse(name, kwargs={key: told[key] for key in pattern.pattern.converters}), TYPED)
    return set(kinds_said(border)[before:])


def test_by_no_address_something_of_another_kind_is_said(border: Border) -> None:
    """The control: the same person, bound to nothing, says something of many kinds by the same addresses."""
    plant(border)
    border.la.say("incident", incident(counterparts=["vn-na"]))
    carry(border.vn, border.la)
    rows = reading.records(border.vn.ledger, Reader(frozenset({"vn-na"})), limit=None)
    one_of_each = list({(row.kind, row.side): row for row in rows}.values())
    assert said_by(border, officer("notice"), one_of_each) == {"notice"}
    assert len(said_by(border, officer(""), one_of_each)) > 20


def test_a_month_s_sheet_answers_nothing_of_another_kind(border: Border) -> None:
    theirs = border.la.say("incident", incident(counterparts=["vn-na"])).record
    carry(border.vn, border.la)
    month = iso(border.vn.view(theirs).row.day_to)[:7]
    free = inside(officer(""))
    head, *lines = csv.reader(io.StringIO(free.get(f"/side-by-side/{month}.csv").content.decode("utf-8-sig")))
    out = io.StringIO()
    at = head.index("our answer")
    csv.writer(out).writerows([head, *([*line[:at], "confirm", *line[at + 1 :]] for line in lines)])

    def standing_after(client: Client) -> str:
        file = SimpleUploadedFile("month.csv", out.getvalue().encode())
        client.post(f"/side-by-side/{month}/answers/", {"file": file, "take": "", "good_rows": ""})
        return border.vn.view(theirs).row.standing

    assert standing_after(inside(officer("patrol"))) == "stated"
    assert standing_after(free) == "agreed"


def test_a_record_of_another_kind_offers_nothing_but_to_be_read(border: Border) -> None:
    plant(border)
    border.la.say("incident", incident(counterparts=["vn-na"]))
    carry(border.vn, border.la)
    bound, free = officer("patrol"), officer("")
    rows = reading.records(border.vn.ledger, Reader(frozenset({"vn-na"})), limit=None)
    offered = {
        kind: set().union(*(open_record.may(user, acting.find(border.vn.ledger, one.record)) - LOOKING
                            for one in rows if one.kind == kind))
        for user in (bound,) for kind in {one.kind for one in rows}
    }  # fmt: skip
    assert offered.pop("patrol") >= {"amend", "withdraw", "release"}
    # A stretch's sheet becomes a patrol, which this person may say.
    assert offered.pop("stretch") == {"grid"}
    assert set().union(*offered.values()) == set()
    control = set().union(*(open_record.may(free, acting.find(border.vn.ledger, one.record)) for one in rows))
    assert control >= {"amend", "release", "countersign", "dispute", "persons", "narrow"}


def test_who_is_bound_still_reads_all_that_their_organisation_reads(border: Border) -> None:
    plant(border)
    pages = ("/records/", "/records/?kind=incident", "/report/")
    bound, free = inside(officer("patrol")), inside(officer(""))
    for page in pages:
        told = [client.get(page).content.decode().count("/records/0") for client in (bound, free)]
        assert told[0] == told[1], page


@pytest.mark.parametrize(("path", "told"), [
    ("/new/incident/", {"when.from": "05/11/2026"}),
    ("/new/incident/draft/", {}),
    ("/rounds/new/", {"period": "12/2025", "due_days": "5", "units": ["vn-na-bg"], "indicators": ["own_patrols"]}),
    ("/report/issue/", {"number": "1"}),
])  # fmt: skip
def test_the_page_of_another_kind_is_closed(border: Border, path: str, told: dict[str, object]) -> None:
    before = len(kinds_said(border))
    assert inside(officer("patrol")).post(path, told).status_code in (403, 404)
    assert len(kinds_said(border)) == before


def test_only_the_kinds_that_somebody_is_for_are_offered_to_fill_in(border: Border) -> None:
    page = inside(officer("patrol,notice")).get("/new/").content.decode()
    assert ("/new/patrol/" in page, "/new/incident/" in page) == (True, False)
    account = inside(officer("patrol")).get("/account/").content.decode()
    assert "patrol" in account[: account.index('aria-labelledby="proof"')]


def test_a_program_says_nothing_of_another_kind_than_its_account(border: Border) -> None:
    ours = border.vn.say("incident", incident(), to="self").record
    _, word = tokens.make(officer("patrol"), "sheet", tuple(Scope), days=30, now=now_ms())
    program = Program(word)
    told = {"kind": "incident", "to": "self", "body": incident()}
    assert program.post("/records", told)[0] == 403
    assert program.post(f"/records/{ours}/withdraw", {"reason": "mistake"})[0] == 403
    assert program.get(f"/records/{ours}")[0] == 200


def test_who_is_bound_to_another_kind_opens_no_personal_part(border: Border) -> None:
    record = border.vn.say("incident", incident(), to="self").record
    part = Part(
        person="suspect", basis="fact", purpose="investigation", ends=day_of(border.vn.clock()) + 90, name="Ka Lo"
    )
    bound = officer("case", "investigator")
    with pytest.raises(keeping.NotAllowed):
        keeping.put(border.vn.ledger, bound, record, part, now=border.vn.clock())
    assert inside(bound).get(f"/records/{record}/persons/").status_code == 403
    bound.kinds = "case,incident"
    assert keeping.put(border.vn.ledger, bound, record, part, now=border.vn.clock())


def test_a_link_binds_and_a_command_binds_otherwise_at_once(border: Border, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ledger", lambda: border.vn.ledger)
    word = links.issue(organisation="vn-na", now=now_ms(), roles=["officer"], kinds=["patrol", "inspection"])
    told = {"username": "hoa", "display_name": "Hoa", "password": "four quiet green words", "language": "en"}
    links.redeem(word, **told, now=now_ms())
    client = inside(User.objects.get(username="hoa"))
    assert client.get("/new/incident/").status_code == 404
    run = CliRunner()
    answer = run.invoke(commands.user, ["change", "hoa", "--kind", "incident", "--json"])
    assert json.loads(answer.output)["kinds"] == ["incident"]
    assert (client.get("/new/incident/").status_code, client.get("/new/patrol/").status_code) == (200, 404)
    assert json.loads(run.invoke(commands.user, ["change", "hoa", "--every-kind", "--json"]).output)["kinds"] is None
    assert client.get("/new/patrol/").status_code == 200
    assert [row.reason for row in Trace.objects.filter(officer="hoa")] == ["roles", "roles"]
    assert run.invoke(commands.user, ["change", "hoa", "--kind", "religion"]).exit_code == 2
