"""The catalogues of the four languages: gathering what is to be translated, counting what no native has read.

``python -m twinline.desk.catalogue`` gathers the messages of all pages and commands
into the four PO files, keeps what is translated, and compiles them. A message that
no native reader has read carries the flag ``unreviewed``; whoever reads it takes
the flag away. Compiling needs no program besides Babel.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Node, Template
from django.template.engine import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from twinline.desk.language import CODES, LOCALE

SOURCES = LOCALE.parent
UNREVIEWED = "unreviewed"
#: Languages whose texts are marked until a native has read them.
UNREAD = ("vi", "lo")
_GETTEXT = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
#: What makes a sentence of its first argument, or of its first two.
SENTENCES = {"Sentence": 1, "tell": 1, "say": 1, "Plural": 2}
#: What click, the library of the command line, says to who asks or mistypes; in its own words.
OF_CLICK: tuple[str | tuple[str, str], ...] = (
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "Show the version and exit.",
    "%(prog)s, version %(version)s",
    "default: {default}",
    "env var: {var}",
    "(dynamic)",
    "Missing command.",
    "Missing argument",
    "Missing option",
    "Missing parameter",
    "Missing parameter: {param_name}",
    "Missing {param_type}",
    "No such option {name!r}.",
    "No such command {name!r}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    "Option {name!r} does not take a value.",
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    "Argument {name!r} takes {nargs} values.",
    ("Takes {nargs} values but 1 was given.", "Takes {nargs} values but {len} were given."),
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "Choose from:\n\t{choices}",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}",
    "Could not open file {filename!r}: {message}",
    "unknown error",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is not readable.",
    "{name} {filename!r} is not writable.",
    "{name} {filename!r} is not executable.",
    "file",
    "directory",
    "path",
    "Error: invalid input",
)
_TRANSLATES = re.compile(r"{%-?\s*(translate|trans|blocktranslate|blocktrans)\b")
_HEADER = """# Twinline, {name}.
# A message flagged "unreviewed" has been read by no native reader yet: take the flag away when you have read it.
#"""

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)

Found = tuple[str | tuple[str, str], str]


def gathered() -> Catalog:
    """Return every message of pages and code, each with the files it stands in."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(SOURCES.rglob("*.py")):
        for key, place in _in_code(path):
            catalog.add(key, locations=[(place, 0)])
    for key in OF_CLICK:
        catalog.add(key, locations=[("click", 0)])
    for path in sorted(SOURCES.rglob("templates/**/*.html")):
        for key, place in _in_template(path):
            catalog.add(key, locations=[(place, 0)])
    return catalog


def kept(language: str) -> Catalog:
    """Return the catalogue of a language as it is kept."""
    path = _po(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    words = read_po(BytesIO(path.read_bytes()), locale=language, charset="utf-8")
    # Babel would put the present moment where a catalogue names none.
    words.creation_date = words.revision_date = UNDATED
    return words


def missing(language: str) -> list[str]:
    """Return the messages that a language has no words for."""
    words = kept(language)
    return [_shown(message) for message in gathered() if message.id and not _translated(words.get(message.id))]


def unreviewed_counts() -> dict[str, tuple[int, int]]:
    """Return, per language, how many messages no native has read, and how many there are."""
    counts = {}
    for language in CODES:
        messages = [message for message in kept(language) if message.id]
        counts[language] = (sum(UNREVIEWED in message.flags for message in messages), len(messages))
    return counts


def update() -> None:
    """Bring the four PO files up to what pages and code say now, and compile them."""
    template = gathered()
    for language in CODES:
        words = Catalog(
            locale=language, charset="utf-8", header_comment=_HEADER.format(name=language), fuzzy=False,
            project="twinline", version="1", msgid_bugs_address=" ", last_translator=" ", language_team=" ",
        )  # fmt: skip
        before = kept(language)
        for message in sorted((each for each in template if each.id), key=_shown):
            old = before.get(message.id)
            string = old.string if old is not None and _translated(old) else _same(message, language)
            string = _typeset(string) if language == "fr" else string
            unread = language in UNREAD and (old is None or UNREVIEWED in old.flags or not _translated(old))
            words.add(message.id, string, locations=message.locations, flags=[UNREVIEWED] if unread else [])
        _write(language, words)


def _typeset(string: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """Return French text with spaces that can't break: narrow before ``;``, ``!`` and ``?``, full by ``:`` and « »."""
    if isinstance(string, tuple | list):
        return tuple(str(_typeset(each)) for each in string)
    string = re.sub(r" ([;!?])", "\u202f\\1", string)
    return re.sub(r" :(?=\s|$)", "\u00a0:", string).replace("« ", "«\u00a0").replace(" »", "\u00a0»")


