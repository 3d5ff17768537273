"""What holds for every command: JSON for programs, 0, 1 or 2, errors in one sentence, and four languages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from pytest_django import DjangoDbBlocker

from tests.border import Border, Clock, Pairs, Side, adopt, carry, incident
from tests.commands.calls import ACCOUNTS, ASKS, CALLS, FAIL, READ, TELLS_EACH
from tests.hostile.crawling import unpacked
from tools.docs import command_group
from twinline.exchange.ledger_shelf import LedgerShelf
from twinline.exchange.views import own_card
from twinline.feeds.errors import Malformed
from twinline.node import cli
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.sentences import Sentence
from twinline.store.commands.common import Progress
from twinline.times import day_of, end_of_day, iso, now_ms, rfc3339
from twinline.tongues import LANGUAGES, speaking

#: A name in a personal part of the node.
PERSON = "Mkpersonzq"
Run = Callable[..., tuple[int, str, str]]


def leaves(group: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    if not isinstance(group, click.Group):
        yield name, group
        return
    context = click.Context(group)
    for each in group.list_commands(context):
        inside = group.get_command(context, each)
        assert inside is not None
        yield from leaves(inside, f"{name} {each}".strip())


COMMANDS = dict(leaves(command_group()))


@dataclass(frozen=True)
class Story:
    """A folder with Nghệ An's node and the files that commands are given, and what is called how in ``CALLS``."""

    folder: Path
    things: dict[str, str]
    now: int

    def at(self, folder: Path) -> dict[str, str]:
        """Return the things of a copy in ``folder``."""
        files = {
            "NOTHING": "body.json", "BODY": "body.json", "CARD": "card", "BUNDLE": "bundle", "ASKED": "asked.json",
            "PICTURE": "picture.png", "NODE": "vn", "KEYS": "vn/keys", "PROOF": "proof",
        }  # fmt: skip
        return self.things | {name: str(folder / path) for name, path in files.items()}


