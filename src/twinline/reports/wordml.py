"""WordprocessingML (ISO/IEC 29500) as text: runs, paragraphs and tables, and the parts a document file needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from xml.dom.minidom import Document, Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
#: The part that says what a file is, in letters and in workbooks.
CORE = "docProps/core.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: A millimetre in twentieths of a point, and eighths of a point a line is thick.
MM = 56.6929
_THIN = 6


@dataclass(frozen=True, slots=True)
class Page:
    """Margins of an A4 page in millimetres, the fonts of Latin and of Lao letters, size in points, language."""

    top: float
    bottom: float
    left: float
    right: float
    latin: str
    lao: str
    size: float
    lang: str

    @property
    def across(self) -> int:
        """Return the width between the margins, in twentieths of a point."""
        return twips(210 - self.left - self.right)


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(millimetres * MM)


def run(text: str, *, size: float = 0, bold: bool = False, italic: bool = False, grey: bool = False) -> str:
    """Return a piece of text; ``size`` in points, 0 for that of the paragraph."""
    marks = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    marks += '<w:color w:val="555555"/>' if grey else ""
    marks += f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>' if size else ""
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    lines = escape(sound(text), quote=False).split("\n")
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{properties}{inside}</w:r>"


def paragraph(
    *runs: str, align: str = "left", before: float = 0, after: float = 0, first_mm: float = 0, style: str = "",
    keep: bool = False, ruled: float = 0, across: int = 0, low: bool = False,
) -> str:  # fmt: skip
    """Return a paragraph; space in points.

    ``keep`` holds it with the next one. ``ruled`` draws a line beneath, so large a part of the width ``across``.
    ``low``: an empty one, as low as can be.
    """
    parts = [f'<w:pStyle w:val="{style}"/>' if style else "", "<w:keepNext/>" if keep else ""]
    if ruled:
        parts.append(f'<w:pBdr><w:bottom w:val="single" w:sz="{_THIN}" w:space="1" w:color="000000"/></w:pBdr>')
    if before or after or low:
        line = ' w:line="40" w:lineRule="exact"' if low else ""
        parts.append(f'<w:spacing w:before="{before * 20:.0f}" w:after="{after * 20:.0f}"{line}/>')
    if ruled:
        inset = round(across * (1 - ruled) / 2)
        parts.append(f'<w:ind w:left="{inset}" w:right="{inset}"/>')
    elif first_mm:
        parts.append(f'<w:ind w:firstLine="{twips(first_mm)}"/>')
    parts.append(f'<w:jc w:val="{align}"/>' if align != "left" else "")
    parts.append('<w:rPr><w:sz w:val="4"/><w:szCs w:val="4"/></w:rPr>' if low else "")
    return f"<w:p><w:pPr>{''.join(parts)}</w:pPr>{''.join(runs)}</w:p>"


def rule(part: float, across: int) -> str:
    """Return a line that takes a part of a width, in the middle of it, with as little height as can be."""
    return paragraph(ruled=part, across=across, after=4, align="center", low=True)


def gap(points: float) -> str:
    """Return empty space."""
    return paragraph(after=points, low=True)


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], *, size: float, numbers: int = 0
) -> str:
    """Return a table with a head that is repeated on each page; the last ``numbers`` columns are flush right.

    The head is smaller by 2 points, as in the PDF: a Lao word of a narrow column has room in it.
    """
    lines = [_row(heads, widths, size - 2, numbers, head=True)]
    lines += [_row(row, widths, size, numbers) for row in rows]
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="50" w:type="dxa"/>'
        '<w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    return f"<w:tbl>{properties}{_grid(widths)}{''.join(lines)}</w:tbl>"


def side_by_side(left: str, right: str, widths: tuple[int, int]) -> str:
    """Return two columns of paragraphs beside each other, without edges."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'
        for inside, wide in zip((left, right), widths, strict=True)
    )
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return f"<w:tbl>{properties}{_grid(widths)}{row}</w:tbl>"


