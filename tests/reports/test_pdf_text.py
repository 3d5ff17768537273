"""Words taken out of a PDF are the words that were put in: searched, copied, read aloud."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typst

from tests.figures.fact_table import Row
from tests.needs import needs, part
from tests.reports.reports_world import World, pressed
from twinline.reports import as_pdf, typeset
from twinline.reports.collect import joint_report
from twinline.reports.declared import NAMES
from twinline.reports.pdf_text import extractable, once

FONTS = {b"f0": {b"\0\1": "ຄັ້", b"\0\2": "ຄັ້", b"\0\3": "ຄັ້", b"\0\4": "ງ"}}
SYLLABLE = b"BT/Span<</ActualText<FEFF0E840EB10EC9>>>BDC 0 Tr/f0 11 Tf[(\\000\\001)10(\\000\\002)]TJ\nEMC\nET"
TONE = b"EMC/Span<</MCID 1/Lang(lo)>>BDC\nBT 0 Tr/f0 11 Tf [10(\\000\\003)]TJ\nET EMC"
END = b"BT/f0 11 Tf (\\000\\004)Tj ET"
WORDS = re.compile("[\u0e80-\u0eff]+|[a-zà-ỹđ]+", re.IGNORECASE)
#: Lao words of the reports in which marks stand above marks.
LAO = [
    "ຄັ້ງ", "ເສັ້ນ", "ຕື້", "ທີ່", "ທັງໝົດ", "ຊີ້ວັດ", "ຕັ້ງ", "ລົ້ງ", "ຝັ່ງ", "ສົ່ງ", "ຂັ້ນ",
    "ຊັ້ນ", "ມົ້ວສຸມ", "ນັ້ນ", "ນ້ຳ", "ບໍ່ໄດ້", "ຢູ່", "ຈຳນວນ", "ສຳເລັດ", "ຂຶ້ນ", "ເງື່ອນ", "ຮ່ວມ",
]  # fmt: skip
COUNTED = [Row(f"r{n}", 1000 * n, measure=what, unit=unit, standing="agreed", side=side) for n, (what, unit, side) in
           enumerate([("cases", "cases", "VN"), ("persons", "persons", "LA")], 3)]  # fmt: skip


def test_a_tone_drawn_apart_from_its_syllable_stands_for_no_text_of_its_own() -> None:
    made = once(SYLLABLE + TONE + END, FONTS)
    assert made == SYLLABLE + TONE.replace(b"[10", b"/Span<</ActualText<FEFF>>>BDC [10").replace(b"TJ", b"TJ EMC") + END


def test_a_syllable_said_twice_is_left_as_it_is() -> None:
    whole = SYLLABLE.replace(b"[(", b"[(\\000\\003)(")
    assert once(whole + whole + END, FONTS) == whole + whole + END


@needs("pdftotext")
def test_a_report_has_no_fault_that_who_looks_into_the_file_is_told_of(tmp_path: Any) -> None:
    for name, made, told in (("typst's", plain("ຄັ້ງ"), "Suspects"), ("ours", extractable(plain("ຄັ້ງ")), "")):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(made)
        done = subprocess.run(
            [Path(part("pdftotext")).with_name("pdfinfo"), file], capture_output=True, check=True, timeout=60
        )
        assert told in done.stderr.decode() if told else not done.stderr
        assert "Tagged:          yes" in done.stdout.decode()


def text_of(made: bytes, tmp_path: Any, *options: str) -> str:
    file = tmp_path / "told.pdf"
    file.write_bytes(made)
    done = subprocess.run(
        [part("pdftotext"), "-enc", "UTF-8", *options, file, "-"], capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode()


def plain(words: str) -> bytes:
    """Return a tagged PDF of some words, as typst makes it."""
    page = f'#set document(title: "t")\n#set text(font: ("Noto Sans", "Noto Sans Lao"), lang: "lo")\n{words}'
    room = typeset.files("twinline.reports")
    fonts = [str(room / "fonts")]
    return bytes(
        typst.compile(page.encode(), font_paths=fonts, ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"])
    )


@needs("pdftotext")
def test_lao_words_are_found_and_were_not_before(tmp_path: Any) -> None:
    made = plain(" \\\n".join(LAO))
    assert text_of(extractable(made), tmp_path).split() == LAO
    assert text_of(made, tmp_path).split() != LAO


@needs("pdftotext")
@pytest.mark.parametrize("lang", ["lo", "vi"])
@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_every_report_is_found_in_its_pdf(name: str, lang: str, tmp_path: Any) -> None:
    report = joint_report(World(COUNTED) if name != "joint" else pressed(*COUNTED), name=name)
    made = as_pdf.as_pdf(report, lang)
    assert b"/MarkInfo" in made
    assert b"pdfuaid" in made
    # A word may go on on the next page: then the number of the page stands in it.
    found = re.sub(r"\d+\s*/\s*\d+\s*\f|\s+", "", text_of(made, tmp_path))
    sections = as_pdf.laid_out(report, lang)["sections"]
    said = [[each["title"], each["intro"], each["silent"], each["lists"]] for each in sections]
    told = {word for text in texts(said) for word in WORDS.findall(text)}
    assert told
    assert [word for word in sorted(told) if word not in found] == []
    assert not re.findall("([\u0e81-\u0eae][\u0eb1-\u0ebb]?[\u0ec8-\u0ecb])\\1", found)


def texts(told: Any) -> Iterator[str]:
    """Yield every text in what is laid out."""
    if isinstance(told, str):
        yield told
    for each in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from texts(each)
