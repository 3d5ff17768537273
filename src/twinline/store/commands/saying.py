"""``add``, ``amend``, ``withdraw``, ``countersign``, ``dispute``, ``same-event``, ``translate``, ``release``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import IO, Any

import click
import msgspec

from twinline.feeds.audiences import LINE
from twinline.records import free_text
from twinline.records.findings import Finding
from twinline.records.registry import KINDS
from twinline.sentences import Sentence
from twinline.store import acting, plain, saying
from twinline.store.commands import pairing, taking_back
from twinline.store.commands.common import Progress, as_json, lang_option, ledger, printed_when_done, say
from twinline.store.errors import StoreError
from twinline.store.foresight import Foresight, ahead, lines_of
from twinline.store.ledger import Ledger
from twinline.store.saying import Said, Saying
from twinline.times import now_ms
from twinline.tongues import LANGUAGES, spoken, tell

#: Lines, and bytes of them, that are read together.
CHUNK, CHUNK_BYTES = 500, 1 << 20
#: A line is seldom longer (bytes): by it is reckoned how many lines a file has at least.
LINE_BYTES = 1 << 10
_decode = msgspec.json.Decoder().decode
author_option = click.option("--author", metavar="ORG", help="Who says it; the node's organisation if not given.")
note_option = click.option("--note", metavar="TEXT", help="A few words, at most 500 characters.")
note_lang = click.option("--note-lang", type=click.Choice(LANGUAGES), default="en", show_default=True,
                         help="The language of these words.")  # fmt: skip


@click.command()
@click.argument("kind")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--to", "to", default="self", show_default=True, metavar="AUDIENCE",
              help="self, superiors, twin:CODE, line, or CODE,CODE.")  # fmt: skip
@click.option("--release", "released", is_flag=True, help="Release at once: say it to that audience now.")
@click.option("--urgent", is_flag=True, help="In the urgent lane, ahead of all else.")
@author_option
@click.option("--about", metavar="ORG", help="Whose work it is; the author if not given.")
@as_json
def add(
    kind: str, file: IO[bytes], to: str, released: bool, urgent: bool, author: str | None, about: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Say new records of KIND: JSON Lines in (FILE, or - for standard input), their ids out. All of them, or none.

    A line is a body as 'twinline kinds KIND --json' describes it; it may also
    name its own "author" and "about". What is meant for a wider audience than
    self or superiors stays at home until it is released.
    """
    if kind not in KINDS:
        raise click.UsageError(tell("There is no kind {kind!r}; there are {kinds}.", kind=kind, kinds=list(KINDS)))
    node = ledger()
    lane = "urgent" if urgent else "routine"
    progress = Progress(Sentence("saying"))
    held: list[tuple[int | None, Finding]] = []
    told = _noting(node, _sayings(node, kind, file, to, released, lane, author, about), held)
    with printed_when_done(node) as out:
        try:
            for number, each in enumerate(saying.iter_say(node, told, now=now_ms()), start=1):
                out.write(_line(each, as_json))
                progress(number)
        finally:
            progress.end()
    _warn(held, as_json)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some lines of a file, ``first`` the number of the first of them."""

    first: int
    leaves: list[bytes]


def _size(file: IO[bytes]) -> int:
    """Return how many bytes a file has; 0 where that can't be told, as of what another program writes."""
    with suppress(OSError):
        return os.fstat(file.fileno()).st_size
    return 0


def _chunks(file: IO[bytes]) -> Iterator[_Chunk]:
    first, lines, size = 1, list[bytes](), 0
    for line in file:
        lines.append(line)
        size += len(line)
        if len(lines) >= CHUNK or size >= CHUNK_BYTES:
            yield _Chunk(first, lines)
            first, lines, size = first + len(lines), [], 0
    yield _Chunk(first, lines)


def _noting(node: Ledger, told: Iterator[Saying], held: list[tuple[int | None, Finding]]) -> Iterator[Saying]:
    """Yield what is to be said, noting which text of it will stay at home; what may not cross is refused elsewhere."""
    crosses = cache(node.crosses)
    for each in told:
        if not crosses(each.audience):
            held += [(each.line, finding) for finding in free_text.stays_home(each.act, each.kind, each.body)]
        yield each


