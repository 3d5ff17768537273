"""A report of the node's own begun from an office's file: the declaration that its placeholders ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from twinline.figures.catalogue import packaged
from twinline.reports.judging import LONGEST_TEXT
from twinline.reports.office.judged import Asked, plans
from twinline.reports.words import LANGUAGES, word


def declaration(asked: Asked, title: str, lang: str) -> str:
    """Return the TOML of a report that tells what a file asks for, with a title in one language."""
    return "\n".join(_lines(asked, title, lang)) + "\n"


def _lines(asked: Asked, title: str, lang: str) -> Iterator[str]:
    yield "# Made from the placeholders of the DOCX file beside it. Titles may be given in vi, lo, en and fr."
    yield f"title = {{ {lang} = {_quoted(title[:LONGEST_TEXT])} }}"
    yield f"intro = {_labels({one: word('office_intro', one) for one in LANGUAGES})}"
    known = plans()
    promised = {name: known[name] for name in asked.indicators if name in known}
    if promised:
        yield f"promised = {{ {', '.join(f'{kept} = {_quoted(plan)}' for kept, plan in promised.items())} }}"
    yield ""
    yield "[[sections]]"
    yield 'name = "figures"'
    yield f"title = {_labels({one: word('office_figures', one) for one in LANGUAGES})}"
    yield f"indicators = {_list(asked.indicators)}"
    if asked.each["record"]:
        yield f"lists = {_list(asked.each['record'])}"
    for sort in ("month", "unit"):
        for name in asked.each[sort]:
            yield ""
            yield "[[sections.charts]]"
            yield f'sort = "{sort}s"'
            yield f"indicators = {_list((name,))}"
            yield f"title = {_labels(packaged()[name].label)}"


def _labels(texts: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{lang} = {_quoted(texts[lang])}' for lang in LANGUAGES)} }}"


def _list(names: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"


def _quoted(text: str) -> str:
    """Return text in quotation marks as TOML reads it: as JSON does, less what no text needs."""
    return json.dumps("".join(sign for sign in text if sign.isprintable()), ensure_ascii=False)
