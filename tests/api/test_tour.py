"""docs/api.md: each of its lines, asked of a served node, is answered as the page says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from string import Template

import jsonschema
import pytest
import requests

from tests.api.served import Served
from twinline.access.scopes import Scope
from twinline.api import answers

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
_LINE = re.compile(r"^(curl .*?)  # (\d{3})$", re.MULTILINE | re.DOTALL)
LINES = [found for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for found in _LINE.findall(block)]


def asked_by(line: str, served: Served) -> requests.Response:
    """Ask what a line of curl asks."""
    told = Template(line).substitute(URL=served.url, KEY=served.keys[0], OURS=served.ours, THEIRS=served.theirs)
    words, heads, body, url = shlex.split(told.replace("\\\n", ""))[1:], {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            heads[name] = value
        elif word == "-d":
            body = words.pop(0)
        else:
            url = word
    return requests.request("GET" if body is None else "POST", url, headers=heads, data=body)


@pytest.mark.parametrize(("line", "status"), LINES, ids=range(len(LINES)))
def test_each_line_of_the_tour_is_answered_as_it_says(line: str, status: str, served: Served) -> None:
    answer = asked_by(line, served)
    assert answer.status_code == int(status), answer.text
    if answer.status_code >= 400:
        jsonschema.validate(json.loads(answer.text), answers.ERROR)


def test_the_tour_asks_enough_and_names_every_scope() -> None:
    assert len(LINES) == PAGE.count("\ncurl ")
    assert len(LINES) > 12
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == [each.value for each in Scope]
