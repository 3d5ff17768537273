"""What ``twinline figures`` prints: the answer to a question, its records, its sentences, or two days side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from twinline.figures.answer import Answer, ask
from twinline.figures.beside import Beside, beside
from twinline.figures.catalogue import packaged
from twinline.figures.changes import Then, explain, known_then
from twinline.figures.corrected import corrected
from twinline.figures.errors import FiguresError
from twinline.figures.hiding import HIDDEN, owner_of
from twinline.figures.listed import records_behind
from twinline.figures.question import JOINT, Question, basis
from twinline.figures.rounds import Coverage
from twinline.reports import answers, asked, changed, cubed, cuts
from twinline.reports.as_json import plain_coverage, plain_sources
from twinline.reports.as_xlsx import as_xlsx
from twinline.reports.collect import ReportSource, Seen, collected, period_of, returned_line
from twinline.reports.declared import alone
from twinline.reports.language import Period, date_at
from twinline.reports.model import Names
from twinline.reports.sentence import Asked
from twinline.reports.territory import Territory
from twinline.reports.words import LANGUAGES, word
from twinline.reports.work import Work
from twinline.sentences import Sentence
from twinline.times import iso
from twinline.tongues import tell

FORMS = ("records", "sentence", "against")


class Figured:
    """A question as its options put it to one node's records, and the languages and the form it is answered in."""

    def __init__(
        self, source: ReportSource, indicators: tuple[str, ...], lang: str, *, as_program: bool, now: int, **said: Any
    ) -> None:
        self.source, self.indicators, self.lang = source, indicators, lang
        self.as_program, self.now, self.said = as_program, now, said
        self.days = asked.days(said["since"], said["until"], said["period"], said["calendar"])
        self.basis = basis(said["said"])
        self.territory = Territory(source, said["place"] or "", bool(said["recut"]))
        self.work = Work(source, said["organisation"] or "", bool(said["alone"]))
        #: Which of the figures known on a past day were put right since, once ``told``. It stands beside the answer for
        #: programs and not in it: what was known on a day is the same bytes for ever.
        self.corrected: tuple[str, ...] = ()

    def told(self) -> str:
        """Return what is printed; raises ``FiguresError`` for a question without meaning."""
        forms = [form for form in FORMS if self.said[form]]
        if len(forms) > 1:
            raise FiguresError("forms", Sentence("--records, --sentence and --against are asked one at a time."))
        if forms and forms != ["sentence"] and len(self.indicators) != 1:
            raise FiguresError("no-indicator", Sentence("Name one indicator to list the records behind it."))
        if forms == ["against"]:
            return self._against()
        seen_as = asked.seen_as(self.source, self.said["readers"], self.said["known_on"], self.said["cut"])
        with self._seen(seen_as) as (seen, question):
            if forms == ["records"]:
                behind = records_behind(question, packaged(), self.indicators[0], self.source.execute)
                return self._form(answers.plain_behind(behind), answers.behind_lines(behind, self.lang))
            answer = ask(question, packaged(), self.source.execute)
            covered = self.source.covered(question, seen.cut.units_on, seen.cut.begun_by)
            if self.said["known_on"] is not None:
                self.corrected = corrected(answer, packaged(), self.source.execute)
            if forms == ["sentence"]:
                return self._sentences(answer, seen, covered)
            # Beside all figures of a node this would be a question for each; beside those named it is soon answered.
            compared = dict(self._beside(answer)) if self.indicators else {}
        bodies = self._bodies(answer)
        told = answers.plain(answer, compared, bodies) | cuts.plain(seen.cut) | {"sources": plain_sources(seen.sources)}
        told |= {"as_of": None if question.as_of is None else iso(question.as_of)}
        told |= {"reported": {name: plain_coverage(each) for name, each in covered.items()}}
        foot = answers.foot(seen, self.days, self.lang, hidden=answers.hides(answer))
        missing = {code for each in covered.values() for one in each for code in one.missing}
        names = Names(seen.names(sorted(answers.codes(answer) | missing)))
        figures = answers.lines(answer, self.lang, compared, covered, names, self.corrected, bodies)
        told |= self._places()
        lines = [*figures, *self._merged(seen), *self._ended(seen), *foot]
        return self._form(told | {"period": {"from": self.days[0], "to": self.days[1]}}, lines)

    def cubed(self, file: Path, engine: str) -> tuple[bytes, str]:
        """Return the whole cube as the file's form has it, and what is printed of it; raises ``FiguresError``."""
        if self.indicators or any(self.said[form] for form in FORMS):
            raise FiguresError(
                "cube-alone",
                Sentence("--cube is of all kinds: leave out indicators, --records, --sentence and --against."),
            )
        seen_as = asked.seen_as(self.source, self.said["readers"], self.said["known_on"], self.said["cut"])
        with self._seen(seen_as) as (seen, question):
            execute, each, spool = self.source.execute, self.source.each, self.source.spool
            written, cells = cubed.written(question, execute, each, file.suffix, engine, spool)
        hidden = [one for one in cells if one.qualifier == HIDDEN]
        plain = {"file": str(file), "cells": len(cells) - len(hidden), "hidden": len(hidden)} | cuts.plain(seen.cut)
        told = tell("Rows in {file}: {count}.", count=len(cells), file=str(file))
        foot = answers.foot(seen, self.days, self.lang, hidden=bool(hidden))
        return written, self._form(plain, [told, *foot])

    def sheet(self) -> bytes:
        """Return the figures named as a workbook, each on every word; raises ``FiguresError`` for what has no such."""
        if any(self.said[form] for form in FORMS) or self.said["published_by"] or self.basis != JOINT:
            raise FiguresError(
                "sheet-alone",
                Sentence(
                    "--sheet tells each word: leave out --as, --published-by, --records, --sentence and --against."
                ),
            )
        first, *more = packaged().chosen(self.indicators)
        seen_as = asked.seen_as(self.source, self.said["readers"], self.said["known_on"], self.said["cut"])
        place, organisation = self.territory.code or None, self.work.code or None
        self.source.must_know(place, organisation)
        since, until = self.days
        return as_xlsx(
            collected(
                alone(first, *more), self.source, **seen_as, since=since, until=until, place=place,
                places=self.territory.places, recut=self.territory.recut, organisation=organisation,
                organisations=self.work.organisations, alone=self.work.alone,
            ),
            self.lang,
        )  # fmt: skip

    def _places(self) -> dict[str, Any]:
        """Return for programs what was counted with the place, where that was asked, and since when there is none."""
        found: dict[str, Any] = {}
        if self.said["recut"]:
            found["merged"] = [{"from": old, "to": now} for old, now in self.territory.pairs]
        period = period_of(*self.days)
        days = {"place_began": self.territory.begins_in(period), "place_ended": self.territory.ends_in(period)}
        return found | {name: iso(day) for name, day in days.items() if day is not None}

    def _merged(self, seen: Seen) -> Iterator[str]:
        """Yield which places of another time are counted with the place asked, and what each became."""
        pairs = self.territory.pairs
        names = seen.names(sorted({code for pair in pairs for code in pair}))
        if pairs:
            yield ""
            yield word(self.territory.heading, self.lang)
        for old, now in pairs:
            one, other = (names.get(code, {}).get(self.lang) or code for code in (old, now))
            yield f"  {one} [{old}] → {other} [{now}]"

    def _ended(self, seen: Seen) -> Iterator[str]:
        """Yield that the place asked began after the period did, or ended before, and what to ask instead."""
        if self.territory.recut:
            return
        place, period = self.said["place"], period_of(*self.days)
        days = (("place_began", self.territory.begins_in(period)), ("place_ended", self.territory.ends_in(period)))
        for name, day in days:
            if day is not None:
                called = seen.names([place]).get(place, {}).get(self.lang) or place
                yield ""
                yield "! " + word(name, self.lang).format(place=f"{called} [{place}]", day=date_at(iso(day), self.lang))

    @contextmanager
    def _seen(self, seen_as: dict[str, Any]) -> Iterator[tuple[Seen, Question]]:
        """Open what the readers see at an instant, with the question for it."""
        place, organisation = self.said["place"], self.work.code or None
        self.source.must_know(place, organisation)
        with self.source.seen(**seen_as, held=self.basis.held) as seen:
            yield (
                seen,
                Question(
                    indicators=self.indicators or tuple(sorted(packaged().indicators)),
                    audiences=seen.audiences,
                    basis=self.basis,
                    period=period_of(*self.days),
                    places=self.territory.places,
                    organisations=self.work.organisations,
                    place=place,
                    organisation=organisation,
                    alone=self.work.alone,
                    known_on=seen.cut.asked,
                    cut=seen.within,
                    published_by=asked.civil_day(self.said["published_by"]),
                    owner=owner_of(seen.cut.readers),
                    settled=seen.settled,
                ),
            )

    def _beside(self, answer: Answer) -> Iterator[tuple[str, Beside]]:
        for row in answer.returned:
            found = beside(row, answer.question, packaged(), self.source.execute, self.source.under)
            if found is not None:
                yield row.record, found

    def _against(self) -> str:
        """Return one figure as known on two days, the earlier first, and what changed between."""
        if self.said["cut"] is not None:
            raise FiguresError("against-cut", Sentence("--against goes with --known-on: leave --cut out."))
        moments = [asked.instant(self.said[name], name) for name in ("known_on", "against")]
        thens: list[tuple[int | None, Then]] = []
        codes: set[str] = set()
        names: dict[str, Any] = {}
        for moment in sorted(moments, key=lambda at: (at is None, at)):
            seen_as = asked.seen_as(self.source, self.said["readers"], None, None) | {"known_on": moment}
            with self._seen(seen_as) as (seen, question):
                thens.append((moment, known_then(question, packaged(), self.source.execute)))
                codes |= {each.author for each in thens[-1][1].behind}
                codes |= {row.author for row in thens[-1][1].answer.returned} | answers.codes(thens[-1][1].answer)
                names.update(seen.names(sorted(codes)))
        (first, before), (last, after) = thens
        found = explain(before, after, packaged(), self.source.execute)
        bodies = self._bodies(before.answer) | self._bodies(after.answer)
        told = changed.plain(found, (first, last), bodies)
        return self._form(told, changed.lines(found, (first, last), Names(names), self.now, self.lang, bodies))

    def _sentences(self, answer: Answer, seen: Seen, covered: Mapping[str, tuple[Coverage, ...]]) -> str:
        """Return each figure as a sentence, in one language or, for programs, in all."""
        question = answer.question
        bodies = self._bodies(answer)
        told = {row.record: returned_line(row, bodies.get(row.entry_id, {})) for row in answer.returned}
        codes = {code for line in told.values() for code in (line.place, line.about, line.author, *line.counterparts)}
        codes |= {question.place or "", question.organisation or ""}
        names = Names(seen.names(sorted(codes - {""})))
        period = None if question.period is None else Period(*self.days, question.period.first, question.period.last)
        where = question.place or "", question.organisation or ""
        corrected = frozenset(self.corrected)
        what = Asked(seen.cut.known_on or self.now, period, *where, corrected, question.as_of, question.alone)
        found = {tongue: list(answers.sentences(answer, what, told, names, tongue, covered)) for tongue in LANGUAGES}
        each = [
            {"indicator": name, "sentence": {tongue: found[tongue][at][1] for tongue in LANGUAGES}}
            for at, (name, _) in enumerate(found[self.lang])
        ]
        return self._form(each, (text for _, text in found[self.lang]))

    def _bodies(self, answer: Answer) -> answers.Bodies:
        """Return what the records say of which something was returned, by entry."""
        return self.source.bodies(sorted({row.entry_id for row in answer.returned}))

    def _form(self, plain: Any, lines: Iterable[str]) -> str:
        if self.as_program:
            return json.dumps(plain, ensure_ascii=False, sort_keys=True) + "\n"
        return "".join(f"{line}\n" for line in lines)
