"""``twinline kinds`` describes whatever it lists: kinds and acts alike."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from twinline.records import registry
from twinline.store.commands.kinds import kinds


def asked(*words: str) -> Result:
    return CliRunner().invoke(kinds, words)


@pytest.mark.parametrize("name", [*registry.KINDS, *registry.ACTS])
def test_each_is_described_in_words_and_as_a_schema(name: str) -> None:
    told, schema = asked(name, "--lang", "lo"), json.loads(asked(name, "--json").stdout)
    assert told.exit_code == 0
    assert told.stdout.startswith(f"{name}: {schema['x-labels']['lo']}")
    assert schema["$id"].endswith(f":{name}")
    assert all(field in told.stdout for field in schema["properties"])


def test_the_reasons_that_the_help_of_a_dispute_speaks_of_are_there() -> None:
    assert "count_differs" in asked("dispute").stdout


@pytest.mark.parametrize("name", ["say", "zebra"])
def test_what_is_neither_kind_nor_act_is_a_wrong_question(name: str) -> None:
    assert asked(name).exit_code == 2
