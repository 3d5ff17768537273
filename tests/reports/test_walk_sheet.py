"""The villagers' sheet: the stretch's own markers, a picture for every word, four languages, a code."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.border import Border, Side, incident
from twinline.records.kinds.watching import FINDINGS, SEEN
from twinline.reports import icons, walk_sheet
from twinline.reports.typeset import typeset
from twinline.store import codes, stretches, stripping
from twinline.store.errors import StoreError
from twinline.store.reading import Reader

STRETCH = {
    "entrusted_to": "vn-v-tien-tieu", "group": {"vi": "Tổ tự quản số 1", "lo": "ກຸ່ມຄຸ້ມຄອງທີ 1"}, "from": "2024-01-01",
    "place": {"organisation": "vn-na-x-nam-can", "marker": "403", "to_marker": "406"}, "example": True,
}  # fmt: skip


def markers(side: Side, record: str) -> list[str]:
    return stretches.markers_on(side.ledger, Reader.of_node(side.ledger), side.view(record))


def stretch(side: Side, **place: Any) -> str:
    return side.say("stretch", {**STRETCH, "place": place} if place else STRETCH).record


def test_a_sheet_has_the_markers_of_its_stretch_and_the_stakes_that_records_name(border: Border) -> None:
    vn = border.vn
    record = stretch(vn)
    assert markers(vn, record) == ["403", "404", "405", "406"]
    for number in ("404/1", "410"):
        vn.say("marker", {"number": number, "kept_by": "VN", "condition": "sound", "since": "2016"})
    assert markers(vn, record) == ["403", "404", "404/1", "405", "406"]
    assert markers(vn, stretch(vn, marker="404", to_marker="403")) == ["403", "404"]


def test_what_has_no_markers_or_too_many_has_no_sheet(border: Border) -> None:
    vn = border.vn
    for record in (vn.say("incident", incident()).record, stretch(vn, marker="358", to_marker="440"),
                   stretch(vn, marker="404", metres=350)):  # fmt: skip
        with pytest.raises(StoreError) as refused:
            markers(vn, record)
        assert refused.value.check in ("no-stretch", "markers")


def test_every_word_has_its_picture_its_key_and_four_languages(border: Border) -> None:
    assert set(icons.CONDITIONS) == set(SEEN) == set(walk_sheet.KEYS.values())
    assert set(icons.FINDINGS) == set(FINDINGS)
    told = walk_sheet.laid_out(border.vn.view(stretch(border.vn)), ["403"])
    assert told["conditions"][0]["labels"] == ["nguyên vẹn", "ສົມບູນດີ", "sound", "intacte"]
    assert all(len(set(one["labels"])) == 4 for one in [*told["conditions"], *told["findings"], told["nothing"]])
    drawn = [*icons.CONDITIONS.values(), *icons.FINDINGS.values(), icons.NOTHING]
    assert len(set(drawn)) == len(drawn)


def test_the_sheet_is_a_page_whose_code_names_the_stretch(border: Border) -> None:
    view = border.vn.view(stretch(border.vn))
    made = walk_sheet.walk_sheet(view, ["403", "404", "404/1", "405", "406"])
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert made == walk_sheet.walk_sheet(view, ["403", "404", "404/1", "405", "406"])
    assert len(PdfReader(io.BytesIO(walk_sheet.walk_sheet(view, [str(one) for one in range(380, 420)]))).pages) > 1
    out = io.BytesIO()
    told = walk_sheet.laid_out(view, ["403"])
    Image.open(io.BytesIO(typeset(walk_sheet.TEMPLATE, told, "png"))).convert("L").save(out, "JPEG", quality=50)
    assert codes.record_in(stripping.bare(out.getvalue(), "document")[0]) == view.row.record
