"""Twin worlds: two nodes that differ only in what is hidden from a reader give that reader the same bytes.

The doors are found, not listed: the pages by following what they offer, what programs may ask from the published
routes, the commands by asking each whether it takes a reader (``--for``). One added tomorrow is compared tomorrow; one
that can't be asked for here fails until it is told how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.access.test_doors import FILLING
from tests.border import Border, Pairs, incident
from tests.commands.test_every_command import COMMANDS
from tests.hostile.crawling import Crawl
from tests.hostile.planting import AUDIENCES, plant
from tests.hostile.test_crawl import EVERY
from tests.store.pictures import photo
from twinline import times
from twinline.access import doors, programs, tokens
from twinline.access.models import User
from twinline.access.pace import Pace
from twinline.access.scopes import Scope
from twinline.api.declared import ROUTES
from twinline.desk.house.asked import LAYERS
from twinline.node import cli
from twinline.reports import forms
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.store import attachments, gis, here, reading

READER = "vn-na-bg"
Answers = dict[str, tuple[object, bytes]]
Door = Callable[[Border, pytest.MonkeyPatch, pytest.CaptureFixture[str]], Answers]
_DRAWN_BY_CHANCE = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
#: Headers that tell when somebody asked.
OF_THE_MOMENT = ("Expires", "Set-Cookie")
#: Shows a secret that is drawn anew at every look.
NEVER_TWICE = "/account/code/"
#: What a command that takes a reader is called with, where it needs more than that.
MORE = {"report": ["joint"]}
#: Each form of a file that a command can write, where it writes more than one.
IN_EACH_FORM = {
    "line export": [[f"map.{form}"] for form in gis.FORMS],
    "report": [["--format", form] for form in forms.FORMS if form != "docx"],
    "figures": [["--as", "stated:VN"], ["--as", "joint"]],
}
#: What strip, map and answers show of a month.
ON_THE_LINE: tuple[tuple[str, dict[str, object]], ...] = (
    ("incident", incident(when="2026-01-04", place={"marker": "402"})),
    ("patrol", {"type": "own", "when": "2026-01-03", "place": {"marker": "400", "to_marker": "403"}}),
    (
        "patrol",
        {"type": "own", "stage": "planned", "when": "2026-01-09", "place": {"marker": "400", "to_marker": "403"}},
    ),
    (
        "stretch",
        {"entrusted_to": "vn-v-pha-khao", "from": "2026-01-01", "place": {"marker": "400", "to_marker": "403"}},
    ),
)
#: The line's page and its map, closer and by each layer: more than what a crawl takes of one shape of address.
THE_LINE = [
    f"/line/{page}?month=2026-01&{asked}"
    for page in ("", "map.json")
    for asked in ("", "a=160000&b=180000", "a=160000&b=180000&narrow=1", *(f"layer={each}" for each in LAYERS))
]
#: A month of what was planted, side by side, and as the spreadsheets that go out.
A_MONTH = ["/side-by-side/?month=2026-06", "/side-by-side/2026-06.csv", "/side-by-side/2026-06.xlsx"]
#: Takes no reader: the program that the key is for.
NOT_A_READER = {"user token new"}
TAKES_A_READER = [
    name for name, command in COMMANDS.items()
    if any("--for" in each.opts for each in command.params if isinstance(each, click.Option))
    and name not in NOT_A_READER
]  # fmt: skip


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture(autouse=True)
def one_instant(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked of both is asked at the same time."""
    monkeypatch.setattr(times, "time", SimpleNamespace(time_ns=lambda: 1_795_400_000_000_000_000))


def hide(border: Border) -> None:
    """Say what the reader isn't addressed by: records of every kind at home and to others, an amendment, pictures,
    personal parts, what was withdrawn."""
    side = border.vn
    for number in range(3):
        picture = attachments.keep(side.ledger, photo(size=(40 + number, 30)), "goods")
        record = side.say("incident", incident(attachments=[picture]), to="self").record
        part = Part(person="suspect", basis="fact", purpose="investigation", ends=30_000, name="Mkpersonzq")
        Vault(side.ledger.folder).put(record, part, now=side.clock())
    side.amend(record, incident(cases=7))
    plant(border, audiences={"own": "self", "elsewhere": "vn-na,la-xk"})
    for to in ("self", "vn-na,la-xk"):
        for kind, body in ON_THE_LINE:
            side.say(kind, body, to=to)
            side.withdraw(side.say(kind, body, to=to).record)


