"""Programs drawn by chance from the published document, right and wrong ones, against a served node."""

from __future__ import annotations

from collections import Counter
from itertools import cycle
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, Response
from schemathesis.checks import load_all_checks

from tests.api.served import PLANTED, Served
from tests.promises import SEED, tell, tries
from twinline.api import openapi
from twinline.api.declared import ROUTES
from twinline.node.rights.field import listed

load_all_checks()
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
    schemathesis.checks.response_headers_conformance,
]
#: Every header that a program may be answered by, and what the server adds.
LISTED = {row["field"].lower() for row in listed() if row["where"] in ("headers: program", "headers: server")}
#: No test is timed: a machine that is busy with other things answers late, one that hangs never.
PATIENCE_S = 600
DOCUMENT = schemathesis.openapi.from_dict(openapi.document())
OPERATIONS = {f"{each.method} {each.path}": each for each in ROUTES}


def faults(case: Case, answer: Response) -> list[str]:
    """Return what is wrong with an answer: a fault of ours, another form than published, something planted in it."""
    found = []
    try:
        case.validate_response(answer, checks=CHECKS)
    except BaseExceptionGroup as error:  # all that is wrong
        found.append(str(error)[:2000])
    found += [f"a header that no list names: {name}" for name in answer.headers if name.lower() not in LISTED]
    if PLANTED.encode() in answer.content or PLANTED in str(answer.headers):
        found.append("what was planted for others")
    return [*found, *(["too many requests at once"] if answer.status_code == 429 else [])]


def ask(case: Case, served: Served, session: requests.Session, key: str) -> Response:
    heads = {"Authorization": f"Bearer {key}"}
    return case.call(base_url=served.url, session=session, headers=heads, timeout=PATIENCE_S)


@pytest.mark.parametrize("count", tries("requests of programs drawn by chance"))
@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_request_is_answered_by_a_fault_another_form_or_what_others_may_see(
    served: Served, operation: str, count: int
) -> None:
    method, path = operation.split()
    asked = DOCUMENT[path][method]
    right, wrong = (asked.as_strategy(mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE))
    counts, keys, session = Counter[str](accepted=0, refused=0, faults=0), cycle(served.keys), requests.Session()

    @seed(SEED)
    @settings(
        max_examples=count, deadline=None, derandomize=False, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=right | wrong, record=st.sampled_from([None, served.ours, served.theirs]))
    def programs(case: Case, record: str | None) -> None:
        if record is not None and "record" in case.path_parameters:
            case.path_parameters["record"] = record
        answer = ask(case, served, session, next(keys))
        counts["accepted" if answer.status_code < 400 else "refused"] += 1
        wrong = faults(case, answer)
        counts["faults"] += bool(wrong)
        assert not wrong, wrong

    programs()
    run = counts["accepted"] + counts["refused"]
    tell("requests of programs drawn by chance", run, counts)


def test_a_door_that_tells_what_it_should_not_is_found(served: Served) -> None:
    case = DOCUMENT["/kinds"]["GET"].Case()
    answer = ask(case, served, requests.Session(), served.keys[0])
    assert faults(case, answer) == []
    for spoiled in (b'{"kinds": [], "acts": [], "religion": []}', PLANTED.encode()):
        raw: Any = requests.Response()
        raw.status_code, raw._content, raw.request = 200, spoiled, answer.request
        raw.headers["Content-Type"] = "application/json"
        assert faults(case, Response.from_requests(raw, verify=False)) != []
    raw.status_code = 500
    assert any("erver error" in one for one in faults(case, Response.from_requests(raw, verify=False)))
