"""Where placeholders stand in a part of WordprocessingML, and putting text in their place.

A word processor cuts text into pieces wherever it likes, inside a placeholder too: the pieces of a paragraph are read
as one text. What is put in takes the look of the piece in which the placeholder began; nothing else is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.dom.minidom import Document, Element

from twinline.reports.office.opened import elements, is_word

MARK = re.compile(r"\{\{([^{}]*)\}\}")
BROKEN = re.compile(r"\{\{(?![^{}]*\}\})")
#: How much of a paragraph is shown where something in it is wrong.
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Marked:
    """A paragraph with placeholders: what stands between each pair of brackets, and the whole text."""

    paragraph: Element
    number: int
    text: str
    said: tuple[str, ...]
    broken: bool

    @property
    def row(self) -> Element:
        """Return the row of a table that the paragraph stands in, else itself: what is repeated."""
        node: Any = self.paragraph
        while node is not None:
            if is_word(node, "tr"):
                row: Element = node
                return row
            node = node.parentNode
        return self.paragraph

    def near(self) -> tuple[Marked, ...]:
        """Return the paragraphs with placeholders of its row, itself among them."""
        return tuple(marked(self.row))


def marked(told: Document | Element) -> Iterator[Marked]:
    """Yield every paragraph in which a placeholder stands, in order; ``number`` counts all paragraphs from 1."""
    paragraphs = [each for each in elements(told) if is_word(each, "p")]
    for number, each in enumerate(paragraphs, start=1):
        text = "".join(piece if isinstance(piece, str) else _text(piece) for piece in _pieces(each))
        if "{{" in text:
            yield Marked(each, number, text, tuple(MARK.findall(text)), BROKEN.search(text) is not None)


def put(paragraph: Element, values: Sequence[Sequence[str]]) -> None:
    """Put lines of text in the place of each placeholder of a paragraph, in order.

    A paragraph that is one placeholder and nothing else is repeated for each line; elsewhere lines are broken.
    """
    text = "".join(piece if isinstance(piece, str) else _text(piece) for piece in _pieces(paragraph))
    found = list(MARK.finditer(text))
    alone = len(found) == 1 and found[0].group() == text.strip()
    if alone and len(values[0]) > 1:
        for line in values[0]:
            again = copied(paragraph)
            paragraph.parentNode.insertBefore(again, paragraph)
            put(again, [[line]])
        paragraph.parentNode.removeChild(paragraph)
        return
    for mark, lines in reversed(list(zip(found, values, strict=True))):
        _replace(paragraph, mark.start(), mark.end(), "\n".join(lines))


def put_alone(paragraph: Element, value: str) -> None:
    """Put a text in the place of all that a paragraph says, its dots and brackets with it."""
    pieces = list(_pieces(paragraph))
    _replace(paragraph, 0, sum(len(piece if isinstance(piece, str) else _text(piece)) for piece in pieces), value)


def repeated(row: Element, times: int) -> list[Element]:
    """Put a row or paragraph there so many times, and return them in order; the first of them is itself."""
    rows = [row, *(copied(row) for _ in range(times - 1))]
    after = row.nextSibling
    for each in rows[1:]:
        row.parentNode.insertBefore(each, after)
    return rows


def copied(node: Element) -> Element:
    """Return a copy without what may stand in a file once only."""
    again: Element = node.cloneNode(deep=True)
    once = [each for each in elements(again) if is_word(each, "bookmarkStart", "bookmarkEnd")]
    for each in once:
        each.parentNode.removeChild(each)
    for each in elements(again):
        for name in ("w14:paraId", "w14:textId"):
            if each.hasAttribute(name):
                each.removeAttribute(name)
    return again


def _pieces(paragraph: Element) -> Iterator[Element | str]:
    """Yield the pieces of text that are the paragraph's own, and a line's end where something else stands."""
    waiting: list[Any] = list(reversed(paragraph.childNodes))
    while waiting:
        node = waiting.pop()
        if is_word(node, "t"):
            yield node
        elif is_word(node, "tab", "br", "cr") and is_word(node.parentNode, "r"):
            yield "\n"
        elif not is_word(node, "p"):
            waiting += reversed(node.childNodes)


def _text(piece: Element) -> str:
    return "".join(node.data for node in piece.childNodes if node.nodeType in (node.TEXT_NODE, node.CDATA_SECTION_NODE))


def _replace(paragraph: Element, start: int, end: int, value: str) -> None:
    at, first = 0, True
    for piece in list(_pieces(paragraph)):
        if isinstance(piece, str):
            at += len(piece)
            continue
        text = _text(piece)
        begins, ends = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if begins >= ends:
            continue
        _write(piece, text[:begins] + (value if first else "") + text[ends:])
        first = False


def _write(piece: Element, text: str) -> None:
    """Give a piece another text; lines become breaks, which stand beside it."""
    document: Any = piece.ownerDocument
    lines = text.split("\n")
    for child in list(piece.childNodes):
        piece.removeChild(child)
    piece.appendChild(document.createTextNode(lines[0]))
    piece.setAttribute("xml:space", "preserve")
    after = piece.nextSibling
    prefix = piece.tagName.rpartition(":")[0]
    named = f"{prefix}:" if prefix else ""
    for line in lines[1:]:
        more = document.createElementNS(piece.namespaceURI, f"{named}t")
        more.setAttribute("xml:space", "preserve")
        more.appendChild(document.createTextNode(line))
        for each in (document.createElementNS(piece.namespaceURI, f"{named}br"), more):
            piece.parentNode.insertBefore(each, after)