def parts(body: str, page: Page, *, title: str, author: str, keywords: str) -> Mapping[str, bytes]:
    """Return the parts of a document file by name. It holds no time; from the second on pages carry their number."""
    section = (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}" '
        f'w:left="{twips(page.left)}" w:header="{twips(10)}" w:footer="{twips(10)}" w:gutter="0"/>'
        "<w:titlePg/></w:sectPr>"
    )
    number = (
        f'<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
    )
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}{section}</w:body></w:document>'
    texts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            ("rId1", f"{R}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", CORE),
        ),
        CORE: core(title, author, page.lang, keywords),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(
            ("rId1", f"{R}/styles", "styles.xml"),
            ("rId2", f"{R}/header", "header1.xml"),
            ("rId3", f"{R}/settings", "settings.xml"),
        ),
        "word/styles.xml": _styles(page),
        "word/settings.xml": (
            f'<w:settings xmlns:w="{W}"><w:compat><w:compatSetting w:name="compatibilityMode" '
            'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
        ),
        "word/header1.xml": number,
    }
    return {name: (_HEAD + text).encode() for name, text in texts.items()}


def core(title: str, author: str, lang: str, keywords: str) -> str:
    """Return what a file says of itself: title, office, language, key words; no time and nobody's name."""
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(sound(title))}</dc:title><dc:creator>{escape(sound(author))}</dc:creator>"
        f"<dc:language>{lang}</dc:language><cp:keywords>{escape(sound(keywords))}</cp:keywords></cp:coreProperties>"
    )


def paragraph_of(told: Document, body: Element, text: str) -> Element:
    """Return a paragraph of plain text for a document read before, named as its other elements are."""
    prefix = f"{body.prefix}:" if body.prefix else ""
    made = [told.createElementNS(W, f"{prefix}{name}") for name in ("p", "r", "t")]
    made[2].setAttribute("xml:space", "preserve")
    made[2].appendChild(told.createTextNode(text))
    made[1].appendChild(made[2])
    made[0].appendChild(made[1])
    return made[0]


def _row(cells: Sequence[str], widths: Sequence[int], size: float, numbers: int, *, head: bool = False) -> str:
    plain = len(cells) - numbers
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>'
        + paragraph(run(cell, size=size, bold=head), align="center" if head else "left" if i < plain else "right")
        + "</w:tc>"
        for i, (cell, wide) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{inside}</w:tr>"


def _grid(widths: Sequence[int]) -> str:
    return "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths) + "</w:tblGrid>"


def _styles(page: Page) -> str:
    fonts = f'<w:rFonts w:ascii="{page.latin}" w:hAnsi="{page.latin}" w:eastAsia="{page.latin}" w:cs="{page.lao}"/>'
    size = f'<w:sz w:val="{page.size * 2:.0f}"/><w:szCs w:val="{page.size * 2:.0f}"/>'
    language = f'<w:lang w:val="{page.lang}" w:bidi="lo-LA"/>'
    heading = (
        '<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/><w:basedOn w:val="Normal"/>'
        '<w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="{before}" w:after="80"/>'
        '<w:outlineLvl w:val="{level}"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr></w:style>'
    )
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts}{size}{language}</w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        + heading.format(n=1, before=200, level=0)
        + heading.format(n=2, before=120, level=1)
        + "</w:styles>"
    )


def _types() -> str:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = {
        "/word/document.xml": f"{main}.document.main+xml",
        "/word/styles.xml": f"{main}.styles+xml",
        "/word/settings.xml": f"{main}.settings+xml",
        "/word/header1.xml": f"{main}.header+xml",
        f"/{CORE}": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    told = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )


def _relations(*told: tuple[str, str, str]) -> str:
    inside = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in told)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def sound(text: str) -> str:
    """Return text without what XML can't hold."""
    return "".join(sign for sign in text if sign in "\n\t" or sign >= " ")
