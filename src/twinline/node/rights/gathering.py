"""Finding every field: in the databases' own catalogues, the schemas, and the outputs, each made and read back.

Nothing is taken from a declaration where there is an output to look at: a form is drawn and its boxes are read, a sheet
is written and its head is read, a map is written and its tables are asked for, a pairing card is taken apart.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
from django.template.loader import get_template, render_to_string

from twinline.access import forms, password_page
from twinline.access import keys as keys_page
from twinline.access.models import User
from twinline.access.scopes import Scope
from twinline.api import openapi
from twinline.desk import names
from twinline.desk.house.asked import Asked
from twinline.desk.house.drawn import Drawing
from twinline.line.strip import Mark, Walked
from twinline.node import mail
from twinline.node.rights import beside, travelling
from twinline.node.rights.field import Field, ruled
from twinline.records import registry
from twinline.reports import cubed
from twinline.reports.as_csv import as_csv
from twinline.reports.icalendar import Event, as_icalendar
from twinline.reports.model import Report
from twinline.sealed.part import Part
from twinline.sheets import answering, columns, writing
from twinline.store import gis, lines
from twinline.store.commands import rounds
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.store.reconciling import Sheet
from twinline.store.signing import Sheet as RoundSheet
from twinline.times import day_of

_SQLITE = b"SQLite format 3\0"
_NUMBER = re.compile(r"\[\d+\]")
_TEMPLATES = Path(names.__file__).parent / "templates"
_BOXES = ("input", "select", "textarea", "button")
Found = tuple[str, str, str, str]
"""Where, field, type, and the output it was seen in."""


def everything(ledger: Ledger, *, now: int) -> list[Field]:
    """Return every field that this node stores, shows or gives away, each once, with what the rules say of it."""
    kept: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for source in (
        *(databases(ledger.folder), schemas(), boxes(ledger, now), sheets(), outputs(ledger, now)),
        programs(openapi.document()),
        beside.folder(ledger.folder),
        beside.heads(ledger, now),
    ):
        for where, field, sort, stands in source:
            _, seen = kept.setdefault((where, field), (sort, set()))
            seen.add(stands)
    fields = (Field(*key, sort, tuple(sorted(seen))) for key, (sort, seen) in kept.items())
    return sorted(map(ruled, fields), key=lambda each: (each.where, each.field))


# What is stored


def databases(folder: Path) -> Iterator[Found]:
    """Yield every column of every table of every SQLite file in a node's folder, and what a sealed part says."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        with path.open("rb") as file:
            if file.read(len(_SQLITE)) != _SQLITE:
                continue
        yield from _tables(path, path.relative_to(folder).as_posix(), "stored")
    for name, told in msgspec.json.schema(Part)["$defs"]["Part"]["properties"].items():
        yield ("sealed part", name, _sort(told), "stored")


def _tables(path: Path, called: str, stands: str) -> Iterator[Found]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
        for (table,) in tables:
            for _, column, sort, *_rest in database.execute("SELECT * FROM pragma_table_info(?)", [table]):
                yield f"{called}: {table}", str(column), str(sort).lower() or "any", stands


# What is said


def schemas() -> Iterator[Found]:
    """Yield every field of every kind of record and act, from its JSON Schema."""
    for kind in registry.KINDS:
        for field, sort in _properties(registry.json_schema(kind), ""):
            yield f"record: {kind}", field, sort, "record"
    for act in registry.ACTS:
        for field, sort in _properties(registry.act_schema(act), ""):
            yield f"act: {act}", field, sort, "record"


