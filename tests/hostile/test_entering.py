"""Nothing reads a format without a fuzzer or a reason: a reader that is added fails the suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.functions import found_added
from tests.hostile.entering import FUZZED, entering, listed
from tests.hostile.parsers import PARSERS

#: A reader as somebody might add one.
ADDED = {
    "json.loads": "def taken(raw):\n    return json.loads(raw)\n",
    "csv.reader": "def taken(raw):\n    return list(csv.reader(io.StringIO(raw)))\n",
    "zipfile.ZipFile": "def taken(raw):\n    with zipfile.ZipFile(raw) as packed:\n        return packed.namelist()\n",
    "Image.open": "class Reader:\n    def taken(self, raw):\n        return Image.open(raw)\n",
    "sqlite3.connect": "def taken(path):\n    return sqlite3.connect(path)\n",
    "PdfReader": "def taken(path):\n    return PdfReader(path).pages\n",
}


def test_every_place_that_reads_a_format_is_tried_or_says_why_not() -> None:
    found, known = set(entering()), listed()
    assert sorted(set(known)) == sorted(known), "named twice"
    assert found - set(known) == set(), "say in tests/hostile/entering.py which fuzzer tries it"
    assert set(known) - found == set(), "gone: take it out of the list"


def test_each_place_names_a_fuzzer_that_there_is() -> None:
    assert set(FUZZED) <= set(PARSERS)


@pytest.mark.parametrize(("means", "source"), ADDED.items(), ids=ADDED)
def test_a_reader_that_is_added_without_a_fuzzer_is_found(tmp_path: Path, means: str, source: str) -> None:
    """The control."""
    ((added, by),) = found_added(tmp_path / "twinline", "taken", source, entering, listed()).items()
    assert added.startswith("sheets.taken:")
    assert by == [means]
