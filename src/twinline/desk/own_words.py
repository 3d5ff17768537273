"""What an office says instead of a packaged word: kept as PO files in the node's folder, used at its desk alone.

``words/LANG/LC_MESSAGES/django.po`` holds what was corrected and nothing else, so it outlives an upgrade and can be
sent back as it is. A word of the declarations or of the glossary has the packaged word as its context: two words that
are one in English stay two. What an office prints for itself, the Monday sheet and the sheets to take along, says them
too. Files, letters, minutes and joint reports say the packaged words, or two nodes would write two.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar, Token
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import trans_real

from twinline import tongues
from twinline.desk import catalogue, words
from twinline.desk.language import CODES
from twinline.records.catalogue import all_labels
from twinline.records.words import instead
from twinline.reports.words import of_own_papers, unreviewed
from twinline.text import fold, normal

FOLDER, NAME = "words", "django.po"
LONGEST, LARGEST, SHOWN = 600, 2_000_000, 40
#: What is made for others, or taken back in by its headers: it says the packaged words.
FILES = frozenset({
    "desk:minutes", "desk:calendar-file", "desk:as-sheet", "desk:sheet-template",
    "desk:sheets", "desk:line-out", "desk:line-map", "desk:report", "desk:figure", "desk:report-file",
    "desk:figure-sheet", "desk:report-issue", "desk:report-issued", "desk:report-letter", "desk:report-letters",
    "desk:report-writing",
})  # fmt: skip
_BLANKS = re.compile(r"%\(\w+\)[sd]|\{[^{}]*\}|%%|<[^<>]*>|[<>&]")

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Word:
    """A packaged word: its name in a form, English, the word itself, its context (empty: of the catalogue of pages)."""

    id: str
    english: str
    word: str
    context: str
    unread: bool


@cache
def packaged(lang: str) -> Mapping[str, Word]:
    """Return every packaged word of a language by its id: of the catalogue, of the declarations, of the glossary."""
    found: dict[str, Word] = {}

    def add(english: str, word: str, context: str, unread: bool) -> None:
        name = hashlib.sha256(f"{context}\0{english}".encode()).hexdigest()[:16]
        found.setdefault(name, Word(name, english, word, context, unread))

    for message in catalogue.kept(lang):
        # What changes with a number has several words: it is corrected in the package alone.
        if isinstance(message.id, str) and message.id and isinstance(message.string, str) and message.string:
            if "\n" in message.id:
                continue  # a help text of the command line, of several lines
            add(message.id, message.string, "", catalogue.UNREVIEWED in message.flags)
    for label in all_labels():
        if lang in label and "en" in label:
            add(label["en"], label[lang], label[lang], lang in label.unreviewed)
    for texts in of_own_papers():
        add(texts["en"], texts[lang], texts[lang], lang in unreviewed())
    for term in words.glossary().values():
        add(term["en"], term[lang], term[lang], lang in term.get("unreviewed", ()))
    return found


def search(lang: str, text: str) -> list[tuple[Word, str]]:
    """Return the packaged words that hold what is searched for, in that language or English, with what stands now."""
    wanted, said = fold(text), corrected(lang)
    if not wanted:
        return [(one, said[one.id]) for one in packaged(lang).values() if one.id in said][:SHOWN]
    found = [
        (one, said.get(one.id, "")) for one in packaged(lang).values()
        if wanted in fold(f"{one.english} {one.word} {said.get(one.id, '')}")
    ]  # fmt: skip
    return sorted(found, key=lambda each: (len(each[0].english), each[0].english))[:SHOWN]


def correct(lang: str, told: Mapping[str, str]) -> str:
    """Keep what is said instead of packaged words, by their ids; an empty text takes it back. Return what is wrong."""
    now = dict(corrected(lang))
    for name, text in told.items():
        word = packaged(lang).get(name)
        if word is None:
            continue
        said = normal(" ".join(text.split()))
        if fault := _fault(word, said):
            return fault
        now.pop(name, None)
        if said and said != word.word:
            now[name] = said
    _write(lang, now)
    _instead(_all_stamps())
    return ""


def taken(lang: str, data: bytes) -> str | int:
    """Keep what a PO file says otherwise than the package; return how many words that are, or what is wrong."""
    if len(data) > LARGEST:
        return _("This is no PO file of this language.")
    try:
        read = read_po(BytesIO(data), locale=lang, charset="utf-8", abort_invalid=True)
    except (PoFileError, ValueError, UnicodeError, LookupError, TypeError, AttributeError):
        return _("This is no PO file of this language.")
    if str(read.locale_identifier or lang)[:2] != lang:
        return _("This is no PO file of this language.")
    told = {}
    for word in packaged(lang).values():
        message = _named(read, word, lang)
        if message is not None and isinstance(message.string, str) and message.string not in ("", word.word):
            told[word.id] = message.string
    return correct(lang, told) or len(told)


def as_po(lang: str) -> bytes:
    """Return what this office says otherwise, as a PO file to send back."""
    file = _file(lang)
    return file.read_bytes() if file.exists() else _po(lang, {})


def corrected(lang: str) -> Mapping[str, str]:
    """Return what is said instead of packaged words, by their ids; what no longer is one has none."""
    return _read(lang, _stamp(_file(lang)))


class OnPages:
    """Say the office's own words on its pages, and the packaged ones in all that is made for others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kept: list[tuple[ContextVar[Any], Token[Any]]] = []
        request.own_words = kept  # type: ignore[attr-defined]
        try:
            return self._next(request)
        finally:
            for whose, token in kept:
                whose.reset(token)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Take the office's words in use where a page is drawn."""
        match = request.resolver_match
        if match is not None and match.view_name not in FILES and match.namespaces != ["api"]:
            told = _instead(_all_stamps())
            if told or any(map(corrected, CODES)):
                kept = request.own_words  # type: ignore[attr-defined]
                kept += [(instead, instead.set(told)), (tongues.instead, tongues.instead.set(_sentences()))]