def _properties(schema: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    for name, told in schema.get("properties", {}).items():
        yield f"{at}{name}", _sort(told)
        yield from _properties(told, f"{at}{name}.")
    for form in (*schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from _properties(form, at)
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _properties(schema["additionalProperties"], f"{at}*.")
    if "items" in schema:
        yield from _properties(schema["items"], f"{at.removesuffix('.')}[].")


def _sort(told: Mapping[str, Any]) -> str:
    """Return in a few words what a schema takes; ``text`` is what anybody may type."""
    if "items" in told:
        return f"list of {_sort(told['items'])}"
    forms_of = (*told.get("oneOf", ()), *told.get("anyOf", ()))
    if "enum" in told or any("const" in form for form in forms_of):
        return "word of a list"
    if "x-refers" in told:
        return f"code: {told['x-refers']}"
    if forms_of:
        return " or ".join(dict.fromkeys(map(_sort, forms_of)))
    if told.get("type") == "string":
        return "coded text" if "pattern" in told or "format" in told else f"text to {told.get('maxLength', 500)}"
    sort = told.get("type", "any")
    return " or ".join(sort) if isinstance(sort, list) else str(sort)


# What is asked


class _Boxes(HTMLParser):
    """Gathers what a page lets somebody fill in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in _BOXES and told.get("name"):
            self.found[str(told["name"])] = told.get("type") or tag


def _boxes(html: str) -> dict[str, str]:
    parser = _Boxes()
    parser.feed(html)
    return parser.found


def _called(name: str) -> str:
    """Return a box's or a column's name as the schema calls the field."""
    return _NUMBER.sub("[]", name).removesuffix("[]")


def boxes(ledger: Ledger, now: int) -> Iterator[Found]:
    """Yield every box of every form: those of kinds as drawn, the others as their pages have them."""
    pen = names.pen("en", ledger.node.side, day_of(now))
    for kind, declared in registry.KINDS.items():
        for drawn in pen.draw(declared, {}):
            html = render_to_string("desk/parts/field.html", {"field": drawn})
            for name, sort in _boxes(html).items():
                yield f"record: {kind}", _called(name), sort, "form"
    key = keys_page.KeyForm(tuple(Scope), second=True)
    changed = password_page.ChangeForm(second=True, of=User())
    for form in (forms.SignInForm(), forms.CodeForm(), forms.WelcomeForm(), changed, key):
        for name, sort in _boxes(form.as_p()).items():
            yield "page: access", name, sort, "form"
    texts = [(name, name, "") for name in msgspec.json.schema(Part)["$defs"]["Part"]["properties"]]
    fixed = ("person", "basis", "purpose", "ends")
    asked = {"texts": [each for each in texts if each[0] not in fixed], "place": "", "faults": {}, "told": {}}
    for name, sort in _boxes(render_to_string("sealed/form.html", asked)).items():
        yield "sealed part", name, sort, "form"
    for path in sorted(_TEMPLATES.rglob("*.html")):
        called = path.relative_to(_TEMPLATES).as_posix()
        for name, sort in _boxes(_literal(called)).items():
            yield f"page: {called.removesuffix('.html')}", name, sort, "form"


def _literal(called: str) -> str:
    """Return a page with nothing filled in: what it holds whoever looks at it, each blank as an asterisk."""
    source = get_template(called).template.source
    return re.sub(r"{%.*?%}", "", re.sub(r"{{.*?}}", "*", source))


# What is given away


def sheets() -> Iterator[Found]:
    """Yield every column of the sheets, from their head as written."""
    for kind, declared in registry.KINDS.items():
        head = _head(writing.export(kind, (), "en", "csv"))
        asked = [each.path for each in columns.columns(declared)]
        for path, _ in zip(asked, head, strict=False):
            yield f"record: {kind}", _called(path), "column", "sheet"
        for said in head[len(asked) :]:
            yield "sheet", said, "column", "sheet"


def _head(raw: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def month_sheet(ledger: Ledger) -> Iterator[Found]:
    """Yield the columns of a month with room for answers, from its head as written."""
    for column in _head(answering.write(ledger, Reader(frozenset()), Sheet("", ()), "en", "csv")):
        yield "month sheet", column, "column", "sheet"


def round_sheet() -> Iterator[Found]:
    """Yield the columns of a unit's sheet for a round, from its head as written."""
    for column in _head(rounds.filled_by_hand(cast(RoundSheet, SimpleNamespace(lines=())), "en").encode()):
        yield "round sheet", column, "column", "sheet"


def tables() -> Iterator[Found]:
    """Yield the columns of a report and of the cube, from their heads as written."""
    empty = cast(Report, SimpleNamespace(period=None, sections=()))
    for where, raw in (("report", as_csv(empty, "en").encode()), ("cube", cubed.as_csv(()))):
        for column in _head(raw):
            yield where, column, "column", "table"


def calendar() -> Iterator[Found]:
    """Yield the properties of a calendar's file, from one that has an event of each sort."""
    events = [Event("x", "x", 1, 2, 0, None, "x", "x"), Event("x", "x", 1, 1, 0, 0)]
    raw = as_icalendar(events, name="x", lang="en").decode()
    for name in dict.fromkeys(re.split("[;:]", line)[0] for line in raw.splitlines() if not line.startswith(" ")):
        yield "calendar", name, "property", "file"


def letter(now: int) -> Iterator[Found]:
    """Yield the heads of a mail that reminds of what waits, from one as it is sent."""
    told = mail.message(mail.Mail("", 25, "none", "desk@x.invalid"), "to@x.invalid", "x", "x", now=now)
    for name in told:
        yield "head: mail", name, "text", "mail"


def drawn_map(ledger: Ledger, now: int) -> Iterator[Found]:
    """Yield what the shapes of the desk's map say, from one on which there is one of each."""
    places, day = lines.in_use(ledger), day_of(now)
    marks = (Mark(0, 9_000, "VN", "patrol"), Mark(5_000, 5_000, "LA", "incident"))
    want = Asked(0, places.line.length_m, day, day, "", frozenset(), chosen=False, days=0, known_on="", place="")
    drawing = Drawing("en", want, places, marks, (Walked(0, 9_000, 1, 1),), {}, 0)
    for shape in drawing.features(narrow=False):
        for name in shape["properties"]:
            yield "map: geojson", name, "property", "map"


def outputs(ledger: Ledger, now: int) -> Iterator[Found]:
    """Yield the fields of maps, sheets, tables, a calendar and a mail, and of what travels between nodes."""
    for source in (month_sheet(ledger), round_sheet(), tables(), calendar(), letter(now), drawn_map(ledger, now)):
        yield from source
    told = tuple(name for name, _ in gis.COLUMNS)
    shapes = [gis.Feature(course, told) for course in (((104.0, 19.0),), ((104.0, 19.0), (104.1, 19.1)), ())]
    for form in gis.FORMS:
        yield from _map(form, gis.written(form, shapes, lines.in_use(ledger), made=gis.utc(now), lang="en"))
    yield from travelling.everything(ledger, now)


def programs(document: Mapping[str, Any]) -> Iterator[Found]:
    """Yield what programs may ask and are answered, from the document that is published for them.

    What a record or an act says is a reference there: its fields stand in the list under their kind. An error is the
    same wherever it is said.
    """
    for field, sort in _properties(document["components"]["schemas"]["error"], "error "):
        yield "api: an error", field, sort.replace("text to 500", "text"), "program"
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            where = f"api: {method.upper()} {path}"
            for each in told["parameters"]:
                yield where, f"asks {each['name']}", _sort(each["schema"]), "program"
            asked = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            for field, sort in _properties(asked, "asks "):
                yield where, field, sort, "program"
            for status, answer in told["responses"].items():
                for field, sort in _properties(
                    answer.get("content", {}).get("application/json", {}).get("schema", {}), ""
                ):
                    # What is answered has no limit of its own: it is what is kept.
                    yield where, f"{status} {field}", sort.replace("text to 500", "text"), "program"


def _map(form: str, raw: bytes) -> Iterator[Found]:
    if form == "gpkg":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "map.gpkg"
            path.write_bytes(raw)
            yield from _tables(path, "map", "map")
        return
    for tag, name in sorted(set(re.findall(rb'<([A-Za-z:]+)(?: name="([^"]*)")?', raw))):
        yield f"map: {form}", f"{tag.decode()} {name.decode()}".rstrip(), "element", "map"