@pytest.fixture(scope="module")
def story(pairs: Pairs, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Story:
    """A story in which both sides have said something, told once and then copied."""
    folder = tmp_path_factory.mktemp("story")
    with django_db_blocker.unblock():
        border = pairs.copy(folder)
        vn, la = border.vn, border.la
        note = {"note": {"language": "vi", "text": "Ghi chú"}}
        things = {
            "OURS": vn.say("incident", incident(**note)).record,
            "HOME": vn.say("incident", incident(), to="self").record,
        }
        talks = {"type": "talks", "when": "2026-07-22", "counterparts": ["la-xk"]}
        things["TALKS"] = vn.say("activity", talks).record
        stretch = {"entrusted_to": "vn-v-tien-tieu", "from": "2024", "place": {"marker": "403", "to_marker": "405"}}
        things["STRETCH"] = vn.say("stretch", stretch).record
        things["THEIRS"] = la.say("incident", incident(counterparts=["vn-na"])).record
        asked = {"indicators": ["drug_cases"], "period": "2025-12", "due_days": 5, "units": [{"unit": "vn-na-bg"}]}
        things["ROUND"] = vn.say("reporting_round", asked, to="vn-na-bg").record
        things["FINGERPRINT"] = la.ledger.node.root_public().fingerprint
        part = Part(person="suspect", basis="fact", purpose="investigation", ends=30_000, name=PERSON)
        Vault(vn.ledger.folder).put(things["OURS"], part, now=border.clock())
        carry(vn, la)
        (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
        (folder / "card").write_bytes(own_card(LedgerShelf(la.ledger), at_ms=border.clock()))
        (folder / "body.json").write_text(json.dumps(incident(cases=3, **note)), encoding="utf-8")
        (folder / "bundle").write_bytes(b"no bundle")
        picture(folder / "picture.png")
        border.close()
    shutil.rmtree(folder / "la")
    return Story(folder, things, border.clock.now)


@pytest.fixture
def run(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Run]:  # fmt: skip
    """Run a command on Nghệ An's node."""
    folder = tmp_path / "story"
    shutil.copytree(story.folder, folder)
    adopt(folder / "vn")
    things = story.at(folder)
    monkeypatch.setenv("TWINLINE_NODE", things["NODE"])
    made = 0

    def call(command: str, line: str | None = None, *more: str, lang: str = "en") -> tuple[int, str, str]:
        nonlocal made
        made += 1
        if command == "proof check":
            code, _, err = call("proof write", f"OURS {things['PROOF']}")
            assert code == 0, err
        things["FOLDER"] = str(tmp_path / f"made-{made}")
        things["MAP"] = str(tmp_path / f"made-{made}.kml")
        things["SHEET"] = str(tmp_path / f"made-{made}.csv")
        words = command.removesuffix(" write") if command.startswith("proof") else command
        told = (CALLS[command] if line is None else line).split()
        monkeypatch.setenv("TWINLINE_LANG", lang)
        with django_db_blocker.unblock(), pytest.raises(SystemExit) as ended:
            cli.main([*words.split(), *(things.get(word, word) for word in told), *more])
        out, err = capfd.readouterr()
        return int(str(ended.value.code)), out, err

    yield call
    with django_db_blocker.unblock():
        Side.reopen(folder / "vn", Clock(story.now)).ledger.close()


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in French where there is no node."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("TWINLINE_LANG", "fr")
        with pytest.raises(SystemExit) as ended:
            cli.main([*arguments])
        out, err = capfd.readouterr()
        return int(str(ended.value.code)), out, err

    return call


def picture(path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (8, 8)).save(path)


def error_of(err: str) -> dict[str, Any]:
    (line,) = err.splitlines()
    told = json.loads(line)
    assert set(told) == {"error"}
    assert set(told["error"]) == {"check", "sentence", "where", "remedy"}
    return dict(told["error"])


def values(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    return type(value)


def test_the_calls_below_are_of_every_command_there_is() -> None:
    assert set(CALLS) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_each_of_its_options_explains_itself_and_takes_json(name: str) -> None:
    command = COMMANDS[name]
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert command.help
    assert [each.name for each in options if not each.help] == []
    assert any("--json" in each.opts for each in options)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_asked_wrongly_ends_with_2_and_one_sentence(
    ask: Callable[..., tuple[int, str, str]], name: str
) -> None:
    words = name.removesuffix(" write") if name.startswith("proof") else name
    code, out, err = ask(*words.split(), "--no-such-thing")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "Il n’y a pas d’option '--no-such-thing'." in err
    assert "--help" in err
    code, out, err = ask(*words.split(), "--no-such-thing", "--json")
    assert (code, out) == (2, "")
    assert error_of(err)["check"] == "usage"
    assert error_of(err)["sentence"].startswith("No such option '--no-such-thing'.")


def told_of_a_person(said: str, folder: Path) -> list[str]:
    """Return where a name of a personal part stands: in what was printed, or in a file outside of the node."""
    outside = [path for path in folder.glob("made-*") for path in (path, *path.rglob("*")) if path.is_file()]
    files = [path.name for path in outside if any(PERSON.encode() in raw for raw in unpacked(path.read_bytes()))]
    return [*(["what was printed"] if PERSON in said else []), *files]


@pytest.mark.parametrize("name", sorted(set(CALLS) - FAIL - ACCOUNTS - TELLS_EACH - ASKS))
def test_a_command_that_does_its_work_ends_with_0_and_prints_json_when_asked(
    run: Run, name: str, tmp_path: Path
) -> None:
    """No command prints or writes a name of a personal part, which this node has."""
    code, out, err = run(name, None, "--json", lang="vi")
    assert (code, err) == (0, ""), err
    assert values(out) or name in ("attachment list", "tick")
    assert not told_of_a_person(out + err, tmp_path)


def test_a_name_that_is_printed_written_or_packed_is_found(tmp_path: Path) -> None:
    """The control."""
    (tmp_path / "made-1").mkdir()
    with zipfile.ZipFile(tmp_path / "made-1" / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", f"<t>{PERSON}</t>")
    assert told_of_a_person(f"1 {PERSON}", tmp_path) == ["what was printed", "a.xlsx"]


#: Runs one command after the other in a process of its own, which begins with their node, and tells how each ended.
ONE_BY_ONE = """
import sys
from twinline.node import cli
for name in sys.argv[1:]:
    try:
        cli.main([*name.split(), "--json"])
    except SystemExit as ended:
        print(f"{name} ended with {ended.code}", flush=True)
"""


def test_commands_about_accounts_do_so_too(border: Border) -> None:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TWINLINE_NODE": str(border.vn.ledger.folder)}
    command = [sys.executable, "-c", ONE_BY_ONE, *sorted(ACCOUNTS)]
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    said = ran.stdout
    for name in sorted(ACCOUNTS):
        told, end, said = said.partition(f"{name} ended with 0\n")
        assert end, f"{name}: {said}"
        assert values(told) or name in ("user list", "user token list", "trace export"), name


def test_the_command_in_a_process_of_its_own_ends_with_the_same(border: Border) -> None:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TWINLINE_NODE": str(border.vn.ledger.folder)}
    for words, code in (("user list --json", 0), ("user list --no-such-thing", 2)):
        command = [sys.executable, "-m", "twinline.node", *words.split()]
        assert subprocess.run(command, env=environ, capture_output=True, check=False).returncode == code


@pytest.mark.parametrize("name", sorted(FAIL))
def test_a_command_that_cannot_be_done_says_why_in_one_sentence(run: Run, name: str) -> None:
    code, out, err = run(name, lang="fr")
    assert code in (1, 2)
    assert (out, err.count("\n")) == ("", 1)
    french = err
    code, out, err = run(name, None, "--json", lang="fr")
    if name == "exchange":  # with several others, what came of each stands on stdout
        assert (code, values(out)[0][0]["check"], err) == (1, "no-address", "")
        return
    assert out == ""
    assert error_of(err)["sentence"] not in french


@pytest.mark.parametrize("name", READ)
def test_json_is_the_same_whoever_asks(run: Run, name: str) -> None:
    said = {run(name, None, "--json", lang=lang)[1] for lang in LANGUAGES}
    assert len(said) == 1


def test_without_json_the_same_is_said_in_the_language_of_who_asks(run: Run) -> None:
    assert len({run("show", lang=lang)[1] for lang in LANGUAGES}) == len(LANGUAGES)
    assert "phía bạn" in run("peer remove", "--help", lang="vi")[1] + run("countersign", "--help", lang="vi")[1]
    assert run("verify", lang="fr")[1].startswith("Ce qui tient")
    assert run("list", "--lang fr --words nothing-like-it", lang="vi")[2] == "Rien n’a été trouvé.\n"
    assert "ບໍ່ພົບຫຍັງ" in run("list", "--words nothing-like-it --lang=lo", lang="vi")[2]


def test_a_round_names_its_units_and_what_is_asked_as_people_do(run: Run) -> None:
    units = {
        "vi": "Bộ Chỉ huy Bộ đội Biên phòng tỉnh Nghệ An (vn-na-bg)",
        "en": "Border Guard Command of Nghe An province (vn-na-bg)",
    }
    for lang, unit in units.items():
        assert unit in run("round show", lang=lang)[1]
    assert len({run("round show", lang=lang)[1] for lang in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("name", "words"),
    [("list", ""), ("figures", "drug_cases"), ("report", "joint"), ("round show", "ROUND"), ("line gaps", "")],
)
def test_what_will_be_known_on_a_day_to_come_nobody_can_say(run: Run, name: str, words: str) -> None:
    today = day_of(now_ms())
    for day, fine in ((today, True), (today + 1, False)):
        code, _, err = run(name, f"{words} --known-on {iso(day)}", lang="en")
        assert (code == 0) == fine, err
        assert ("is yet to come" in err) != fine
    # An answer prints the instant it rests on, which a neighbour's clock may have put ahead.
    assert run(name, f"{words} --known-on {rfc3339(end_of_day(today) + 1)}")[0] == 0


def test_the_language_of_a_translation_is_not_the_readers(run: Run) -> None:
    code, _, err = run("translate", "NOTHING --field note --lang lo --text ຄຳ", lang="fr")
    assert code == 1
    assert err.startswith("twinline: Aucun dossier")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_is_in_the_readers_language_and_names_stay(run: Run, lang: str) -> None:
    code, out, _ = run("list", "--help", lang=lang)
    assert code == 0
    assert {"vi": "Cách dùng:", "lo": "ວິທີໃຊ້:", "en": "Usage:", "fr": "Usage\u00a0:"}[lang] in out
    assert "--withdrawn-waiting" in out


def test_what_the_system_says_is_quoted(run: Run, tmp_path: Path) -> None:
    code, _, err = run("peer add", f"{tmp_path / 'missing'} --fingerprint FINGERPRINT", lang="fr")
    assert (code, err.strip()) == (1, f"twinline: {tmp_path / 'missing'}\u00a0: No such file or directory.")


@pytest.mark.parametrize(("arguments", "said"), [(["list"], "Interrompu"), (["list", "--json"], "Interrupted")])
def test_an_interrupted_command_says_so_and_ends_with_1(
    arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setenv("TWINLINE_LANG", "fr")
    monkeypatch.setattr(cli.twinline, "main", interrupted)
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 1
    assert said in capfd.readouterr().err


def test_a_fault_of_the_program_itself_is_not_dressed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli.twinline, "main", broken)
    with pytest.raises(ZeroDivisionError):
        cli.main(["list"])


def test_an_error_of_any_room_is_told_with_where_it_was_found_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise Malformed("note", Sentence("The note isn't UTF-8."), where="note", remedy=Sentence("Exchange again."))

    monkeypatch.setattr(cli.twinline, "main", refuse)
    monkeypatch.setenv("TWINLINE_LANG", "fr")
    for arguments in (["list"], ["list", "--json"]):
        with pytest.raises(SystemExit):
            cli.main(arguments)
    plain, coded = capfd.readouterr().err.splitlines()
    assert plain == "twinline: note\u00a0: La note n’est pas en UTF-8. Échangez de nouveau."
    assert error_of(coded) == {
        "check": "note", "where": "note", "sentence": "The note isn't UTF-8.", "remedy": "Exchange again.",
    }  # fmt: skip


def test_long_work_shows_how_far_it_is_where_somebody_looks(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with speaking("fr"):
        progress = Progress(Sentence("verifying"))
        progress._since -= 2
        progress(1200, 3000)
        progress.end()
    assert "vérification\u00a0: 1\u202f200 sur 3\u202f000" in capfd.readouterr().err
    monkeypatch.setattr("sys.stderr.isatty", lambda: False)
    progress = Progress(Sentence("verifying"))
    progress._since -= 2
    progress(1200, 3000)
    progress.end()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("command", ["list incident --place", "list --author", "figures drug_cases --place",
                                     "figures drug_cases --org"])  # fmt: skip
def test_a_code_that_names_nothing_is_refused_and_not_answered_with_nothing(run: Run, command: str) -> None:
    name, *options = command.split()
    assert run(name, " ".join([*options, "vn-na"]))[0] == 0
    code, out, err = run(name, " ".join([*options, "vn-na-d-kyson"]), "--json")
    assert (code, out, error_of(err)["check"]) == (1, "", "unknown-code")
