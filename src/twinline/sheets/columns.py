"""The columns of a kind, from its declaration: one for each thing that can be filled in, in four languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twinline.records import fields as declared
from twinline.records.attachments import Attachments
from twinline.records.fields.groups import Declared
from twinline.records.kind import Kind
from twinline.records.ready import ReadySentences
from twinline.records.words import LANGUAGES, Labels
from twinline.sentences import Sentence
from twinline.text import fold
from twinline.tongues import told

#: How many of a list of parts a template has columns for; an export has as many as its records need.
LISTED = 3
PLACE_PARTS = ("organisation", "name", "gate", "marker", "to_marker", "metres", "position")
#: Only where a record says them: nobody types them into a sheet.
EXACT_PARTS = ("lon", "lat", "chainage", "to_chainage", "line")
_PLACE_WORDS = {
    "organisation": Sentence("commune, village or province"),
    "name": Sentence("another place, by name"),
    "gate": Sentence("border gate"),
    "marker": Sentence("marker number"),
    "to_marker": Sentence("to marker number"),
    "metres": Sentence("metres from the marker"),
    "position": Sentence("coordinates, grid reference, marker and metres, or kilometre"),
}
_MORE = Sentence("For more of them, go on in columns of your own with the same headers, numbered 4, 5 and so on.")
_TO = Sentence("to (for a period)")
#: What an export says of a record besides its body; a sheet that is read back leaves these out.
BESIDE = {
    "record": Sentence("record"),
    "author": Sentence("said by"),
    "standing": Sentence("stands as"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the path of what it holds (``goods[0].amount``), its header by language, what sort of cell it has."""

    path: str
    headers: Mapping[str, str]
    sort: str
    field: declared.Field
    required: bool = False

    def hint(self, lang: str) -> str:
        """Return what helps to fill it in; of the last row of a list, how there can be more of them."""
        helps = [self.field.help.to(lang)] if self.field.help else []
        if f"[{LISTED - 1}]" in self.path:
            helps.append(told(_MORE, lang))
        return " ".join(helps)


def columns(kind: type[Kind], *, listed: Mapping[str, int] | None = None, exact: Sequence[str] = ()) -> list[Column]:
    """Return the columns of a kind in the order in which its fields are asked.

    ``listed`` says how many of a list of parts are needed, by path; ``exact`` which paths of exact positions are.
    """
    found = list(_of(kind, "", dict.fromkeys(LANGUAGES, ()), listed or {}, frozenset(exact)))
    seen: dict[tuple[str, str], int] = {}
    named = []
    for one in found:
        headers = {}
        for lang, header in one.headers.items():
            seen[lang, fold(header)] = number = seen.get((lang, fold(header)), 0) + 1
            headers[lang] = header if number == 1 else f"{header} ({number})"
        named.append(Column(one.path, headers, one.sort, one.field, one.required))
    return named


def beside(lang: str) -> list[str]:
    """Return the headers of what an export says besides the body."""
    return [told(sentence, lang) for sentence in BESIDE.values()]


_Above = Mapping[str, tuple[str, ...]]


def _of(
    kind: type[Declared], at: str, above: _Above, listed: Mapping[str, int], exact: frozenset[str]
) -> Iterator[Column]:
    for name, field in kind.fields.items():
        yield from _field(field, f"{at}{name}", _under(above, field.label), listed, exact)


def _listed(
    field: declared.ListOf, at: str, above: _Above, listed: Mapping[str, int], exact: frozenset[str]
) -> Iterator[Column]:
    """Yield the columns of a list of parts: those of each part, or one for each ready sentence."""
    assert isinstance(field.item, declared.Part)
    for number in range(max(LISTED, listed.get(at, 0))):
        numbered = {lang: (*words[:-1], f"{words[-1]} {number + 1}") for lang, words in above.items()}
        if isinstance(field, ReadySentences):
            yield _leaf(f"{at}[{number}]", numbered, "sentence", field)
        else:
            yield from _of(field.item.of, f"{at}[{number}].", numbered, listed, exact)


def _field(
    field: declared.Field, at: str, above: _Above, listed: Mapping[str, int], exact: frozenset[str]
) -> Iterator[Column]:
    if isinstance(field, Attachments):
        return  # a picture is no cell
    if isinstance(field, declared.Part):
        yield from _of(field.of, f"{at}.", above, listed, exact)
    elif isinstance(field, declared.ListOf) and isinstance(field.item, declared.Part):
        yield from _listed(field, at, above, listed, exact)
    elif isinstance(field, declared.When):
        yield _leaf(f"{at}.from", above, "period", field)
        yield _leaf(f"{at}.to", _words(above, _TO), "period_end", field, required=False)
    elif isinstance(field, declared.Place):
        for part in PLACE_PARTS:
            yield _leaf(f"{at}.{part}", _words(above, _PLACE_WORDS[part]), _PLACE_SORTS[part], field, required=False)
        for part in EXACT_PARTS:
            if f"{at}.{part}" in exact:
                yield _leaf(f"{at}.{part}", _words(above, part), _PLACE_SORTS[part], field, required=False)
    elif isinstance(field, declared.Names):
        for lang in LANGUAGES:
            yield _leaf(f"{at}.{lang}", _words(above, lang.upper()), "text", field, required=False)
    else:
        yield _leaf(at, above, _sort(field), field)