def _write(language: str, words: Catalog) -> None:
    path = _po(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = BytesIO()
    write_po(text, words, width=120, include_lineno=False, sort_output=False)
    # The day it was made would differ at every run.
    lines = [
        line
        for line in text.getvalue().decode("utf-8").splitlines()
        if not line.startswith(('"POT-Creation', '"PO-Revision', '"Generated-By', '"Last-Translator', '"Language-Team',
                                '"Report-Msgid'))
    ]  # fmt: skip
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    path.with_suffix(".mo").write_bytes(packed(language))


def packed(language: str) -> bytes:
    """Return the compiled form of a language's catalogue as it is kept."""
    sink = BytesIO()
    write_mo(sink, kept(language))
    return sink.getvalue()


def compiled(language: str) -> bytes:
    """Return the compiled catalogue that pages are drawn with."""
    return _po(language).with_suffix(".mo").read_bytes()


def _po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _same(message: Message, language: str) -> str | tuple[str, ...]:
    """Return the message itself for English, in which they are written; nothing for the others."""
    if language == "en":
        return message.id if isinstance(message.id, str) else tuple(message.id)
    return ("",) * Catalog(locale=language).num_plurals if isinstance(message.id, tuple) else ""


def _translated(message: Message | None) -> bool:
    if message is None:
        return False
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _shown(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple) else message.id)


def _in_code(path: Path) -> Iterator[Found]:
    text = path.read_text("utf-8")
    names = SENTENCES | (_GETTEXT if "gettext" in text else {})
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            for key in (*_pattern(node, names), *_help(node)):
                yield key, _place(path)
        elif isinstance(node, ast.FunctionDef) and _is_command(node) and (told := ast.get_docstring(node)):
            yield told, _place(path)


def _pattern(node: ast.Call, names: dict[str, int]) -> Iterator[str | tuple[str, str]]:
    """Yield what a call that makes a sentence names, if it is one."""
    count = names.get(node.func.id, 0) if isinstance(node.func, ast.Name) else 0
    said = [arg.value for arg in node.args[:count] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if count and len(said) == count:
        yield said[0] if count == 1 else (said[0], said[1])


def _help(node: ast.Call) -> Iterator[str]:
    """Yield the help text that an option of a command declares."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "option":
        for keyword in node.keywords:
            if keyword.arg == "help" and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value)


def _is_command(node: ast.FunctionDef) -> bool:
    """Return whether click makes a command of a function, whose docstring is its help text then."""
    made = [each.func for each in node.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(each, ast.Attribute) and each.attr in ("command", "group") for each in made)


def _in_template(path: Path) -> Iterator[Found]:
    text = path.read_text("utf-8")
    if not _TRANSLATES.search(text):
        return
    for node in _nodes(Template(text, engine=Engine.get_default())):
        if isinstance(node, TranslateNode):
            yield str(node.filter_expression.var.literal), _place(path)
        elif isinstance(node, BlockTranslateNode):
            one, _ = node.render_token_list(node.singular)
            many = node.render_token_list(node.plural)[0] if node.plural else ""
            yield ((_trim(one), _trim(many)) if many else _trim(one)), _place(path)


def _nodes(template: Template) -> Iterator[Node]:
    waiting: list[Node] = list(template.nodelist)
    while waiting:
        node = waiting.pop(0)
        yield node
        for name in (*node.child_nodelists, "nodelist_loop", "nodelist_empty"):
            waiting.extend(getattr(node, name, None) or ())
        for _, branch in getattr(node, "conditions_nodelists", ()):
            waiting.extend(branch)


def _trim(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def _place(path: Path) -> str:
    return path.relative_to(SOURCES).as_posix()


if __name__ == "__main__":
    import django
    from django.conf import settings

    if not settings.configured:
        templates = {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        settings.configure(INSTALLED_APPS=["twinline.desk"], TEMPLATES=[templates])
    django.setup()
    update()
    for one in CODES:
        lacking = missing(one)
        print(f"{one}: {unreviewed_counts()[one][1]} messages, {len(lacking)} without words")
        for text in lacking:
            print(f"  {text}")
