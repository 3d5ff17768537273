"""Files, parcels and typed texts from outside, altered at random: taken, or refused in one sentence, soon.

A ten-minute run of each parser is in a process of its own, so that a crash of a library in C is seen as one.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.hostile import trying
from tests.hostile.parsers import PARSERS
from tests.hostile.trying import Found, Parser, attempt
from tests.promises import SEED, tell, tries
from twinline.reports.office.placeholders import Unknown, placeholder
from twinline.sentences import Problem, Sentence

ROOT = Path(__file__).resolve().parents[2]
#: Megabytes that one parser may need; a picture of the largest size that is taken needs most of it.
MOST_MB = 1500


#: What refuses nothing in a sentence of its own: a typed address is told to be none, a line of JSON is judged, and
#: before a proxy nobody is believed.
JUDGED = ("lines of JSON", "mail addresses", "addresses before a proxy")
#: What looks up an account; the database of accounts knows nothing of ledgers.
OF_ACCOUNTS = ("passkeys that are made", "passkeys that are shown")
NAMED = [pytest.param(name, marks=[pytest.mark.django_db] if name in OF_ACCOUNTS else []) for name in PARSERS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the nodes are that some files are read by."""
    return tmp_path_factory.mktemp("parsers")


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("number", tries("altered files for each parser")[:1])
def test_an_altered_file_is_taken_or_refused_in_a_sentence(
    name: str, number: int, folder: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    parser = PARSERS[name]
    with django_db_blocker.unblock():
        found = attempt(parser, parser.seeds(folder), folder, seed=SEED, goes_on=lambda run: run < number)
    tell("altered files for each parser", found.run, found.counts())
    assert found.wrong == {}
    assert found.refused or name in JUDGED


#: Nested deeper than any reader goes, closed and not; a number longer than Python reads; a first line that never ends.
_ENDLESS = (
    b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 50_000, b"<a>" * 50_000, b"a = " + b"[" * 50_000,
    b"a = " + b"9" * 5_000, b'{"a": ' + b"9" * 5_000 + b"}", b"9" * 50_000, b"HTTP/1." + b"9" * 5_000 + b"\r\n\r\n",
    b"indicator,returned\r\nown_patrols," + b"9" * 200_000,
    b'{"id": "x", "rawId": ' + b"[" * 8_000,
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-30\r\n\r\n5\r\n",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_what_has_no_end_is_taken_or_refused_in_a_sentence(
    name: str, folder: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    found = Found()
    with django_db_blocker.unblock():
        PARSERS[name].seeds(folder)
        for raw in _ENDLESS:
            trying.one(PARSERS[name], raw, folder, found)
    assert found.wrong == {}


@pytest.mark.long
@pytest.mark.parametrize("name", PARSERS)
@pytest.mark.parametrize("minutes", tries("minutes of altered files for each parser")[1:])
def test_ten_minutes_of_altered_files_crash_and_hang_nothing(name: str, minutes: int, tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.hostile.trying", name, str(minutes * 60), str(SEED)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "TWINLINE_NODE": str(tmp_path), "HOME": str(tmp_path)},
    )  # fmt: skip
    assert ended.returncode == 0, f"died by {signal.strsignal(-ended.returncode)}: see {tmp_path / 'last'}"
    told = json.loads(ended.stdout.splitlines()[-1])
    peak = told.pop("peak_mb")
    found = Found(**told)
    tell("minutes of altered files for each parser", minutes, {"files": found.run, **found.counts()})
    print(f"{name}: {found.run:,} files, slowest {found.slowest_s:.1f} s, {peak} MB")
    assert found.wrong == {}
    assert peak < MOST_MB


# The controls: what goes wrong is seen.


def _mute(_: bytes, __: Path) -> None:
    raise Problem("bad", Sentence(""))


def _slow(_: bytes, __: Path) -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("parse", "fault"),
    [(lambda raw, _: {}[raw], "crashed"), (_mute, "unclear"), (_slow, "hung")],
)
def test_a_parser_that_crashes_says_nothing_or_hangs_is_found(parse: object, fault: str, tmp_path: Path) -> None:
    found = Found()
    trying.one(Parser(lambda _: [], parse), b"x", tmp_path, found, patience_s=0.1)  # type: ignore[arg-type]
    assert (getattr(found, fault), found.faults, len(found.wrong)) == (1, 1, 1)
    assert (tmp_path / "wrong-1").read_bytes() == b"x"


def test_a_placeholder_as_long_as_a_letter_is_told_in_short() -> None:
    with pytest.raises(Unknown) as caught:
        placeholder(f"drug_cases.{'x' * 50_000}")
    assert len(str(caught.value.what)) < 300
