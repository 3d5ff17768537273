"""Opening an office's file: a ZIP of XML that anybody may have made. What isn't text, layout or picture stays out.

Refused whole: macros, embedded objects, what is fetched from elsewhere, tracked changes, comments, parts nobody knows.
Taken out without a word, since it is no layout: links to elsewhere (their text stays), the template a file was made
from, and what a program wrote about its user and machine.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Any
from xml.dom.minidom import Document, Element
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from defusedxml.minidom import parseString

from twinline.figures.errors import BadQuestion
from twinline.reports.office.fields import unwanted_field
from twinline.reports.wordml import R, W
from twinline.sentences import Sentence, Text

#: Bytes of a file, of all its parts unpacked, and of one of them in XML; how many parts, tags, and how deep.
LARGEST = 5_000_000
LARGEST_UNPACKED = 20_000_000
LARGEST_XML = 5_000_000
MOST_PARTS = 200
MOST_TAGS = 100_000
DEEPEST = 200

MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = f"{R}/"
#: Parts whose text may hold placeholders.
TEXTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml\Z")
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|word/_rels/\w+\.xml\.rels|word/theme/theme\d*\.xml"
    r"|word/(?:document|styles|stylesWithEffects|settings|fontTable|numbering|header\d*|footer\d*|footnotes|endnotes)\.xml"
    r"|word/media/[\w.-]+\.(?:png|jpe?g|gif)|word/fonts/\w+\.(?:odttf|ttf)"
)
_DROPPED = re.compile(
    r"docProps/(?:app|custom)\.xml|docProps/thumbnail\.\w+|customXml/.*|word/people\.xml|word/webSettings\.xml"
    r"|word/glossary/.*|word/theme/_rels/.*|word/commentsIds\.xml|.*/"
)
_PICTURES = {b"\x89PNG": ("png",), b"\xff\xd8\xff": ("jpg", "jpeg"), b"GIF8": ("gif",)}
#: Elements of WordprocessingML that a letter can do without, and which say where it comes from or where to fetch.
_TAKEN_OUT = frozenset({"attachedTemplate", "mailMerge", "docVars", "rsids", "dataBinding", "saveThroughXslt"})
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "sectPrChange"})
_OBJECTS = frozenset({"object", "control", "altChunk", "subDoc", "movie"})
FAULTS = (
    zipfile.BadZipFile, zlib.error, ExpatError, DefusedXmlException, NotImplementedError, RuntimeError, OSError,
    ValueError, EOFError, LookupError, OverflowError, RecursionError, MemoryError,
)  # fmt: skip


def refused(what: Text, to_do: Text) -> BadQuestion:
    """Return why an office's file isn't taken: what is in it, and what to do."""
    return BadQuestion("office-file", Sentence("This file can't be used: {what} {to_do}", what=what, to_do=to_do))


def opened(data: bytes) -> dict[str, bytes]:
    """Return the parts of an office's file by name, in its own order and cleaned; ``BadQuestion`` for what isn't taken.

    Parts in which nothing had to be taken out are the bytes they came as.
    """
    try:
        parts = unpacked(data, _KEPT, _DROPPED)
        _of_one_kind(parts)
        return dict(cleaned(parts, _without))
    except BadQuestion:
        raise
    except FAULTS as error:
        raise refused(
            Sentence("it isn't a sound DOCX file."), Sentence("Open it in a word processor and save it as DOCX again.")
        ) from error


def tree(data: bytes) -> Document:
    """Return a part of XML as a tree, with no entity, nothing from outside, and within the limits above."""
    if len(data) > LARGEST_XML or data.count(b"<") > MOST_TAGS:
        raise _too_large()
    told: Document = parseString(data, forbid_dtd=True)
    if any(depth > DEEPEST for _, depth in _walked(told)):
        raise _too_large()
    return told


def written(told: Document) -> bytes:
    """Return a tree as the bytes of a part."""
    return told.toxml(encoding="UTF-8", standalone=True)


def elements(told: Document | Element) -> Iterator[Element]:
    """Yield every element in the order in which it stands."""
    return (node for node, _ in _walked(told))


def is_word(element: Any, *names: str) -> bool:
    """Return whether a node is one of some elements of WordprocessingML."""
    return getattr(element, "namespaceURI", None) == W and element.localName in names


def unpacked(data: bytes, keep: re.Pattern[str], drop: re.Pattern[str]) -> dict[str, bytes]:
    """Return the parts of a file by name that are kept, none of those dropped; ``BadQuestion`` for any other."""
    if len(data) > LARGEST:
        raise _too_large()
    parts: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        if len(book.infolist()) > MOST_PARTS:
            raise _too_large()
        for info in book.infolist():
            name = info.filename
            if drop.fullmatch(name):
                continue
            if name in parts or not keep.fullmatch(name):
                raise _unknown(name)
            with book.open(info) as part:
                # A header may say anything: what counts is what comes out.
                parts[name] = part.read(left + 1)
            left -= len(parts[name])
            if left < 0:
                raise _too_large()
    return parts


def _unknown(name: str) -> BadQuestion:
    shown = name[:60]
    if name.endswith((".bin", ".xlsx", ".ole")) or "/activeX/" in name or "/embeddings/" in name:
        return refused(
            Sentence("it has a macro or an embedded object in it ({part}).", part=shown),
            Sentence("Save it as DOCX without macros, and put pictures in their place."),
        )
    if "comments" in name:
        return refused(Sentence("it has comments in it."), Sentence("Delete them and save it again."))
    return refused(
        Sentence("it holds a part that no letter needs ({part}).", part=shown),
        Sentence("Take it out; pictures are PNG, JPEG or GIF."),
    )


def _of_one_kind(parts: Mapping[str, bytes]) -> None:
    """Refuse what is no letter, or says to be another kind of file than it is."""
    if MAIN not in parts or TYPES not in parts:
        raise refused(Sentence("it is no DOCX file."), Sentence("Give one that a word processor saved as DOCX."))
    for each in elements(tree(parts[TYPES])):
        kind = each.getAttribute("ContentType")
        if "macro" in kind.casefold() or "vba" in kind.casefold():
            raise _unknown("vbaProject.bin")
        if each.getAttribute("PartName") == f"/{MAIN}" and kind != _MAIN_TYPE:
            raise refused(Sentence("it is no DOCX file."), Sentence("Give one that a word processor saved as DOCX."))
    judge_pictures(parts)


def judge_pictures(parts: Mapping[str, bytes]) -> None:
    """Refuse a picture that isn't what its name says."""
    for name, data in parts.items():
        if "/media/" in name:
            ends = next((ends for mark, ends in _PICTURES.items() if data.startswith(mark)), ())
            if name.rpartition(".")[2].lower() not in ends:
                raise refused(
                    Sentence("a picture in it isn't what its name says ({part}).", part=name[:60]),
                    Sentence("Put it in anew as PNG or JPEG."),
                )