_PLACE_SORTS = {
    "organisation": "org", "name": "text", "gate": "gate", "marker": "text", "to_marker": "text", "metres": "count",
    "position": "position",
    "lon": "count", "lat": "count", "chainage": "count", "to_chainage": "count", "line": "text",
}  # fmt: skip
_SORTS: tuple[tuple[type[declared.Field], str], ...] = (
    (declared.Code, "code"),
    (declared.Count, "count"),
    (declared.Decimal, "decimal"),
    (declared.Date, "date"),
    (declared.Moment, "moment"),
    (declared.Flag, "flag"),
    (declared.Org, "org"),
    (declared.Orgs, "orgs"),
)


def _sort(field: declared.Field) -> str:
    if isinstance(field, declared.ListOf):
        return "codes" if isinstance(field.item, declared.Code) else "texts"
    return next((sort for one, sort in _SORTS if isinstance(field, one)), "text")


def _leaf(at: str, above: _Above, sort: str, field: declared.Field, required: bool | None = None) -> Column:
    headers = {lang: " · ".join(words) for lang, words in above.items()}
    return Column(at, headers, sort, field, field.required if required is None else required)


def _under(above: _Above, label: Labels) -> _Above:
    return {lang: (*words, label.to(lang)) for lang, words in above.items()}


def _words(above: _Above, more: Sentence | str) -> _Above:
    return {lang: (*words, told(more, lang)) for lang, words in above.items()}


def body_of(kind: type[Declared], cells: Mapping[str, Any], at: str = "") -> dict[str, Any]:
    """Return the body that cells by path say; what holds nothing is left out."""
    found = {name: _value(field, cells, f"{at}{name}") for name, field in kind.fields.items()}
    return {name: value for name, value in found.items() if value is not None}


def without_gaps(paths: Iterable[str]) -> dict[str, str]:
    """Return by each path the one it has once the items of a list that a row leaves empty are gone.

    What is found wrong with an item is then found in the cells that say it.
    """
    split = [(path, *path.partition("[")) for path in paths]
    kept: dict[str, set[int]] = {}
    for _, name, bracket, rest in split:
        if bracket:
            kept.setdefault(name, set()).add(int(rest.partition("]")[0]))
    place = {name: {number: at for at, number in enumerate(sorted(numbers))} for name, numbers in kept.items()}
    return {
        path: f"{name}[{place[name][int(rest.partition(']')[0])]}]{rest.partition(']')[2]}" if bracket else path
        for path, name, bracket, rest in split
    }


def _value(field: declared.Field, cells: Mapping[str, Any], at: str) -> Any:
    if isinstance(field, declared.Part):
        return body_of(field.of, cells, f"{at}.") or None
    if isinstance(field, ReadySentences):
        return [cells[name] for number in range(field.limit) if (name := f"{at}[{number}]") in cells] or None
    if isinstance(field, declared.ListOf) and isinstance(field.item, declared.Part):
        # A list may have hundreds of items, a row fills in a few.
        told = sorted({int(path[len(at) + 1 :].partition("]")[0]) for path in cells if path.startswith(f"{at}[")})
        rows = [body_of(field.item.of, cells, f"{at}[{number}].") for number in told if number < field.limit]
        return [row for row in rows if row] or None
    if isinstance(field, declared.When):
        return _period(cells.get(f"{at}.from"), cells.get(f"{at}.to"))
    if isinstance(field, declared.Place | declared.Names):
        names = LANGUAGES if isinstance(field, declared.Names) else (*PLACE_PARTS, *EXACT_PARTS)
        said = {name: cells[f"{at}.{name}"] for name in names if f"{at}.{name}" in cells}
        if "position" in said:
            typed = said.pop("position")
            # What can't be read stays, so that judging names it
            said |= typed if isinstance(typed, dict) else {"lon": str(typed), "lat": str(typed)}
        only = isinstance(field, declared.Place) and said.keys() == {"organisation"}
        return said["organisation"] if only else said or None
    return cells.get(at)


OPEN, NONE = "…", "–"


def _period(start: Any, end: Any) -> Any:
    """Return a date, or a period: its end is open where the cell says ``…``, and none was given where it says ``–``."""
    if start == NONE:
        return {}
    if start is not None and end is None:
        return start
    return {name: said for name, said in (("from", start), ("to", end)) if said not in (None, OPEN)} or None


def cells_of(kind: type[Declared], body: Mapping[str, Any], at: str = "") -> dict[str, Any]:
    """Return the values of a body by the path of their column; pictures have none, a ready sentence has one."""
    found: dict[str, Any] = {}
    for name, value in body.items():
        field = kind.fields.get(name)
        if field is not None:
            found |= _cells(field, value, f"{at}{name}")
    return found


def _cells(field: declared.Field, value: Any, at: str) -> dict[str, Any]:
    found: dict[str, Any] = {at: value}
    if isinstance(field, Attachments):
        found = {}
    elif isinstance(field, ReadySentences):
        found = {f"{at}[{number}]": one for number, one in enumerate(value)}
    elif isinstance(field, declared.Part):
        found = cells_of(field.of, value, f"{at}.")
    elif isinstance(field, declared.ListOf) and isinstance(field.item, declared.Part):
        found = {}
        for number, one in enumerate(value):
            found |= cells_of(field.item.of, one, f"{at}[{number}].")
    elif isinstance(field, declared.When):
        found = _period_cells(value, at)
    elif isinstance(field, declared.Place) and isinstance(value, str):
        found = {f"{at}.organisation": value}
    elif isinstance(field, declared.Place | declared.Names):
        found = {f"{at}.{part}": one for part, one in value.items()}
    return found


def _period_cells(value: Any, at: str) -> dict[str, Any]:
    if isinstance(value, str):
        return {f"{at}.from": value}
    return {f"{at}.from": value.get("from"), f"{at}.to": value.get("to", OPEN)} if value else {f"{at}.from": NONE}
