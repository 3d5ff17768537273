"""Reading the declarations strictly, and the digest they are named by."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from twinline.figures.errors import BadCatalogue
from twinline.figures.indicator import AGGREGATES, LANGUAGES, NATURES, Catalogue, Counted, Indicator, Selection, Unit
from twinline.figures.question import SIDES
from twinline.sentences import Sentence

_REQUIRED = {"units", "nature", "label", "definition"}
_ALLOWED = _REQUIRED | {"counted", "of_which", "reference_set", "articles", "section", "unreviewed"}
_SELECTED = ("kind", "measure", "classes", "side")
_COUNTED = {*_SELECTED, "aggregate", "also"}
_PLURALS = {"vi": {"other"}, "lo": {"other"}, "en": {"one", "other"}, "fr": {"one", "other"}}


@lru_cache(maxsize=1)
def packaged() -> Catalogue:
    """Return the catalogue that comes with the product; read once."""
    room = files("twinline.figures")
    systems = {
        item.name.removesuffix(".toml"): item.read_text("utf-8")
        for item in room.joinpath("indicators").iterdir()
        if item.name.endswith(".toml")
    }
    units = room.joinpath("units.toml").read_text("utf-8")
    classes = room.joinpath("classes.toml").read_text("utf-8")
    return catalogue(systems, units=units, classes=classes)


def catalogue(systems: Mapping[str, str], *, units: str, classes: str) -> Catalogue:
    """Return the catalogue declared by TOML texts, one per system.

    Raises ``BadCatalogue`` for the first thing that does not hold. The digest is
    SHA-256 over the canonical JSON of all declarations, whatever file they stand in.
    """
    known_units, unreviewed_units = _units(_toml("units", units))
    groups = _groups(_toml("classes", classes))
    indicators: dict[str, Indicator] = {}
    for system in sorted(systems):
        for indicator in _system(system, _toml(system, systems[system]), groups):
            if indicator.name in indicators:
                raise BadCatalogue(
                    "declared-twice",
                    Sentence("{system}: the indicator {name!r} is declared twice.", system=system, name=indicator.name),
                )
            indicators[indicator.name] = indicator
    _check_relations(indicators, known_units)
    digest = _digest(indicators, known_units)
    return Catalogue(indicators, known_units, unreviewed_units, digest)


def _toml(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadCatalogue("not-toml", Sentence("{name}: not TOML: {error}.", name=name, error=error)) from None


def _system(system: str, declared: dict[str, Any], groups: Mapping[str, tuple[str, ...]]) -> list[Indicator]:
    section = _text(system, "section", declared.pop("section", system))
    unreviewed = _languages(system, declared.pop("unreviewed", []))
    found = []
    for name, body in declared.items():
        if not isinstance(body, dict):
            raise BadCatalogue(
                "unknown-name",
                Sentence(
                    "{system}: {name!r} is neither `section`, `unreviewed` nor an indicator's table.",
                    system=system,
                    name=name,
                ),
            )
        full = {"section": section, "unreviewed": unreviewed} | body
        found.append(_indicator(f"{system}: {name}", name, full, groups))
    return found


def _indicator(at: str, name: str, body: dict[str, Any], groups: Mapping[str, tuple[str, ...]]) -> Indicator:
    missing, unknown = _REQUIRED - set(body), set(body) - _ALLOWED
    if missing or unknown:
        raise BadCatalogue(
            "fields",
            Sentence(
                "{at}: missing {missing}, unknown {unknown}.", at=at, missing=sorted(missing), unknown=sorted(unknown)
            ),
        )
    if body["nature"] not in NATURES:
        raise BadCatalogue(
            "nature", Sentence("{at}: nature must be flow or stock, not {nature!r}.", at=at, nature=body["nature"])
        )
    of_which = body.get("of_which")
    return Indicator(
        name=name,
        section=_text(at, "section", body["section"]),
        nature=body["nature"],
        units=_texts(at, "units", body["units"]),
        label=_labels(at, "label", body["label"]),
        definition=_labels(at, "definition", body["definition"]),
        unreviewed=_languages(at, body["unreviewed"]),
        counted=_counted(at, body["counted"], groups) if "counted" in body else None,
        of_which=None if of_which is None else _text(at, "of_which", of_which),
        reference_set=body.get("reference_set", ""),
        articles=_texts(at, "articles", body.get("articles", []), empty=True),
    )


def _counted(at: str, body: Any, groups: Mapping[str, tuple[str, ...]]) -> Counted:
    if not isinstance(body, dict) or not {"kind", "measure", "aggregate"} <= set(body) or set(body) - _COUNTED:
        raise BadCatalogue(
            "counted",
            Sentence("{at}: counted holds kind, measure, aggregate and, if need be, classes, side and also.", at=at),
        )
    if body["aggregate"] not in AGGREGATES:
        raise BadCatalogue(
            "aggregate",
            Sentence(
                "{at}: aggregate must be one of {aggregates}, not {aggregate!r}.",
                at=at,
                aggregates=AGGREGATES,
                aggregate=body["aggregate"],
            ),
        )
    plain = {name: value for name, value in body.items() if name not in ("aggregate", "also")}
    more = body.get("also", [])
    if not isinstance(more, list) or any(not isinstance(each, dict) or set(each) - set(_SELECTED) for each in more):
        raise BadCatalogue(
            "also",
            Sentence("{at}: also is a list of tables, each with what differs of {names}.", at=at, names=_SELECTED),
        )
    return Counted(body["aggregate"], tuple(_selection(at, plain | each, groups) for each in [{}, *more]))


def _selection(at: str, body: Mapping[str, Any], groups: Mapping[str, tuple[str, ...]]) -> Selection:
    classes: set[str] = set()
    for cls in _texts(at, "classes", body.get("classes", []), empty="classes" not in body):
        if cls.startswith("@") and cls[1:] not in groups:
            raise BadCatalogue("no-class", Sentence("{at}: there is no group of classes {cls!r}.", at=at, cls=cls))
        classes.update(groups[cls[1:]] if cls.startswith("@") else (cls,))
    side = body.get("side", "")
    if side not in ("", *SIDES):
        raise BadCatalogue(
            "side", Sentence("{at}: side must be one of {sides}, not {side!r}.", at=at, sides=SIDES, side=side)
        )
    kind, measure = _text(at, "kind", body["kind"]), _text(at, "measure", body["measure"])
    return Selection(kind, measure, tuple(sorted(classes)), side)


def _units(declared: dict[str, Any]) -> tuple[dict[str, Unit], tuple[str, ...]]:
    unreviewed = _languages("units", declared.get("unreviewed", []))
    found = {}
    for code, labels in declared.get("units", {}).items():
        at = f"units: {code}"
        if set(labels) != set(LANGUAGES):
            raise BadCatalogue("languages", Sentence("{at}: needs {languages}.", at=at, languages=LANGUAGES))
        forms = {lang: {"other": said} if isinstance(said, str) else dict(said) for lang, said in labels.items()}
        for lang, plurals in forms.items():
            if set(plurals) != _PLURALS[lang] or any("{n}" not in form for form in plurals.values()):
                raise BadCatalogue(
                    "plurals",
                    Sentence(
                        "{at}: {lang} needs {forms}, each with {{n}}.",
                        at=at,
                        lang=lang,
                        forms=sorted(_PLURALS[lang]),
                    ),
                )
        found[code] = Unit(code, forms)
    return found, unreviewed


def _groups(declared: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: _texts("classes", name, members) for name, members in declared.get("groups", {}).items()}


def _check_relations(indicators: Mapping[str, Indicator], units: Mapping[str, Unit]) -> None:
    for indicator in indicators.values():
        for unit in indicator.units:
            if unit not in units:
                raise BadCatalogue(
                    "no-unit",
                    Sentence(
                        "{name}: the unit {unit!r} is not declared in units.toml.", name=indicator.name, unit=unit
                    ),
                )
        seen = {indicator.name}
        whole = indicator.of_which
        while whole is not None:
            if whole not in indicators or whole in seen:
                raise BadCatalogue(
                    "of-which",
                    Sentence(
                        "{name}: `of_which` must lead to a declared whole, not to {whole!r}.",
                        name=indicator.name,
                        whole=whole,
                    ),
                )
            seen.add(whole)
            whole = indicators[whole].of_which


def _digest(indicators: Mapping[str, Indicator], units: Mapping[str, Unit]) -> str:
    content = {
        "indicators": {name: _plain(indicator) for name, indicator in indicators.items()},
        "units": {code: {lang: dict(forms) for lang, forms in unit.forms.items()} for code, unit in units.items()},
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(indicator: Indicator) -> dict[str, Any]:
    counted = indicator.counted
    return {
        "nature": indicator.nature,
        "units": list(indicator.units),
        "label": dict(indicator.label),
        "definition": dict(indicator.definition),
        "counted": counted
        and [counted.aggregate, *([s.kind, s.measure, list(s.classes), s.side] for s in counted.selections)],
        "of_which": indicator.of_which,
        "reference_set": indicator.reference_set,
        "articles": list(indicator.articles),
    }


def _text(at: str, field: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise BadCatalogue(
            "not-text", Sentence("{at}: {field} must be a text, not {value!r}.", at=at, field=field, value=value)
        )
    return value


def _texts(at: str, field: str, values: Any, *, empty: bool = False) -> tuple[str, ...]:
    if not isinstance(values, list | tuple) or not (values or empty):
        raise BadCatalogue(
            "not-list",
            Sentence(
                "{at}: {field} must be a list with at least one text, not {values!r}.",
                at=at,
                field=field,
                values=values,
            ),
        )
    return tuple(_text(at, field, value) for value in values)


def _languages(at: str, values: Any) -> tuple[str, ...]:
    found = _texts(at, "unreviewed", values, empty=True)
    if set(found) - set(LANGUAGES):
        raise BadCatalogue(
            "unreviewed",
            Sentence(
                "{at}: unreviewed names languages out of {languages}, not {values!r}.",
                at=at,
                languages=LANGUAGES,
                values=values,
            ),
        )
    return found


def _labels(at: str, field: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or set(value) != set(LANGUAGES):
        raise BadCatalogue(
            "no-label",
            Sentence("{at}: {field} needs a text in each of {languages}.", at=at, field=field, languages=LANGUAGES),
        )
    return {lang: _text(at, f"{field}.{lang}", value[lang]) for lang in LANGUAGES}
