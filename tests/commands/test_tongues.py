"""Every sentence of the source stands in the catalogues of the four languages, with the same blanks."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache, reduce
from operator import or_
from pathlib import Path

import click
import pytest

from tests.desk.test_words import found
from tools.docs import command_group
from twinline.desk import catalogue
from twinline.desk.language import CODES
from twinline.node import helping
from twinline.sentences import Problem
from twinline.text import plain

SOURCES = catalogue.SOURCES
#: Where sentences are taken apart and put together again.
WORKSHOP = ("sentences.py", "tongues.py", "store/commands/common.py")
BASES = ("Problem", "FeedError", "ExchangeError", "StoreError", "FiguresError", "LineError")


def errors() -> dict[str, type]:
    """Return every error that carries sentences, by name."""
    import twinline.exchange.errors
    import twinline.feeds.errors
    import twinline.figures.errors
    import twinline.line.errors
    import twinline.store.attachments
    import twinline.store.backing
    import twinline.store.beginning
    import twinline.store.guard
    import twinline.store.identity
    import twinline.store.saying  # noqa: F401

    found, waiting = {}, [Problem]
    while waiting:
        each = waiting.pop()
        found[each.__name__] = each
        waiting += each.__subclasses__()
    return found


@lru_cache(maxsize=1)
def calls(text: str) -> tuple[ast.Call, ...]:
    """Return every call in a module's text; three checks ask for it in turn."""
    return tuple(node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def sentences(text: str) -> list[str]:
    """Return what is wrong with how a module makes its sentences."""
    wrong = []
    for node in calls(text):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        count = catalogue.SENTENCES.get(name, 0)
        if not count or (name == "say" and "def say(" in text):
            continue
        patterns = [each.value for each in node.args[:count] if isinstance(each, ast.Constant)]
        if len(patterns) != count:
            wrong.append(f"line {node.lineno}: a pattern must stand there as it is")
            continue
        blanks = {field for each in patterns for _, field, _, _ in string.Formatter().parse(each) if field}
        given = {keyword.arg for keyword in node.keywords} - {"err"} | ({"number"} if count == 2 else set())
        if None not in given and blanks != given:
            wrong.append(f"line {node.lineno}: {sorted(blanks ^ given)}")
    return wrong


def test_every_sentence_is_written_out_its_blanks_filled_and_none_goes_past_the_catalogue() -> None:
    """No error is made of text, and what goes to the screen without ``say`` or ``tell`` holds no English words."""
    names, found = set(errors()), {}
    for path in sorted(SOURCES.rglob("*.py")):
        name, text = path.relative_to(SOURCES).as_posix(), path.read_text("utf-8")
        wrong = [*([] if name in WORKSHOP else sentences(text)), *unworded(text, names), *past(text)]
        if wrong:
            found[name] = wrong
    assert found == {}


@pytest.mark.parametrize(
    "text",
    ['tell(f"{x} is wrong")', "Sentence(told)", 'Sentence("{a} is wrong", b=1)', 'Plural("{number} of {a}", "b", 2)'],
)
def test_a_sentence_that_could_not_be_translated_is_found(text: str) -> None:
    assert sentences(text)


#: What there may be one of, and what never comes alone: the fields of the list, the points of a survey.
COUNTED = re.compile(r"(?<!most )(?<!than )\{(?:number|right|placed|feeds|entries|records|leaves|days):,\} [a-z]+s\b")
NEVER_ONE = ("{number:,} fields, ", "{number:,} of its points ")


def always_many(text: str) -> list[str]:
    """Return the sentences of a module that would say "1 entries"."""
    alone = [
        node.args[0].value
        for node in calls(text)
        if isinstance(node.func, ast.Name) and node.func.id in ("say", "tell", "Sentence") and node.args
        if isinstance(node.args[0], ast.Constant)
    ]
    return [each for each in alone if COUNTED.search(str(each)) and not any(part in str(each) for part in NEVER_ONE)]


def test_what_is_counted_is_said_of_one_as_of_one() -> None:
    assert {path.name: many for path in SOURCES.rglob("*.py") if (many := always_many(path.read_text("utf-8")))} == {}
    assert always_many('say("stands aside: {number:,} entries.")')
    assert always_many('Plural("{number:,} entry", "{number:,} entries", 2)') == []


def unworded(text: str, names: set[str]) -> list[int]:
    """Return the lines where an error is made of text instead of a sentence."""
    lines = []
    for node in calls(text):
        if isinstance(node.func, ast.Name) and node.func.id in names:
            for each in node.args[1:2] + [word.value for word in node.keywords if word.arg == "remedy"]:
                if isinstance(each, ast.Constant | ast.JoinedStr) and " " in ast.unparse(each):
                    lines.append(node.lineno)
    return lines


def test_an_error_made_of_text_that_nobody_can_translate_is_found() -> None:
    names = set(errors())
    assert unworded('raise StoreError("gap", f"{x} is missing")', names) == [1]
    assert unworded('raise StoreError("gap", Sentence("here"), remedy="Try again.")', names) == [1]


def test_a_sentence_that_a_command_prints_past_the_catalogue_is_found() -> None:
    assert past('click.echo(f"{x} was removed")') == [1]
    assert past('raise click.UsageError("There is none.")') == [1]
    assert past('click.echo(f"  {label}: {text}")') == []


def past(text: str) -> list[int]:
    found = []
    for node in calls(text):
        name = ast.unparse(node.func) if isinstance(node.func, ast.Attribute) else ""
        if name not in (
            "click.echo",
            "click.UsageError",
            "click.BadParameter",
            "click.ClickException",
            "click.confirm",
        ):
            continue
        for each in node.args[:1]:
            parts = each.values if isinstance(each, ast.JoinedStr) else [each]
            said = " ".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
            if re.search(r"[A-Za-z]{3}", said):
                found.append(node.lineno)
    return found


def texts(group: click.Command) -> Iterator[str]:
    """Yield every help text of a command and of those inside it."""
    yield group.help or ""
    yield from (each.help or "" for each in group.params if isinstance(each, click.Option) and not each.hidden)
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            inside = group.get_command(context, name)
            assert inside is not None
            yield from texts(inside)


@pytest.mark.parametrize("language", CODES)
def test_every_help_text_has_words_in_each_language(language: str) -> None:
    words = catalogue.kept(language)
    found = [text for text in texts(command_group()) if not text or not words.get(helping.literal(text))]
    assert found == []


def test_a_help_text_without_words_would_be_found() -> None:
    assert not catalogue.kept("fr").get(helping.literal("Nobody has translated this."))


def test_what_click_says_is_what_the_catalogue_holds_of_it() -> None:
    folder, said = Path(click.__file__).parent, set()
    for path in folder.glob("*.py"):
        for call in calls(path.read_text("utf-8")):
            if isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext"):
                each = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
                said.add(each[0] if call.func.id == "_" and each else tuple(each[:2]))
    assert set(catalogue.OF_CLICK) <= said


def blanks(text: str) -> Counter[str]:
    """Return how often each blank stands in a text: one said twice is a sentence that was written over another."""
    return Counter(
        f"{name}{'!' + mark if mark else ''}:{spec}" for _, name, spec, mark in string.Formatter().parse(text) if name
    )


@pytest.mark.parametrize("language", CODES)
def test_every_sentence_has_the_same_blanks_in_each_language(language: str) -> None:
    found = []
    for message in catalogue.kept(language):
        if not message.id or "python-format" in message.flags:
            continue
        sources = message.id if isinstance(message.id, list | tuple) else [message.id]
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        allowed = reduce(or_, map(blanks, sources))
        if blanks(strings[-1]) != blanks(sources[-1]) or not all(blanks(text) <= allowed for text in strings):
            found.append(sources[-1])
    assert found == []


def test_a_blank_that_differs_is_found() -> None:
    assert blanks("{a} of {b:,}") != blanks("{a} sur {b}")
    assert blanks("{a!r}") != blanks("{a}")
    assert blanks("{a} est {b}.{a} sera {b}.") != blanks("{a} is {b}.")


#: Names of the formats and of the command line, which are the same in every language, and what only looks like a word.
_NAMES = re.compile(
    r"'[^']*'|«[^»]*»|`[^`]*`|\b[A-Z]{2,}\b|--[\w-]+|\{\w*[^{}]*\}|https?:\S+|docs/\S+|^node |entrée standard"
)


def code_words(text: str, language: str) -> list[str]:
    return found(plain(_NAMES.sub(" ", text)), language)


@pytest.mark.parametrize("language", [code for code in CODES if code != "en"])
def test_no_translation_uses_a_word_of_the_code(language: str) -> None:
    texts_of = [message.string for message in catalogue.kept(language) if message.id]
    strings = [text for each in texts_of for text in (each if isinstance(each, list | tuple) else [each])]
    assert [text for text in strings if code_words(text, language)] == []
    assert code_words("ce nœud ne signe rien", "fr")


def test_french_has_its_spaces() -> None:
    wrong = re.compile(r" [;!?]| :(\s|$)|« | »|[^\W\d]'[^\W\d]")
    texts_of = [message.string for message in catalogue.kept("fr") if message.id]
    strings = [text for each in texts_of for text in (each if isinstance(each, list | tuple) else [each])]
    assert [text for text in strings if wrong.search(text)] == []
    assert wrong.search("trop tard !")