def _warn(held: list[tuple[int | None, Finding]], as_json: bool) -> None:
    """Say on standard error what was kept and can't cross as it is."""
    for line, finding in held:
        if as_json:
            plain = {"line": line, "where": finding.field, "word": finding.detail["word"], "sentence": str(finding)}
            click.echo(msgspec.json.encode({"warning": {"check": finding.rule, **plain}}), err=True)
        else:
            say("line {line}: {what}", line=line or 1, what=finding.sentence(spoken()), err=True)


def _sayings(
    node: Ledger, kind: str, file: IO[bytes], to: str, released: bool, lane: str, author: str | None,
    about: str | None,
) -> Iterator[Saying]:  # fmt: skip
    audiences: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    author = author or node.node.organisation
    foresight = Foresight(lines_of(kind, author, about or ""))
    foresight.expect(_size(file) // LINE_BYTES)
    try:
        for chunk in ahead(_chunks(file), foresight):
            told = foresight.told(chunk.leaves) or [None] * len(chunk.leaves)
            for number, (line, prepared) in enumerate(zip(chunk.leaves, told, strict=True), start=chunk.first):
                if not line.strip():
                    continue
                body: dict[str, Any] = {}
                if prepared is not None:
                    speaker, subject = prepared.author, prepared.about
                else:
                    body = _body(line, number)
                    speaker = _text(body.pop("author", None), number) or author
                    subject = _text(body.pop("about", None), number) or about or speaker
                if speaker not in audiences:
                    audiences[speaker] = audience_for(node, to, speaker, released)
                audience, intended = audiences[speaker]
                yield Saying(
                    kind, body, speaker, subject, audience, lane=lane, intended=intended, line=number,
                    prepared=prepared,
                )  # fmt: skip
    finally:
        foresight.close()


def _body(line: bytes, number: int) -> dict[str, Any]:
    try:
        body = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise StoreError(
            "not-json",
            Sentence("line {number}: this is not JSON ({error}): nothing was written.", number=number, error=error),
        ) from error
    if not isinstance(body, dict):
        raise StoreError(
            "not-an-object",
            Sentence("line {number}: a record is a JSON object: nothing was written.", number=number),
        )
    return body


def _text(value: Any, number: int) -> str | None:
    if value is not None and not isinstance(value, str):
        raise StoreError(
            "not-a-code",
            Sentence(
                "line {number}: author and about are organisation codes, not {value!r}.", number=number, value=value
            ),
        )
    return value


def audience_for(node: Ledger, to: str, author: str, released: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return whom it is said to now, and whom it is meant for if that is more."""
    asked = saying.expand(node, to, author=author)
    home = node.hosts() | set(node.roster().superiors(author))
    inside = asked != LINE and all(code in home and node.roster().side(code) == node.node.side for code in asked)
    if released or inside:
        return asked, ()
    return saying.expand(node, "self", author=author), asked


@click.command()
@click.argument("record")
@click.argument("file", type=click.File("rb"), default="-")
@as_json
def amend(record: str, file: IO[bytes], as_json: bool) -> None:
    """Say RECORD anew: its whole body, one JSON object, from FILE or standard input."""
    try:
        body = msgspec.json.decode(file.read())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise StoreError(
            "not-json", Sentence("This is not JSON ({error}): nothing was written.", error=error)
        ) from error
    if not isinstance(body, dict):
        raise StoreError("not-an-object", Sentence("A record is a JSON object: nothing was written."))
    node = ledger()
    view = acting.find(node, record)
    _print([acting.amend(node, view, body, now=now_ms())], as_json)
    _warn([(None, finding) for finding in free_text.stays_home("amend", view.row.kind, body)], as_json)


@click.command()
@click.argument("record", required=False)
@click.option("--examples", "every_example", is_flag=True,
              help="Instead: all that this node said and marked EXAMPLE, at once.")  # fmt: skip
@click.option("--reason", default="mistake", show_default=True, help="Why: a word from 'twinline kinds withdraw'.")
@note_option
@note_lang
@as_json
def withdraw(
    record: str | None, every_example: bool, reason: str, note: str | None, note_lang: str, as_json: bool
) -> None:
    """Take RECORD back, for good, from all who have it."""
    if every_example == bool(record):
        raise click.UsageError(tell("Name one record, or ask with --examples for all that is marked EXAMPLE."))
    node = ledger()
    if every_example or record is None:
        taking_back.take_examples_away(node, as_json)
        return
    body = {"reason": reason, **_note(note, note_lang)}
    _print([acting.withdraw(node, acting.find(node, record), body, now=now_ms())], as_json)


@click.command()
@click.argument("record")
@author_option
@note_option
@note_lang
@as_json
def countersign(record: str, author: str | None, note: str | None, note_lang: str, as_json: bool) -> None:
    """Confirm RECORD of the other side as it stands now."""
    node = ledger()
    view = acting.find(node, record)
    _print([acting.countersign(node, view, _note(note, note_lang), author=author, now=now_ms())], as_json)


@click.command()
@click.argument("record")
@click.option("--reason", required=True, help="Why: a word from 'twinline kinds dispute'.")
@click.option("--field", metavar="FIELD", help="The field that it is about.")
@author_option
@note_option
@note_lang
@as_json
def dispute(
    record: str, reason: str, field: str | None, author: str | None, note: str | None, note_lang: str, as_json: bool
) -> None:
    """Contest RECORD of the other side as it stands now: not yet agreed."""
    node = ledger()
    body = {"reason": reason, **({"field": field} if field else {}), **_note(note, note_lang)}
    _print([acting.dispute(node, acting.find(node, record), body, author=author, now=now_ms())], as_json)


@click.command("same-event")
@click.argument("record", required=False)
@click.argument("other", required=False)
@click.option(
    "--propose", is_flag=True, help="Only list what may be one event, with the reasons; of RECORD, or of all."
)
@click.option("--summed", metavar="RECORD", help="Which of the two is counted in joint figures.")
@click.option("--undo", is_flag=True, help="Take the link back.")
@author_option
@lang_option
@as_json
def same_event(
    record: str | None, other: str | None, propose: bool, summed: str | None, undo: bool, author: str | None,
    lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Call RECORD and OTHER one event; it counts once when both sides have said so."""
    node = ledger()
    if propose:
        pairing.propose(node, acting.find(node, record).row.record if record else "", lang, as_json)
        return
    if not record or not other:
        raise click.UsageError(tell("Name two records, or ask with --propose which may be one event."))
    first, second = acting.find(node, record), acting.find(node, other)
    chosen = acting.find(node, summed).row.record if summed else None
    _print([acting.same_event(node, first, second, summed=chosen, undo=undo, author=author, now=now_ms())], as_json)


@click.command()
@click.argument("record")
@click.option("--field", required=True, metavar="FIELD", help="The field that it is about.")
@click.option(
    "--lang", "language", required=True, type=click.Choice(LANGUAGES), help="The language of the translation."
)
@click.option("--text", required=True, metavar="TEXT", help="The translation.")
@author_option
@as_json
def translate(record: str, field: str, language: str, text: str, author: str | None, as_json: bool) -> None:
    """Attach a translation of a text field beside the original."""
    node = ledger()
    body = {"field": field, "language": language, "text": text}
    _print([acting.translate(node, acting.find(node, record), body, author=author, now=now_ms())], as_json)


@click.command()
@click.argument("records", nargs=-1, required=True, metavar="RECORD...")
@click.option("--to", metavar="AUDIENCE", help="To whom; the audience each was meant for if not given.")
@click.option("--view-as", "seen_by", multiple=True, metavar="ORG",
              help="Only show what ORG would see (all: each addressee); nothing is released.")  # fmt: skip
@lang_option
@as_json
def release(records: tuple[str, ...], to: str | None, seen_by: tuple[str, ...], lang: str, as_json: bool) -> None:
    """Release records that stayed at home: say each again to the wider audience. All of them, or none."""
    node = ledger()
    views = [acting.find(node, told) for told in records]
    if seen_by:
        taking_back.show_as(node, seen_by, views, to, lang, as_json)
        return
    asked = saying.expand(node, to, author=views[0].standing.root.author) if to else None
    _print(acting.release(node, views, asked, now=now_ms()), as_json)


def _note(text: str | None, language: str) -> dict[str, Any]:
    return {"note": {"language": language, "text": text}} if text else {}


def _print(said: list[Said], as_json: bool) -> None:
    for each in said:
        click.echo(_line(each, as_json), nl=False)


def _line(each: Said, as_json: bool) -> bytes:
    """Return what is printed of one thing said: its record's id, or the act's own; or all of it as JSON."""
    if not as_json:
        return f"{each.record if each.id == each.record else each.id}\n".encode()
    return msgspec.json.encode(plain.said(each)) + b"\n"
