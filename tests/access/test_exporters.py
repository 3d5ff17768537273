"""Nothing gives anything away without a rule: neither a place in the code nor a command, and each rule has its test."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tests.access.exporting import commands, places
from tests.access.leaving import leaving
from tests.commands.test_every_command import COMMANDS, leaves
from tests.functions import found_added
from tools.docs import command_group

ROOT = Path(__file__).resolve().parents[2]
#: An exporter as somebody might add one: each gives records away by another means.
ADDED = {
    "HttpResponse": "def bulk(request):\n    return HttpResponse(everything())\n",
    "open to write": "def bulk(path):\n    with path.open('wb') as sink:\n        sink.write(everything())\n",
    "write_text": "class Bulk:\n    def bulk(self, path):\n        path.write_text(everything(), encoding='utf-8')\n",
    "whole_file": "def bulk(path):\n    with whole_file(path) as sink:\n        sink.write(everything())\n",
    "sys.stdout.buffer": "def bulk():\n    sys.stdout.buffer.write(everything())\n",
    "SMTP": "def bulk():\n    smtplib.SMTP('x').send_message(everything())\n",
    "VACUUM INTO": "def bulk(cursor):\n    cursor.execute('VACUUM INTO %s')\n",
    "urlopen": "def bulk():\n    urllib.request.urlopen('http://x', everything())\n",
}


def test_every_place_by_which_something_leaves_has_its_rule() -> None:
    found, ruled = set(leaving()), set(places())
    assert found - ruled == set(), "without a rule: say in tests/access/exporting.py whose it is, and what proves it"
    assert ruled - found == set(), "gone: take its rule away"


@pytest.mark.parametrize(("means", "source"), ADDED.items(), ids=ADDED)
def test_an_exporter_added_without_a_rule_is_found_by_whatever_means_it_gives(
    tmp_path: Path, means: str, source: str
) -> None:
    """The control: with one exporter more in a copy of a room, the test above would fail."""
    ((added, by),) = found_added(tmp_path / "twinline", "bulk", source, leaving, places()).items()
    assert added.startswith("sheets.bulk:")
    assert by == [means]


def test_every_command_has_its_rule() -> None:
    assert set(commands()) == set(COMMANDS)


def test_a_command_added_without_a_rule_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    group = command_group()
    listed, got = type(group).list_commands, type(group).get_command
    bulk = click.Command("bulk")
    monkeypatch.setattr(type(group), "list_commands", lambda self, ctx: [*listed(self, ctx), "bulk"])
    monkeypatch.setattr(
        type(group), "get_command", lambda self, ctx, name: bulk if name == "bulk" else got(self, ctx, name)
    )
    assert set(dict(leaves(group))) - set(commands()) == {"bulk"}


PROOFS = {proof for rule in (*places().values(), *commands().values()) for proof in rule.proofs}


@pytest.mark.parametrize("proof", sorted(PROOFS))
def test_each_rule_names_a_test_that_there_is(proof: str) -> None:
    file, _, name = proof.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")
