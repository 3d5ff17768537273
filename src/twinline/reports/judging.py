"""Judging the declaration of a report strictly: one sentence for each fault, with its line and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from twinline.figures.catalogue import packaged
from twinline.records.words import FALLBACK, LANGUAGES
from twinline.reports.declaration import CHARTS, Declared, DeclaredChart, DeclaredSection, Labels
from twinline.sentences import Sentence, Text

_TOP = ("title", "intro", "unreviewed", "promised", "footers", "sections")
_SECTION = ("name", "title", "intro", "indicators", "lists", "charts", "watch")
_CHART = ("sort", "title", "indicators")
_HEAD = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]\]?")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")
_AT_LINE = re.compile(r"\(at line ([0-9]+), column [0-9]+\)")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
#: Small numbers of these point at someone: they are told as a whole, never month by month or unit by unit.
OF_PERSONS = ("persons", "households")
#: Longer than any declaration an office writes; what is longer is another file.
LONGEST = 100_000
MOST_SECTIONS = 40
LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a declaration: the line it stands in, and a sentence that says it all."""

    line: int
    sentence: Sentence


@dataclass(slots=True)
class _Judge:
    """Collects the faults of one declaration, each at the line where it stands."""

    name: str
    lines: Sequence[str]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, at: tuple[Any, ...], what: Text, to_do: Text) -> None:
        """Note a fault at a path: table and number, key, and the text in it that is wrong."""
        line = line_of(self.lines, at)
        said = Sentence("{report}, line {line}: {what} {to_do}", report=self.name, line=line, what=what, to_do=to_do)
        self.faults.append(Fault(line, said))


def judged(name: str, text: str, footers: tuple[Labels, ...]) -> tuple[Declared | None, list[Fault]]:
    """Return what a TOML text declares, and each fault in it; ``None`` where nothing could be made of it.

    ``footers`` stand at the foot of a report that declares none.
    """
    judge = _Judge(name, text.splitlines())
    if len(text) > LONGEST:
        judge.fault((), Sentence("It is longer than any report."), Sentence("Keep what belongs to one report."))
        return None, judge.faults
    try:
        body = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a plain ValueError
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else max(1, len(judge.lines))
        said = Sentence(
            "{report}, line {line}: this isn't TOML. Look for a missing quotation mark, comma or bracket there.",
            report=name, line=line,
        )  # fmt: skip
        return None, [Fault(line, said)]
    declared = _report(judge, body, footers)
    faults = sorted(judge.faults, key=lambda fault: fault.line)
    return (None if faults else declared), faults


def line_of(lines: Sequence[str], at: tuple[Any, ...]) -> int:
    """Return the line, from 1, in which a path stands: ``("sections", 1, "indicators", "no_such")``.

    As much of the path as is found is followed: the table, the key in it, the text after it.
    """
    tables = [(part, at[i + 1]) for i, part in enumerate(at[:-1]) if isinstance(at[i + 1], int)]
    words = [part for i, part in enumerate(at) if isinstance(part, str) and not _is_number(at, i + 1)]
    start, end = 0, len(lines)
    dotted = ""
    for table, number in tables:
        dotted = f"{dotted}.{table}" if dotted else table
        heads = [n for n in range(start, end) if _table(lines[n]) == dotted]
        if number >= len(heads):
            break
        start = heads[number]
        end = next((n for n in range(start + 1, end) if _table(lines[n]) == dotted), end)
    found = start
    for i, word in enumerate(words):
        if i == 0:
            direct = range(start + bool(tables), _next_table(lines, start + bool(tables), end))
            keyed = (n for n in direct if _key(lines[n]) == word)
            headed = (n for n in range(start, end) if (_table(lines[n]) or "").endswith(word))
            found = next(chain(keyed, headed), found)
            continue
        pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        found = next((n for n in range(found, end) if pattern.search(lines[n])), found)
    return found + 1


def _next_table(lines: Sequence[str], start: int, end: int) -> int:
    return next((n for n in range(start, end) if _table(lines[n])), end)


def _is_number(at: tuple[Any, ...], place: int) -> bool:
    return place < len(at) and isinstance(at[place], int)


def _table(line: str) -> str | None:
    found = _HEAD.match(line)
    return found[2] if found else None