@pytest.fixture
def twins(pairs: Pairs, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Border, Border]]:
    """Two worlds in which as much was said to the guard and to the line; in the second one more stays at home."""

    def said(border: Border) -> None:
        plant(border, audiences={name: to for name, to in AUDIENCES.items() if name != "own"})

    with django_db_blocker.unblock():
        both, _ = pairs.after(tmp_path / "said", said)
        plain, more = both.copy(tmp_path / "plain"), both.copy(tmp_path / "more")
        hide(more)
        yield plain, more
        plain.close()
        more.close()


def officer() -> User:
    made = {"password": "!", "organisation": READER, "roles": EVERY}
    return User.objects.get_or_create(username="huong", defaults=made)[0]


def pages(border: Border, monkeypatch: pytest.MonkeyPatch, _: object) -> Answers:
    """Return what each page and file of the desk gives somebody with every role."""
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    client = Client(raise_request_exception=False)
    client.force_login(officer())
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    monkeypatch.setattr(doors, "_PACE", Pace(100_000))
    crawl = Crawl(client, (), 1, sent=False)
    crawl.walk("/", "/records/")
    for place in (*THE_LINE, *A_MONTH):
        crawl.answers[place] = (answer := client.get(place)).status_code, dict(answer.headers), answer.content
    assert len(crawl.answers[A_MONTH[1]][2].splitlines()) > 1, "the month has lines"
    return {
        place: ((status, {name: said for name, said in headers.items() if name not in OF_THE_MOMENT}), told(raw))
        for place, (status, headers, raw) in crawl.answers.items() if place != NEVER_TWICE
    }  # fmt: skip


def told(raw: bytes) -> bytes:
    """Return an answer without what is drawn by chance."""
    return _DRAWN_BY_CHANCE.sub(rb"\1", raw)


def asked_by_programs(border: Border, monkeypatch: pytest.MonkeyPatch, _: object) -> Answers:
    """Return what each thing that a program may ask for gives one whose key has every scope."""
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    monkeypatch.setattr(programs, "_PACE", Pace(programs.MOST_A_MINUTE))
    _, word = tokens.make(officer(), "x", Scope, days=1, now=times.now_ms())
    seen = reading.records(border.vn.ledger, reading.Reader(frozenset({READER})))[0].record
    names = {**FILLING, "record": seen}
    found: Answers = {}
    for each in ROUTES:
        if each.method == "GET":
            place = "/api/1" + each.path.format(**names)
            answer = Client().get(place, headers={"Authorization": f"Bearer {word}"})
            assert answer.status_code == 200, place
            found[place] = answer.headers.get("ETag"), answer.content
    return found


def commands(border: Border, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Answers:
    """Return what each command that takes a reader prints and writes for this one."""
    monkeypatch.setenv("TWINLINE_NODE", str(border.vn.ledger.folder))
    monkeypatch.setattr("twinline.store.commands.common.ledger", lambda: border.vn.ledger)
    found: Answers = {}
    for name in TAKES_A_READER:
        for more in IN_EACH_FORM.get(name, [[]]):
            folder = border.vn.ledger.folder.parent
            monkeypatch.chdir(folder)
            line = [*name.split(), *MORE.get(name, []), *more, "--for", READER]
            with pytest.raises(SystemExit) as ended:
                cli.main(line)
            out, err = capfd.readouterr()
            assert ended.value.code == 0, (line, err)
            written = b"".join(path.read_bytes() for path in map(folder.joinpath, more) if path.is_file())
            found[" ".join(line)] = len(written), out.encode() + written
    return found


DOORS = (pages, asked_by_programs, commands)
#: At how many addresses of a door one record more is seen.
SEEN_AT_LEAST = {pages: 5 + len(THE_LINE) // 2, asked_by_programs: 3, commands: 6}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_what_is_hidden_from_a_reader_changes_no_byte_that_they_get(
    twins: tuple[Border, Border], door: Door, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The control: one record more that they may read does."""
    plain, more = (door(each, monkeypatch, capfd) for each in twins)
    assert len(plain) >= 10
    assert differing(plain, more) == []
    for kind, body in ON_THE_LINE:
        twins[1].vn.say(kind, body, to=f"vn-na,{READER}")
    assert len(differing(plain, door(twins[1], monkeypatch, capfd))) >= SEEN_AT_LEAST[door]


def differing(one: Answers, other: Answers) -> list[str]:
    """Return where two answers aren't the same bytes."""
    return sorted(place for place in one.keys() | other.keys() if one.get(place) != other.get(place))
