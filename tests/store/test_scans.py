"""Scans as PDF: pictures of pages and nothing else, at home and on the other side."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from tests.border import Border
from twinline.store import attachments, scans, stripping
from twinline.store.stripping import NotAPicture


def page(text: str = "Biên bản", size: tuple[int, int] = (600, 800)) -> Image.Image:
    drawn = Image.new("RGB", size, "white")
    ImageDraw.Draw(drawn).text((40, 40), text, fill="black")
    return drawn


def scan(pages: int = 2, **more: str) -> bytes:
    """Return a PDF as a scanner's program writes it, with what it says of its user."""
    out = io.BytesIO()
    first, *rest = [page(f"page {n}") for n in range(pages)]
    first.save(out, "PDF", save_all=True, append_images=rest, title="secret title", author="secret author", **more)
    return out.getvalue()


def edited(change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scan())))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn_over(operators: bytes) -> Callable[[PdfWriter], None]:
    def change(writer: PdfWriter) -> None:
        first = writer.pages[0]
        stream = DecodedStreamObject()
        stream.set_data(first.get_contents().get_data() + b"\n" + operators)
        first[NameObject("/Contents")] = writer._add_object(stream)
        font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                                 NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
        first["/Resources"][NameObject("/Font")] = DictionaryObject({NameObject("/F"): font})

    return change


def hides(writer: PdfWriter) -> None:
    writer.add_attachment("secret.txt", b"secret file")
    writer.add_metadata({"/Keywords": "secret words"})
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('secret script')")}
    action = DictionaryObject({NameObject(name): value for name, value in script.items()})
    writer._root_object[NameObject("/OpenAction")] = action


def hidden(pdf: bytes) -> list[bytes]:
    """Return what of all that a PDF can hide is in one."""
    words = (
        b"secret",
        "secret".encode("utf-16-be"),
        b"/JS",
        b"/Info",
        b"/Metadata",
        b"/Annot",
        b"/Names",
        b"/Embedded",
    )
    return [word for word in words if word in pdf]


def test_of_a_scan_the_pages_stay_and_nothing_else() -> None:
    for given in (scan(3), edited(hides)):
        bare, media = stripping.bare(given, "document")
        assert media == "application/pdf"
        assert hidden(given)  # the control
        assert not hidden(bare)
        assert scans.is_bare(bare)
        assert len(PdfReader(io.BytesIO(bare)).pages) == len(PdfReader(io.BytesIO(given)).pages)


def test_the_pages_show_what_they_showed() -> None:
    bare, _ = stripping.bare(scan(2), "document")
    for number, found in enumerate(PdfReader(io.BytesIO(bare)).pages):
        shown = found.images[0].image.convert("L")
        meant = page(f"page {number}").convert("L")
        assert shown.size == meant.size
        apart = sum(abs(a - b) > 64 for a, b in zip(shown.tobytes(), meant.tobytes(), strict=True))
        assert apart < 50
    assert Image.open(io.BytesIO(stripping.thumbnail(bare, 100))).size[1] == 100


def test_text_that_a_scanner_read_from_the_picture_is_dropped_and_text_that_shows_is_refused() -> None:
    unseen = edited(drawn_over(b"BT /F 12 Tf 3 Tr (secret) Tj ET"))
    assert b"secret" not in stripping.bare(unseen, "document")[0]
    for shown in (b"BT /F 12 Tf (secret) Tj ET", b"0 0 100 100 re f", b"BT 3 Tr ET BT /F 12 Tf 0 Tr (x) Tj ET"):
        with pytest.raises(NotAPicture, match="one scanned picture and nothing else"):
            stripping.bare(edited(drawn_over(shown)), "document")


def locked() -> bytes:
    return edited(lambda writer: writer.encrypt("word"))


def pointing_within_a_page() -> bytes:
    """A page whose operators refer to another object. By ten minutes of altered files this was found, as the next."""
    return edited(drawn_over(b"1 0 R Do"))


def with_a_filter_of_old() -> bytes:
    told = scan().replace(b"/DCTDecode", b"/DCT      ")
    assert b"/DCT  " in told
    return told


@pytest.mark.parametrize("given", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(200), scan()[:400], locked(),
                                   pointing_within_a_page(), with_a_filter_of_old()])  # fmt: skip
def test_what_is_no_scan_is_refused_in_one_sentence(given: bytes) -> None:
    with pytest.raises(NotAPicture) as refused:
        stripping.bare(given, "document")
    assert "\n" not in str(refused.value)


def test_a_scan_that_would_come_out_black_is_refused_and_another_of_the_same_colours_is_taken() -> None:
    grey = Image.effect_noise((400, 300), 90)
    for drawn, taken in ((grey.convert("P"), False), (grey, True)):
        out = io.BytesIO()
        drawn.save(out, "PDF")
        if not taken:
            assert b"ASCIIHexDecode" in out.getvalue()
            with pytest.raises(NotAPicture, match="attach its pages as JPEG or PNG"):
                stripping.bare(out.getvalue(), "document")
        else:
            assert stripping.bare(out.getvalue(), "document")[1] == "application/pdf"


def test_a_photo_is_not_taken_as_pdf() -> None:
    with pytest.raises(NotAPicture, match="JPEG or PNG"):
        stripping.bare(scan(), "terrain")


def test_a_file_in_our_form_with_anything_more_in_it_is_found() -> None:
    bare, _ = stripping.bare(scan(), "document")
    assert scans.is_bare(bare)
    for spoilt in (
        bare + b" ", bare.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction 9 0 R"), bare[:-1],
        bare.replace(b"Do Q", b"DoXQ"), scan(), b"", bare.replace(b"%PDF-1.4", b"%PDF-1.5"),
    ):  # fmt: skip
        assert not scans.is_bare(spoilt)
    assert not stripping.is_bare(bare, "image/jpeg")


def test_a_scan_is_kept_under_its_hash_and_named_as_what_it_is(border: Border) -> None:
    named = attachments.keep(border.vn.ledger, scan(), "document")
    assert named["media"] == "application/pdf"
    assert stripping.is_bare(attachments.place(border.vn.ledger, named["sha256"]).read_bytes(), named["media"])
    assert attachments.keep(border.vn.ledger, scan(), "document")["sha256"] == named["sha256"]