def _key(line: str) -> str | None:
    found = _KEY.match(line)
    return found[1] if found else None


def _report(judge: _Judge, body: Mapping[str, Any], footers: tuple[Labels, ...]) -> Declared:
    _only(judge, (), body, _TOP)
    sections = body.get("sections", [])
    if not isinstance(sections, list) or not sections or not all(isinstance(each, dict) for each in sections):
        judge.fault(("sections",), Sentence("it has no section."), Sentence("Add a table [[sections]]."))
        sections = []
    elif len(sections) > MOST_SECTIONS:
        judge.fault(("sections",), Sentence("it has too many sections."), Sentence("Make two reports of it."))
    foot = body.get("footers")
    told = footers
    if foot is not None:
        rows = foot if isinstance(foot, list) else [foot]
        told = tuple(_texts(judge, ("footers", i), None, each) for i, each in enumerate(rows))
    found = tuple(_section(judge, ("sections", i), each) for i, each in enumerate(sections))
    names = [section.name for section in found]
    for i, name in enumerate(names):
        if name in names[:i]:
            judge.fault(
                ("sections", i, "name"),
                Sentence("the section {name!r} stands there twice.", name=name),
                Sentence("Give one of them another name."),
            )
    if found and not any(section.indicators for section in found) and not judge.faults:
        judge.fault(
            ("sections",), Sentence("no section names an indicator."), Sentence("Name one in one of the sections.")
        )
    return Declared(
        name=judge.name,
        title=_texts(judge, (), "title", body.get("title")),
        intro=_texts(judge, (), "intro", body.get("intro")),
        footers=told,
        sections=found,
        promised=_promised(judge, body.get("promised", {})),
        unreviewed=_languages(judge, body.get("unreviewed", [])),
    )


def _section(judge: _Judge, at: tuple[Any, ...], body: Mapping[str, Any]) -> DeclaredSection:
    _only(judge, at, body, _SECTION)
    name = body.get("name")
    if not isinstance(name, str) or not _NAME.match(name):
        judge.fault(
            (*at, "name"), Sentence("a section needs a name."), Sentence("Write name = and a word of a to z in quotes.")
        )
        name = f"section_{at[-1]}"
    charts = body.get("charts", [])
    if not isinstance(charts, list) or not all(isinstance(each, dict) for each in charts):
        judge.fault((*at, "charts"), Sentence("charts are tables."), Sentence("Write [[sections.charts]] for each."))
        charts = []
    watch = body.get("watch", False)
    if not isinstance(watch, bool):
        judge.fault((*at, "watch"), Sentence("watch is true or false."), Sentence("Write watch = true, or leave it."))
    indicators = _indicators(judge, at, "indicators", body.get("indicators", []))
    lists = _indicators(judge, at, "lists", body.get("lists", []), counted=True)
    if not (indicators or lists or charts or watch) and not _named(body, "indicators", "lists"):
        judge.fault(
            (*at, "name"),
            Sentence("the section {name!r} holds nothing.", name=name),
            Sentence("Name indicators, lists or charts; `twinline figures --list` names all there are."),
        )
    return DeclaredSection(
        name=name,
        title=_texts(judge, at, "title", body.get("title")),
        intro=_texts(judge, at, "intro", body.get("intro", dict.fromkeys(LANGUAGES, " "))),
        indicators=indicators,
        lists=lists,
        charts=tuple(_chart(judge, (*at, "charts", i), each) for i, each in enumerate(charts)),
        watch=watch is True,
    )


def _named(body: Mapping[str, Any], *keys: str) -> bool:
    return any(body.get(key) for key in keys)


def _chart(judge: _Judge, at: tuple[Any, ...], body: Mapping[str, Any]) -> DeclaredChart:
    _only(judge, at, body, _CHART)
    sort = body.get("sort")
    if sort not in CHARTS:
        judge.fault(
            (*at, "sort"),
            Sentence("there is no chart {sort!r}.", sort=str(sort)),
            Sentence("Write one of {sorts}.", sorts=CHARTS),
        )
    indicators = _indicators(judge, at, "indicators", body.get("indicators", []), counted=True)
    if not body.get("indicators"):
        judge.fault((*at, "sort"), Sentence("a chart needs indicators."), Sentence("Name what it shows."))
    for name in indicators:
        if set(packaged()[name].units) & set(OF_PERSONS):
            judge.fault(
                (*at, "indicators", name),
                Sentence("{name!r} counts people, and no chart takes them apart.", name=name),
                Sentence("Name it among the indicators of the section instead."),
            )
    return DeclaredChart(str(sort), _texts(judge, at, "title", body.get("title")), indicators)


