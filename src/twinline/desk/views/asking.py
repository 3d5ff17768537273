"""What the address of a report or figure may ask: anything else is one sentence, and no default in silence."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from twinline.desk import knowledge
from twinline.sentences import Problem, Sentence, Text


class Unknown(Http404):
    """Something that the address names isn't there: 404, and which of what may stand there is told."""

    def __init__(self, key: str, given: str, known: Collection[str] = ()) -> None:
        super().__init__(key)
        sentence = Sentence("{given!r} is none of: {known}.", given=given, known=list(known))
        self.why = Problem("parameter", sentence if known else _nothing(given), where=key)


class Misasked(BadRequest):
    """The address asks what isn't asked there, or the same twice: 400."""

    def __init__(self, key: str, sentence: Text) -> None:
        super().__init__(key)
        self.why = Problem("parameter", sentence, where=key)


def read(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return what an address says under some names, empty where it says nothing; raises ``Misasked`` for any other."""
    for name, given in request.GET.lists():
        if name not in names:
            raise Misasked(name, Sentence("There is none such; there are: {known}.", known=list(names)))
        if len(given) > 1:
            raise Misasked(name, Sentence("It stands there more than once: say it once."))
    return {name: request.GET.get(name, "").strip() for name in names}


def must_be_a_past_day(key: str, given: str) -> None:
    """Raise ``Misasked`` where a day on which something was known can't be read, or is yet to come."""
    if given and knowledge.instant(given) is None:
        sentence = Sentence("{given!r} is no day up to today: give it as 23/11/2026.", given=given)
        raise Misasked(key, sentence)


def _nothing(given: str) -> Sentence:
    return Sentence("Nothing here is called {given!r}.", given=given)
