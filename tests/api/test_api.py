"""What programs ask over HTTP: the answers of the commands, the rules of the desk, the errors of both."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from click.testing import CliRunner
from django.db import OperationalError
from django.test import Client

from tests.api.conftest import Let, Program
from tests.border import Border, carry, incident
from twinline.access.models import User
from twinline.access.scopes import Scope
from twinline.api import answers, views
from twinline.api.declared import ROUTES, SEARCHED
from twinline.desk.house import here as desk
from twinline.records import registry
from twinline.reports import commands as reporting
from twinline.reports import figured
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.store import reading
from twinline.store.commands import line as line_commands
from twinline.store.commands import reading as listing
from twinline.store.commands import saying as telling

on_the_line = line_commands.line
NOW = 1_795_400_000_000


def conforms(told: Any, schema: Any) -> None:
    """Hold an answer to its form; what is wrong is said in one line."""
    wrong = [
        f"{error.json_path}: {error.message[:200]}"
        for error in jsonschema.Draft202012Validator(schema).iter_errors(told)
    ]
    assert not wrong, wrong[:3]


@pytest.fixture
def command(world: Border, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command on the node that programs ask, and return the bytes it prints."""
    for module in (listing, telling, line_commands):
        monkeypatch.setattr(module, "ledger", lambda: world.vn.ledger)
    monkeypatch.setattr(reporting, "now_ms", lambda: NOW)
    monkeypatch.setattr(views, "now_ms", lambda: NOW)

    def run(called: Any, *words: str) -> bytes:
        about = ["--node", str(world.vn.ledger.folder)] if called.name in ("figures", "report") else []
        ran = CliRunner().invoke(called, [*words, *about], catch_exceptions=False)
        assert ran.exit_code == 0, ran.output
        return ran.stdout_bytes

    return run


ASKED = [
    {},
    {"indicator": "drug_cases"},
    {"indicator": ["drug_cases", "drug_offenders_arrested"], "from": "2022", "to": "2022-06", "as": "stated:VN"},
    {"indicator": "drug_cases", "period": "2022-H1", "calendar": "vn-report", "place": "vn-na", "recut": "true"},
    {"indicator": "drug_cases", "place": "vn-na-d-ky-son"},
    {"indicator": "drug_cases", "org": "vn-na", "for": "vn-na,la-xk", "known_on": "2026-02-01"},
    {"indicator": "drug_cases", "records": "true"},
    {"indicator": "drug_cases", "sentence": "true"},
    {"indicator": "drug_cases", "known_on": "2025-01-01", "against": "2026-02-01"},
]


@pytest.mark.parametrize("asked", ASKED, ids=[str(n) for n in range(len(ASKED))])
def test_figures_are_those_of_the_command_byte_for_byte(asked: dict[str, Any], let: Let, command: Any) -> None:
    words = []
    for name, value in asked.items():
        for each in [value] if isinstance(value, str) else value:
            if name == "indicator":
                words.append(each)
            else:
                words += [f"--{name.replace('_', '-')}", *([] if each == "true" else [each])]
    answer = let(lang="lo").raw("GET", "/figures", query_params=asked)
    assert answer.status_code == 200, answer.content
    assert answer.content == command(reporting.figures, *words, "--json")


@pytest.mark.parametrize("asked", [{}, {"period": "2022-06"}, {"for": "la-xk,vn-na"}], ids=["all", "june", "two"])
def test_a_report_is_that_of_the_command_byte_for_byte(asked: dict[str, str], let: Let, command: Any) -> None:
    words = [word for name, value in asked.items() for word in (f"--{name}", value)]
    answer = let().raw("GET", "/reports/joint", query_params=asked)
    assert answer.content == command(reporting.report, "joint", *words, "--json")


def test_command_page_sheet_and_program_give_one_answer(let: Let, account: User, command: Any, client: Client) -> None:
    client.force_login(account)
    asked = {"first": "2022-06", "last": "2022-06"}
    program = let().raw("GET", "/reports/joint", query_params={"from": "2022-06", "to": "2022-06"}).content
    assert program == command(reporting.report, "joint", "--from", "2022-06", "--to", "2022-06", "--json")
    assert program == client.get("/report/as.json", asked).content
    figure = let().get("/figures", indicator="drug_cases", period="2022-06")[1]["counted"][0]["value"]
    sheet = csv.DictReader(io.StringIO(client.get("/report/as.csv", asked).content.decode("utf-8-sig")))
    cells = [row for row in sheet if "drug_cases" in row.values()]
    assert any(figure in row.values() for row in cells), cells
    assert figure == "3"