def cleaned(
    parts: Mapping[str, bytes], without: Callable[[Document, str, Mapping[str, bytes]], bool]
) -> Iterator[tuple[str, bytes]]:
    """Yield each part by its name, less what may not be in it; ``without`` takes it out, and says whether any was."""
    for name, data in parts.items():
        if not name.endswith((".xml", ".rels")):
            yield name, data
            continue
        told = tree(data)
        if name == TYPES:
            changed = listed(told, parts)
        elif name.endswith(".rels"):
            changed = related(told, name, parts)
        else:
            changed = without(told, name, parts)
        yield name, written(told) if changed else data


def listed(told: Document, parts: Mapping[str, bytes]) -> bool:
    """Take parts that aren't there out of the list of parts."""
    gone = [
        each
        for each in elements(told)
        if each.localName == "Override" and each.getAttribute("PartName").removeprefix("/") not in parts
    ]
    return removed(gone)


def related(told: Document, name: str, parts: Mapping[str, bytes]) -> bool:
    """Take out relations to elsewhere, and to parts that aren't there; ``BadQuestion`` where something is fetched."""
    gone = []
    for each in elements(told):
        if each.localName != "Relationship":
            continue
        kind = each.getAttribute("Type").rpartition("/")[2]
        if each.getAttribute("TargetMode").casefold() == "external":
            if kind not in ("hyperlink", "attachedTemplate"):
                raise refused(
                    Sentence("it fetches something from elsewhere ({kind}).", kind=kind[:40]),
                    Sentence("Put the picture or text itself into the file."),
                )
            gone.append(each)
        elif _target(name, each.getAttribute("Target")) not in parts:
            gone.append(each)
    return removed(gone)


def _target(name: str, target: str) -> str:
    """Return the part that a relation of a part's points at."""
    if target.startswith("/"):
        return target[1:]
    return normpath(join(dirname(dirname(name)), target))


def outside(name: str, parts: Mapping[str, bytes]) -> frozenset[str]:
    """Return the ids of relations of a part that lead out of the file, or to what was taken out."""
    room, _, own = name.rpartition("/")
    relations = f"{room}/_rels/{own}.rels"
    if relations not in parts:
        return frozenset()
    return frozenset(
        each.getAttribute("Id")
        for each in elements(tree(parts[relations]))
        if each.getAttribute("TargetMode").casefold() == "external"
    )


def _without(told: Document, name: str, parts: Mapping[str, bytes]) -> bool:
    """Take out of a part what leads elsewhere and what says where it comes from."""
    gone: list[Element] = []
    changed, elsewhere = False, outside(name, parts)
    for each in elements(told):
        if is_word(each, *_OBJECTS) or each.localName in ("OLEObject", "relIds"):
            raise _unknown("/embeddings/")
        if is_word(each, *_CHANGES):
            raise refused(Sentence("it has tracked changes in it."), Sentence("Accept or reject them all, and save."))
        if is_word(each, "commentReference"):
            raise _unknown("comments")
        if is_word(each, *_TAKEN_OUT):
            gone.append(each)
        elif elsewhere and each.getAttributeNS(R, "id") in elsewhere:
            each.removeAttributeNS(R, "id")
            changed = True
    if (field := unwanted_field(told)) is not None:
        raise refused(
            Sentence("it has a field that fetches or runs something ({field}).", field=field[:40]),
            Sentence("Take the field out: those of page numbers and dates are all right."),
        )
    return removed(gone) or changed


def removed(gone: list[Element]) -> bool:
    """Take elements out, and tell whether there were any."""
    for each in gone:
        each.parentNode.removeChild(each)
    return bool(gone)


def _walked(told: Document | Element) -> Iterator[tuple[Element, int]]:
    waiting: list[tuple[Any, int]] = [(told, 0)]
    while waiting:
        node, depth = waiting.pop()
        if node.nodeType == node.ELEMENT_NODE:
            yield node, depth
        waiting += [(child, depth + 1) for child in reversed(node.childNodes)]


def _too_large() -> BadQuestion:
    return refused(
        Sentence("it is larger than any letter."), Sentence("Keep it under 5 MB, with small pictures and few pages.")
    )