def _fault(word: Word, said: str) -> str:
    """Return why a text can't stand for a word: too long, or other blanks than it has. Nothing else may slip in."""
    if len(said) > LONGEST or not said.isprintable():
        return _("At most %(n)s signs in one line.") % {"n": LONGEST}
    blanks = sorted(_BLANKS.findall(word.word))
    if said and sorted(_BLANKS.findall(said)) != blanks:
        sentence = _("“%(word)s”: blanks stay as they are, and no sign of a page is added. It has: %(blanks)s.")
        return sentence % {"word": word.english, "blanks": ", ".join(blanks) or "–"}
    return ""


def _named(read: Catalog, word: Word, lang: str) -> Any:
    """Return what a PO file has for a word: under its context, or without one where English has but this one."""
    message = read.get(word.english, context=word.context or None)
    if message is None and word.context and len(_alike(lang)[word.english]) == 1:
        message = next((one for one in read if one.id == word.english and one.context), None)
    return message


@cache
def _alike(lang: str) -> Mapping[str, frozenset[str]]:
    """Return the packaged words of declarations and glossary by their English."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in packaged(lang).values():
        if word.context:
            found[word.english].add(word.word)
    return {english: frozenset(alike) for english, alike in found.items()}


def _file(lang: str) -> Path:
    return Path(settings.NODE) / FOLDER / lang / "LC_MESSAGES" / NAME


def _node() -> bool:
    """Return whether there is a node to keep words in: not, where pages are only tried out."""
    return (Path(settings.NODE) / "node.toml").exists()


def _stamp(file: Path) -> tuple[int, int]:
    try:
        told = file.stat()
    except OSError:
        return (0, 0)
    return told.st_mtime_ns, told.st_size


def _all_stamps() -> tuple[tuple[int, int], ...]:
    return tuple(_stamp(_file(lang)) for lang in CODES)


_last: dict[Any, Any] = {}


def _once(key: Any, made: Callable[[], Any]) -> Any:
    """Return what is made once for each state of the files on disk: only the last state is remembered."""
    name, state = key
    if _last.get(name, (None, None))[0] != state:
        _last[name] = (state, made())
    return _last[name][1]


def _read(lang: str, stamp: tuple[int, int]) -> Mapping[str, str]:
    def made() -> Mapping[str, str]:
        if stamp == (0, 0):
            return {}
        read = read_po(BytesIO(_file(lang).read_bytes()), locale=lang, charset="utf-8")
        found = {}
        for word in packaged(lang).values():
            message = _named(read, word, lang)
            if (
                message is not None
                and isinstance(message.string, str)
                and message.string
                and not _fault(word, message.string)
            ):
                found[word.id] = message.string
        return found

    return _once(((str(_file(lang))), stamp), made)


def _instead(stamps: tuple[tuple[int, int], ...]) -> Mapping[Key, str]:
    """Return what is said instead, as declarations and glossary ask for it; and let the catalogue be read anew."""

    def made() -> Mapping[Key, str]:
        found = {
            (lang, word.english, word.word): said
            for lang in CODES for name, said in corrected(lang).items() if (word := packaged(lang)[name]).context
        }  # fmt: skip
        for lang in CODES:
            _compile(lang)
        trans_real._translations = {}
        trans_real._default = None
        return found

    return _once((("all", str(settings.NODE)), stamps), made) if any(stamp != (0, 0) for stamp in stamps) else {}


def _sentences() -> Mapping[tuple[str, str], str]:
    """Return what is said instead of the catalogue's sentences, by language and English."""
    return {
        (lang, word.english): said
        for lang in CODES for name, said in corrected(lang).items() if not (word := packaged(lang)[name]).context
    }  # fmt: skip


def _catalog(lang: str, said: Mapping[str, str]) -> Catalog:
    made = Catalog(locale=lang, charset="utf-8", fuzzy=False, project="twinline", version="1")
    # Babel would put the minute in which it is made: two of the same words are the same bytes.
    made.creation_date = made.revision_date = catalogue.UNDATED
    for word in sorted((packaged(lang)[name] for name in said), key=lambda one: (one.english, one.context)):
        made.add(word.english, said[word.id], context=word.context or None)
    return made


def _po(lang: str, said: Mapping[str, str]) -> bytes:
    sink = BytesIO()
    write_po(sink, _catalog(lang, said), width=120, omit_header=False)
    return sink.getvalue()


def _compile(lang: str) -> None:
    """Bring the compiled form up to what is corrected: it may have come from a backup without one."""
    file, sink = _file(lang), BytesIO()
    if file.exists():
        write_mo(sink, _catalog(lang, corrected(lang)))
        _put(file.with_suffix(".mo"), sink.getvalue())


def _write(lang: str, said: Mapping[str, str]) -> None:
    _put(_file(lang), _po(lang, said))


def _put(file: Path, data: bytes) -> None:
    if not _node():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(file)


def each(post: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the ids that a form names and what is said for each."""
    for name, said in post.items():
        if name.startswith("said."):
            yield name.removeprefix("said."), str(said)