def _indicators(judge: _Judge, at: tuple[Any, ...], key: str, given: Any, *, counted: bool = False) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        judge.fault((*at, key), Sentence("{key} is a list of names.", key=key), Sentence('Write {key} = ["…", "…"].', key=key))  # fmt: skip # noqa: E501
        return ()
    known = packaged().indicators
    found = []
    for i, name in enumerate(given):
        if name not in known:
            judge.fault(
                (*at, key, name),
                Sentence("there is no indicator {name!r}.", name=name),
                Sentence("`twinline figures --list` names all there are."),
            )
        elif counted and known[name].counted is None:
            judge.fault(
                (*at, key, name),
                Sentence("{name!r} is only reported: no record is counted for it.", name=name),
                Sentence("Name it among the indicators of the section instead."),
            )
        elif name in given[:i]:
            judge.fault(
                (*at, key, name), Sentence("{name!r} stands there twice.", name=name), Sentence("Take one out.")
            )
        else:
            found.append(name)
    return tuple(found)


def _promised(judge: _Judge, given: Any) -> Mapping[str, str]:
    if not isinstance(given, dict):
        judge.fault(
            ("promised",), Sentence("promised is a table."), Sentence('Write promised = {{ kept = "promised" }}.')
        )
        return {}
    known = packaged().indicators
    found = {}
    for kept, plan in given.items():
        unknown = [name for name in (kept, plan) if not isinstance(name, str) or name not in known]
        for name in unknown:
            judge.fault(
                ("promised", str(name)),
                Sentence("there is no indicator {name!r}.", name=str(name)),
                Sentence("`twinline figures --list` names all there are."),
            )
        if not unknown:
            found[kept] = plan
    return found


def _languages(judge: _Judge, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or set(map(str, given)) - set(LANGUAGES):
        judge.fault(
            ("unreviewed",),
            Sentence("unreviewed names languages."),
            Sentence("Write some of {languages}, or leave it out.", languages=LANGUAGES),
        )
        return ()
    return tuple(given)


def _texts(judge: _Judge, at: tuple[Any, ...], key: str | None, given: Any) -> Labels:
    """Return a text in all languages: where one is missing, the nearest one stands in for it."""
    where = at if key is None else (*at, key)
    said = key or "footers"
    if not isinstance(given, dict) or not given:
        judge.fault(
            where,
            Sentence("{key} is missing.", key=said),
            Sentence('Write {key} = {{ en = "…" }}, with one or more of {languages}.', key=said, languages=LANGUAGES),
        )
        return dict.fromkeys(LANGUAGES, "")
    for lang, text in given.items():
        if lang not in LANGUAGES:
            judge.fault(
                (*where, lang),
                Sentence("{lang!r} is none of the languages of {key}.", lang=lang, key=said),
                Sentence("Write one of {languages}.", languages=LANGUAGES),
            )
        elif not isinstance(text, str) or not text or len(text) > LONGEST_TEXT:
            judge.fault(
                (*where, lang),
                Sentence(
                    "{key} in {lang} is no text of 1 to {most} characters.", key=said, lang=lang, most=LONGEST_TEXT
                ),
                Sentence("Write it in quotation marks."),
            )
    texts = {lang: text for lang, text in given.items() if lang in LANGUAGES and isinstance(text, str)}
    return {lang: next((texts[one] for one in FALLBACK[lang] if texts.get(one)), "").strip() for lang in LANGUAGES}


def _only(judge: _Judge, at: tuple[Any, ...], body: Mapping[str, Any], known: Sequence[str]) -> None:
    for key in body:
        if key not in known:
            judge.fault(
                (*at, key),
                Sentence("{key!r} means nothing here.", key=key),
                Sentence("Take it out, or write one of {known}.", known=known),
            )
