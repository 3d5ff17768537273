"""Every entrance, tried with what must not come in: fields that there are not, and an offence that isn't one."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from django.test import Client

from tests.border import Border, carry, incident
from tests.promises import tell, tries
from tests.sheets.test_taking_in import seen
from tests.store.pen import Pen
from twinline.access import tokens
from twinline.access.models import User
from twinline.access.scopes import Scope
from twinline.node.cli import twinline
from twinline.store import append, here
from twinline.store.saying import Unfit
from twinline.times import now_ms

MARK = "Mark7341"
FIELDS = ("religion", "ethnic_group", "name", "suspects", "victims", "passport", "photo", "score", "wanted_list", "x")
FORM = {
    "when.from": "05/11/2026", "place.organisation": "vn-na-xo-nam-can", "offence": "drug_trafficking", "cases": "1",
    "counterparts": "la-xk", "example": "yes",
}  # fmt: skip
#: What the joint texts of both sides say of belief; no list of offences has it, and no field may say it.
PASSAGE = {
    "vi": "hoạt động tôn giáo trái pháp luật",
    "lo": "ເຄື່ອນໄຫວສາສະໜາຜິດກົດໝາຍ",
    "en": "illegal religious activities",
}
Entrance = Callable[[dict], bool]


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def entrances(border: Border, monkeypatch: pytest.MonkeyPatch) -> dict[str, Entrance]:
    """Return by name how an incident is brought in, changed by some fields; each answers whether it was taken in."""
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    monkeypatch.setenv("TWINLINE_NODE", str(border.vn.ledger.folder))
    user = User.objects.create(username="lan", password="!", organisation="vn-na", roles="commander,investigator")
    browser = Client()
    browser.force_login(user)
    _, word = tokens.make(user, "x", Scope, days=1, now=now_ms())

    def by_command(told: dict) -> bool:
        return CliRunner().invoke(twinline, ["add", "incident", "-"], input=json.dumps(incident(**told))).exit_code == 0

    def by_sheet(told: dict) -> bool:
        cells = {"when.from": "2022", "place.organisation": "vn-na-xo-nam-can", "offence": "drug_trafficking", **told}
        return bool(seen(border.vn, "\n".join(map(",".join, (cells, cells.values()))).encode(), lang="en").new)

    def by_workbook(told: dict) -> bool:
        cells = {"when.from": "2022", "place.organisation": "vn-na-xo-nam-can", "offence": "drug_trafficking", **told}
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
            page = book.add_worksheet("incident")
            page.write_row(0, 0, list(cells))
            page.write_row(1, 0, list(cells.values()))
        return bool(seen(border.vn, out.getvalue(), lang="en").new)

    def by_form(told: dict) -> bool:
        return browser.post("/new/incident/", {**FORM, **told}).status_code == 302

    def by_program(told: dict) -> bool:
        body = {"kind": "incident", "body": incident(**told)}
        answer = browser.post(
            "/api/1/records", json.dumps(body), content_type="application/json",
            headers={"Authorization": f"Bearer {word}"},
        )  # fmt: skip
        return answer.status_code == 201

    def by_peer(told: dict) -> bool:
        pen = Pen(border.la)
        pen.write(incident(counterparts=["vn-na"], **told))
        return append.KEPT in pen.give(border.vn).outcomes

    return {
        "command": by_command,
        "sheet": by_sheet,
        "workbook": by_workbook,
        "form": by_form,
        "program": by_program,
        "peer": by_peer,
    }


def kept(border: Border, what: str) -> bool:
    """Return whether a word stands in anything that is folded, shown, counted or searched at the node."""
    with border.vn.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_entry WHERE quarantine = '' AND instr(raw, %s) > 0", [what.encode()])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("attempts", tries("fields that there are not, by every entrance"))
def test_no_entrance_brings_a_field_that_there_is_not(
    border: Border, entrances: dict[str, Entrance], attempts: int
) -> None:
    tried = list(product(entrances, FIELDS))
    assert len(tried) == attempts
    taken = [(way, field) for way, field in tried if entrances[way]({field: MARK})]
    # A form's page reads the boxes that it drew: what else is posted is left where it is.
    assert {way for way, _ in taken} <= {"form"}
    assert not kept(border, MARK)
    told = {"taken in": 0, "refused": attempts - len(taken), "the field left out": len(taken)}
    tell("fields that there are not, by every entrance", attempts, told, seed=None)


def test_what_would_come_in_is_seen(border: Border, entrances: dict[str, Entrance]) -> None:
    """The control: every entrance takes what is right, and what it takes is found."""
    assert [way for way, enter in entrances.items() if not enter({})] == []
    border.vn.say("incident", incident(note={"language": "en", "text": MARK}), to="self")
    assert kept(border, MARK)


@pytest.mark.parametrize(
    "offence", ["religion", "illegal_religious_activity", "other", "assembly", "speech", *PASSAGE.values()]
)
def test_no_entrance_takes_an_offence_of_belief_speech_or_assembly(
    border: Border, entrances: dict[str, Entrance], offence: str
) -> None:
    assert [way for way, enter in entrances.items() if enter({"offence": offence})] == []
    assert not kept(border, offence)


@pytest.mark.parametrize("language", sorted(PASSAGE))
def test_the_passage_on_religion_leaves_only_marked_text_that_does_not_cross(border: Border, language: str) -> None:
    stays_home(border, language, PASSAGE[language])


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("vi", "anh Tuấn"),
        ("vi", "ông THÀO BÁ XÀ"),
        ("lo", "ອ້າຍ ສົມສັກ"),
        ("en", "Captain Hung"),
        ("fr", "le suspect Vilay"),
    ],
)
def test_a_name_in_a_note_does_not_cross(border: Border, language: str, name: str) -> None:
    stays_home(border, language, name)


def test_an_ordinary_note_crosses(border: Border) -> None:
    """The control."""
    with pytest.raises(pytest.fail.Exception):
        stays_home(border, "vi", "anh em hai bên")


def stays_home(border: Border, language: str, said_there: str) -> None:
    """Check that a note with these words is kept at home, refused to the other side, and in none of its files."""
    note = {"note": {"language": language, "text": f"… {said_there} …"}}
    said = border.vn.say("incident", incident(**note), to="self")
    with pytest.raises(Unfit):
        border.vn.say("incident", incident(**note))
    carry(border.vn, border.la)
    assert not border.la.sees(said.record)
    there = b"".join(path.read_bytes() for path in Path(border.la.ledger.folder).rglob("*") if path.is_file())
    assert said_there.encode() not in there