def test_records_are_those_of_the_commands(let: Let, world: Border, command: Any) -> None:
    program = let()
    listed = program.get("/records", kind="incident")[1]["records"]
    assert listed == [json.loads(line) for line in command(listing.list_records, "incident", "--json").splitlines()]
    assert len(listed) == 2
    one = listed[0]["record"]
    assert program.get(f"/records/{one}", trace="true")[1] == json.loads(
        command(listing.show, one, "--trace", "--json")
    )


def test_kinds_are_those_of_the_command(let: Let) -> None:
    program = let()
    assert program.get("/kinds")[1] == {"kinds": list(registry.KINDS), "acts": list(registry.ACTS)}
    assert program.get("/kinds/patrol")[1] == registry.json_schema("patrol")
    assert program.get("/kinds/dispute")[1] == registry.act_schema("dispute")


def test_a_long_list_is_read_page_by_page(let: Let, world: Border) -> None:
    for _ in range(3):
        world.vn.say("incident", incident())
    program, seen, offset = let(), [], 0
    while offset is not None:
        page = program.get("/records", limit="2", offset=str(offset))[1]
        assert page["total"] == 5
        seen += [one["record"] for one in page["records"]]
        offset = page["next"]
    assert len(set(seen)) == 5


def test_an_answer_that_a_program_has_is_not_sent_again(let: Let) -> None:
    program = let()
    first = program.raw("GET", "/records")
    again = program.raw("GET", "/records", heads={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    program.post("/records", {"kind": "incident", "body": incident()})
    assert program.raw("GET", "/records", heads={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_waits_is_said_in_the_language_asked_for(let: Let) -> None:
    told = {lang: let(lang=lang).get("/waiting")[1]["lists"][0]["title"] for lang in ("vi", "lo", "en", "fr")}
    assert told["en"] == "Awaiting your confirmation"
    assert len(set(told.values())) == 4


def test_one_list_of_what_waits_is_said_whole(let: Let, world: Border) -> None:
    pledged = {"step": "pledged", "purpose": "hunger_poverty", "given_to": ["la-xk"], "example": True,
               "goods": [{"what": "rice", "amount": "3000", "unit": "kg"}], "level": "province"}  # fmt: skip
    for number in range(13):
        world.vn.say("support", {**pledged, "when": f"2020-01-{number + 1:02}"})
    quiet = next(one for one in let().get("/waiting")[1]["lists"] if one["name"] == "quiet")
    assert (quiet["total"], len(quiet["records"])) == (13, 12)
    assert [(one["name"], len(one["records"])) for one in let().get("/waiting", list="quiet")[1]["lists"]] == [
        ("quiet", 13)
    ]
    assert let().get("/waiting", list="all")[0] == 400


# Saying


def test_a_record_stays_at_home_until_it_is_released(let: Let, world: Border) -> None:
    status, told = let(Scope.SAY).post("/records", {"kind": "incident", "body": incident(), "to": "line"})
    assert status == 201
    view = world.vn.view(told["record"])
    assert (view.row.audience, view.row.intended) == (("vn-na",), ("line",))
    carry(world.vn, world.la)
    assert not world.la.sees(told["record"])


def test_it_crosses_at_once_only_by_a_key_and_an_account_that_may_send(let: Let, world: Border) -> None:
    new = {"kind": "incident", "body": incident(), "to": "line", "release": True}
    status, told = let(Scope.SAY).post("/records", new)
    assert (status, told["error"]["check"], told["error"]["where"]) == (403, "may-not", "release")
    both = let(Scope.SAY, Scope.RELEASE)
    said = both.post("/records", new)[1]["record"]
    carry(world.vn, world.la)
    assert world.la.sees(said)
    User.objects.update(roles="officer")
    assert both.post("/records", new)[0] == 403


def test_an_answer_says_where_a_new_record_is(let: Let) -> None:
    program = let()
    answer = program.raw("POST", "/records", {"kind": "incident", "body": incident()})
    assert program.get(answer["Location"].removeprefix("/api/1"))[0] == 200


def test_words_that_never_cross_are_kept_and_told(let: Let) -> None:
    note = {"note": {"language": "vi", "text": "Đối tượng là tín đồ Tin Lành."}}
    program = let()
    told = program.post("/records", {"kind": "incident", "body": incident(**note)})[1]
    assert told["stays_home"][0]["where"] == "note.text"
    crossing = {"kind": "incident", "body": incident(**note), "to": "line", "release": True}
    assert program.post("/records", crossing)[1]["error"]["findings"][0]["field"] == "note.text"


@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
def test_a_record_that_does_not_fit_is_refused_as_by_the_command_in_the_language_asked_for(
    let: Let, world: Border, command: Any, lang: str
) -> None:
    status, told = let(lang=lang).post("/records", {"kind": "incident", "body": incident(cases=-1)})
    assert (status, told["error"]["check"]) == (422, "unfit")
    finding = registry.validate("incident", incident(cases=-1))[0]
    assert told["error"]["findings"] == [{"field": "cases", "rule": finding.rule, "sentence": finding.sentence(lang)}]
    assert finding.sentence(lang) in told["error"]["sentence"]
    assert len(reading.records(world.vn.ledger, reading.Reader.of_node(world.vn.ledger))) == 2


def ours_and_theirs(program: Program) -> tuple[str, str]:
    listed = program.get("/records")[1]["records"]
    return tuple(next(one["record"] for one in listed if one["side"] == side) for side in ("VN", "LA"))  # type: ignore[return-value]


def test_the_acts_do_what_the_commands_do(let: Let, world: Border) -> None:
    program = let()
    ours, theirs = ours_and_theirs(program)
    assert program.post(f"/records/{theirs}/dispute", {"reason": "count_differs"})[0] == 201
    assert world.vn.standing(theirs) == "disputed"
    assert program.post(f"/records/{theirs}/countersign", {})[0] == 201
    assert world.vn.standing(theirs) == "agreed"
    assert program.post(f"/records/{ours}/amend", incident(cases=5))[0] == 201
    assert world.vn.view(ours).row.body["cases"] == 5
    assert program.post(f"/records/{ours}/withdraw", {"reason": "mistake"})[0] == 201
    assert world.vn.standing(ours) == "withdrawn"


def test_an_act_that_can_not_be_is_refused_in_the_words_of_the_command(let: Let) -> None:
    program = let()
    ours, theirs = ours_and_theirs(program)
    assert program.post(f"/records/{ours}/countersign", {})[1]["error"]["check"] == "own-record"
    assert program.post(f"/records/{theirs}/amend", incident())[1]["error"]["check"] == "may-not"
    program.post(f"/records/{ours}/withdraw", {"reason": "mistake"})
    status, told = program.post(f"/records/{ours}/amend", incident())
    assert (status, told["error"]["check"]) == (422, "withdrawn")


def test_what_has_crossed_is_changed_and_answered_only_by_a_key_that_may_send(let: Let) -> None:
    ours, theirs = ours_and_theirs(let())
    program = let(Scope.SAY, Scope.ANSWER)
    assert program.post(f"/records/{ours}/amend", incident())[0] == 403
    assert program.post(f"/records/{theirs}/countersign", {})[0] == 403


@pytest.mark.parametrize("kind", ["organisation", "issued_report", "no-such"])
def test_what_no_page_fills_in_no_program_says(let: Let, kind: str) -> None:
    status, told = let().post("/records", {"kind": kind, "body": {}})
    assert (status, told["error"]["check"]) == (422, "kind")


# Errors


@pytest.mark.parametrize(
    ("path", "asked", "status", "check", "where"),
    [
        ("/records", {"colour": "red"}, 400, "parameter", "colour"),
        ("/records", {"limit": "501"}, 400, "parameter", "limit"),
        ("/records", {"limit": "٣"}, 400, "parameter", "limit"),
        ("/records", {"kind": "wanted"}, 400, "parameter", "kind"),
        ("/records", {"from": "yesterday"}, 400, "parameter", "from"),
        ("/records", {"known_on": "then"}, 400, "parameter", "known_on"),
        ("/records", {"known_on": "2999-01-01"}, 400, "parameter", "known_on"),
        ("/records", {"side": ["VN", "LA"]}, 400, "parameter", "side"),
        ("/records/0000", {}, 404, "no-record", ""),
        ("/records/0000", {"trace": "yes"}, 400, "parameter", "trace"),
        ("/kinds/wanted", {}, 404, "no-kind", ""),
        ("/reports/none", {}, 404, "no-report", ""),
        ("/figures", {"indicator": "none"}, 422, "no-indicator", ""),
        ("/figures", {"as": "rumour"}, 422, "no-basis", ""),
        ("/figures", {"for": "la-bk"}, 403, "may-not", ""),
        ("/figures", {"cut": "/etc/passwd"}, 422, "cut-text", ""),
        ("/nowhere", {}, 404, "no-route", ""),
    ],
)
def test_a_wrong_question_gets_one_sentence_that_says_what_and_where(
    let: Let, path: str, asked: dict[str, Any], status: int, check: str, where: str
) -> None:
    got, told = let().get(path, **asked)
    conforms(told, answers.ERROR)
    assert (got, told["error"]["where"]) == (status, where), told
    assert told["error"]["check"] == check
    assert told["error"]["sentence"]


@pytest.mark.parametrize(
    ("told", "status"),
    [("{", 400), (b"\xff", 400), ("[]", 400), ('{"kind": 3, "body": {}}', 400), ('{"kind": "incident"}', 400),
     ('{"kind": "incident", "body": {}, "as": "vn-na"}', 400), ("[" * 5000, 400),
     ('{"kind": "incident", "body": {"note": ' + '{"a":' * 600 + "1" + "}" * 600 + "}}", 400),
     (json.dumps({"kind": "incident", "body": {"note": "x" * 3_000_000}}), 413),
     ('{"kind": "incident", "body": {}, "to": "nobody-at-all"}', 422)],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_record_is_refused_and_nothing_is_kept(let: Let, world: Border, told: Any, status: int) -> None:
    answer = let().raw("POST", "/records", told)
    assert answer.status_code in (status, 422), answer.content
    conforms(json.loads(answer.content), answers.ERROR)
    assert len(reading.records(world.vn.ledger, reading.Reader.of_node(world.vn.ledger))) == 2


def test_a_form_is_no_json(let: Let) -> None:
    program = let()
    answer = program.client.post(
        "/api/1/records", {"kind": "incident"}, headers={"Authorization": f"Bearer {program.word}"}
    )
    assert (answer.status_code, json.loads(answer.content)["error"]["check"]) == (415, "media-type")


def test_a_fault_of_ours_is_said_in_the_same_form_and_a_full_disk_as_one(
    let: Let, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("planted-secret")

    monkeypatch.setattr(figured.Figured, "told", broken)
    status, told = let().get("/figures")
    assert (status, told["error"]["check"]) == (500, "fault")
    assert "planted-secret" not in str(told)

    def full(*_: Any, **__: Any) -> None:
        fault = OperationalError("full")
        fault.sqlite_errorcode = 13  # type: ignore[attr-defined]
        raise fault

    monkeypatch.setattr(figured.Figured, "told", full)
    assert let().get("/figures")[0] == 507


# Whom it tells what


def test_who_is_not_addressed_can_not_tell_a_record_from_none(let: Let, world: Border) -> None:
    hidden = world.vn.say("incident", incident(), to="self", author="vn-na-bg").record
    program = let()
    nothing = program.raw("GET", f"/records/{hidden[:-1]}{'0' if hidden[-1] != '0' else '1'}")
    something = program.raw("GET", f"/records/{hidden}")
    assert something.status_code == nothing.status_code == 404
    for act in ("amend", "withdraw", "countersign", "dispute"):
        assert program.post(f"/records/{hidden}/{act}", {"reason": "mistake"})[0] == 404
    assert hidden not in program.raw("GET", "/records").content.decode()
    other = User.objects.create(username="bg", password="!", organisation="vn-na-bg", roles="commander")
    assert let(user=other).get(f"/records/{hidden}")[0] == 200


OURS = {"indicator": "drug_cases", "as": "stated:VN"}


def test_figures_are_told_for_no_readers_but_those_that_the_account_is_one_of(let: Let, world: Border) -> None:
    world.vn.say("incident", incident(cases=7), to="self", author="vn-na-bg")
    program = let()
    for readers in ("vn-na-bg", "vn-na-bg,la-xk", "la-bk"):
        assert program.get("/figures", **OURS, **{"for": readers})[0] == 403
        assert program.get("/reports/joint", **{"for": readers})[0] == 403
    for readers in ("self", "line", "vn-na,vn-na-bg"):
        assert program.get("/figures", **OURS, **{"for": readers})[1]["counted"][0]["value"] == "2"
    other = User.objects.create(username="bg", password="!", organisation="vn-na-bg", roles="commander")
    assert let(user=other).get("/figures", **OURS, **{"for": "self"})[1]["counted"][0]["value"] == "9"


def test_a_cut_for_others_is_not_read_again(let: Let, world: Border) -> None:
    other = User.objects.create(username="bg", password="!", organisation="vn-na-bg", roles="commander")
    told = let(user=other).get("/figures", **OURS, **{"for": "self"})[1]
    cut = json.dumps({key: told[key] for key in ("for", "known_on", "so_far", "cut")})
    status, refused = let().get("/figures", **OURS, cut=cut)
    assert (status, refused["error"]["check"]) == (403, "may-not")
    assert let(user=other).get("/figures", **OURS, cut=cut)[0] == 200


def test_no_personal_part_is_reached_by_any_program(let: Let, world: Border, account: User) -> None:
    marker = "PLANTED-PERSON-Ⅻ"
    program = let()
    ours, _ = ours_and_theirs(program)
    part = Part(person="victim", basis="fact", purpose="protection", ends=30_000, name=marker)
    Vault(world.vn.ledger.folder).put(ours, part, now=NOW)
    User.objects.update(roles="commander,investigator")
    paths = [each.path.format(record=ours, kind="incident", report="joint") for each in ROUTES if each.method == "GET"]
    got = [program.raw("GET", path, query_params={"trace": "true"} if "{record}" in path else {}) for path in paths]
    got.append(program.raw("GET", f"/records/{ours}", query_params={"trace": "true"}))
    got += [program.raw("GET", "/records", heads={SEARCHED: quote(word)}) for word in (marker, "PLANTED")]
    assert {one.status_code for one in got} == {200}
    without = [one.content for one in got]
    assert all(marker.encode() not in raw and b"victim" not in raw for raw in without)
    # The control: it is there, for whoever may open it.
    assert Vault(world.vn.ledger.folder).of(ours)


# What is published


def test_the_document_says_what_is_there_and_which_scope_it_takes(let: Let) -> None:
    told = let(Scope.FIGURES).get("/openapi.json")[1]
    assert told["paths"]["/records"]["post"]["x-scope"] == "say"
    assert told["paths"]["/figures"]["get"]["x-scope"] == "figures"
    jsonschema.Draft202012Validator.check_schema(told["components"]["schemas"]["kind-incident"])


def test_every_answer_has_exactly_the_form_that_is_published(let: Let, world: Border) -> None:
    program = let()
    ours, theirs = ours_and_theirs(program)
    program.post(f"/records/{theirs}/dispute", {"reason": "count_differs"})
    for each in (one for one in ROUTES if one.method == "GET"):
        path = each.path.format(record=ours, kind="incident", report="joint")
        status, told = program.get(path)
        assert status == 200
        conforms(told, each.answer)
    for asked in ASKED[1:]:
        conforms(program.get("/figures", **asked)[1], answers.FIGURES)
    for record in (ours, theirs):
        conforms(program.get(f"/records/{record}", trace="true")[1], answers.RECORD)
    conforms(program.get("/reports/line", period="2022-06")[1], answers.REPORT)


def test_an_answer_with_a_field_that_nobody_decided_is_found(let: Let) -> None:
    _, told = let().get("/records")
    told["records"][0]["religion"] = ""
    with pytest.raises(AssertionError, match="religion"):
        conforms(told, answers.RECORDS)


def test_at_a_demo_s_desk_what_a_program_says_is_marked(
    let: Let, world: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "is_example", lambda: True)
    body = {name: value for name, value in incident().items() if name != "example"}
    said = let().post("/records", {"kind": "incident", "body": body})[1]["record"]
    assert world.vn.view(said).row.example


LINE = [
    ("coverage", {}, []),
    ("coverage", {"from": "2026", "until": "2026-06"}, ["--from", "2026", "--until", "2026-06"]),
    ("coverage", {"from": "2026-01", "until": "2026-01", "place": "vn-na-xo-nam-can"},
     ["--from", "2026-01", "--until", "2026-01", "--place", "vn-na-xo-nam-can"]),
    ("gaps", {"days": "5", "until": "2026-01-08"}, ["--days", "5", "--until", "2026-01-08"]),
    ("gaps", {"known_on": "2026-01-01"}, ["--known-on", "2026-01-01"]),
    ("unattended", {"until": "2026-01-08"}, ["--until", "2026-01-08"]),
    ("markers", {"from": "2026", "until": "2026-01-31"}, ["--from", "2026", "--until", "2026-01-31"]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "asked", "words"), LINE, ids=[f"{n}-{each[0]}" for n, each in enumerate(LINE)])
def test_answers_about_the_line_are_those_of_the_commands(
    question: str, asked: dict[str, str], words: list[str], let: Let, world: Border, command: Any
) -> None:
    """What the office may not read is in neither: the control is the command that reads all that the node does."""
    walked = {"type": "own", "when": "2026-01-05", "place": {"marker": "403", "to_marker": "405"},
              "markers": [{"number": "404", "condition": "sound"}]}  # fmt: skip
    held = {"entrusted_to": "vn-v-tien-tieu", "from": "2024", "place": {"marker": "403", "to_marker": "405"}}
    world.vn.say("patrol", walked)
    world.vn.say("stretch", held)
    theirs: Any = {"to": "self", "author": "vn-na-bg"}  # the guard's alone, though its node is the same
    elsewhere = {"place": {"marker": "410", "to_marker": "412"}}
    world.vn.say("patrol", {**walked, **elsewhere, "markers": [{"number": "411", "condition": "sound"}]}, **theirs)
    world.vn.say("stretch", {**held, **elsewhere}, **theirs)
    status, told = let().get(f"/line/{question}", **asked)
    assert status == 200
    conforms(told, next(each.answer for each in ROUTES if each.name == f"line-{question}"))
    assert told == json.loads(command(on_the_line.commands[question], *words, "--for", "vn-na", "--json"))
    if "until" in asked and "place" not in asked:
        assert told != json.loads(command(on_the_line.commands[question], *words, "--json"))


@pytest.mark.parametrize(
    ("asked", "where"),
    [({"from": "2026-02", "until": "2026-01"}, "from"), ({"place": "vn-hcm"}, "place"), ({"days": "0"}, "days"),
     ({"until": "soon"}, "until"), ({"known_on": "once"}, "known_on"), ({"kind": "patrol"}, "kind")],
)  # fmt: skip
def test_a_question_about_the_line_that_makes_no_sense_is_one_sentence(
    asked: dict[str, str], where: str, let: Let
) -> None:
    status, told = let().get("/line/gaps", **asked)
    assert (status, told["error"]["where"]) == (400, where)


@pytest.mark.parametrize("as_sent", [quote, lambda said: said.encode().decode("latin-1")], ids=["encoded", "as it is"])
def test_words_that_are_looked_for_stand_in_the_head_of_a_request(let: Let, as_sent: Callable[[str], str]) -> None:
    program = let()
    told = {"language": "vi", "text": "Thấy khói ở rừng Pu Xai"}
    status, ours = program.post("/records", {"kind": "incident", "body": incident(note=told)})
    assert status == 201

    def found(words: str) -> list[str]:
        answer = program.raw("GET", "/records", heads={SEARCHED: as_sent(words)})
        return [row["record"] for row in json.loads(answer.content)["records"]]

    assert found("khói") == found("khoi") == [ours["record"]]
    assert found("lũ") == []


def test_no_address_takes_them(let: Let) -> None:
    """Addresses are kept, by proxies and in histories."""
    status, told = let().get("/records", words="Pu Xai")
    assert (status, told["error"]["where"]) == (400, "words")
    assert SEARCHED in told["error"]["sentence"]
    assert let().get("/records", **{SEARCHED: "Pu Xai"})[0] == 400
