"""Fields of a word processor: those that only number and date are all right, others might fetch or run something."""

from __future__ import annotations

from typing import Any
from xml.dom.minidom import Document

from twinline.reports.wordml import W

_HARMLESS = frozenset((
    "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ", "TOC", "TC",
    "LISTNUM", "DATE", "TIME", "SYMBOL", "QUOTE", "ADVANCE", "FORMTEXT", "FORMCHECKBOX",
))  # fmt: skip


def unwanted_field(told: Document) -> str | None:
    """Return the first word of a field that isn't harmless, ``None`` where all are.

    A field's code may be cut into pieces, and stand inside another's.
    """
    open_fields: list[list[str]] = []
    waiting: list[Any] = [told]
    while waiting:
        node = waiting.pop()
        waiting += reversed(node.childNodes)
        if getattr(node, "namespaceURI", None) != W:
            continue
        if node.localName == "fldSimple" and (found := _unwanted(node.getAttributeNS(W, "instr"))):
            return found
        if node.localName == "instrText" and open_fields:
            open_fields[-1].append(
                "".join(child.data for child in node.childNodes if child.nodeType == child.TEXT_NODE)
            )
        elif node.localName == "fldChar":
            kind = node.getAttributeNS(W, "fldCharType")
            if kind == "begin":
                open_fields.append([])
            elif open_fields:
                if found := _unwanted("".join(open_fields[-1])):
                    return found
                if kind == "end":
                    open_fields.pop()
                else:
                    open_fields[-1].clear()
    return next((found for each in open_fields if (found := _unwanted("".join(each)))), None)


def _unwanted(code: str) -> str:
    words = code.split()
    if not words or words[0].startswith(("\\", "=")) or words[0].upper() in _HARMLESS:
        return ""
    if words[0].upper() == "HYPERLINK" and words[1:2] == ["\\l"]:  # to a place in the same file
        return ""
    return words[0]
