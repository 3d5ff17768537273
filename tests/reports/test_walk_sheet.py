"""The villagers' sheet: the stretch's own markers, a picture for every word, four languages, a code."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from tests.border import Border, Side, incident
from twinline.records import registry
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


PLANNED = {
    "type": "joint", "stage": "planned", "when": {"from": "2026-06-03", "to": "2026-06-04"},
    "place": {"marker": "403", "to_marker": "406"}, "counterparts": ["la-xk"], "example": True,
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
    assert all(len(set(one["labels"])) == 4 for one in [*told["conditions"], *told["findings"], *told["rows"][0]])
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
    assert codes.paper_in(stripping.bare(out.getvalue(), "document")[0]) == (view.row.record, True)


def test_a_planned_patrol_has_a_sheet_with_its_days_its_way_and_few_blanks(border: Border) -> None:
    vn = border.vn
    joint, own = (vn.view(vn.say("patrol", {**PLANNED, "type": kind}).record) for kind in ("joint", "own"))
    told = walk_sheet.laid_out(joint, markers(vn, joint.row.record))
    assert told["markers"] == ["403", "404", "405", "406"]
    assert told["whose"][0] == "tuần tra song phương: Nghệ An, Xiêng Khoảng"
    assert told["plan"][0] == "Kế hoạch: 03/06/2026 – 04/06/2026"
    assert [[one["labels"][2] for one in row] for row in told["rows"]] == [
        ["Day", "to", "nothing to report"], ["How many, Vietnam", "How many, Laos", "distance walked"],
    ]  # fmt: skip
    assert [one["labels"][2] for one in walk_sheet.laid_out(own, ["403"])["rows"][1]] == [
        "How many, Vietnam",
        "distance walked",
    ]
    assert len(PdfReader(io.BytesIO(walk_sheet.walk_sheet(joint, told["markers"]))).pages) == 1
    for stage in ("walked", "called_off"):
        view = vn.view(vn.say("patrol", {**PLANNED, "stage": stage}).record)
        with pytest.raises(StoreError):
            markers(vn, view.row.record)


def test_a_planned_patrol_names_the_plan_it_is_under(border: Border) -> None:
    vn = border.vn
    plan = vn.say("joint_plan", {**registry.of_kind("joint_plan").sample[1]}).record
    view = vn.view(vn.say("patrol", {**PLANNED, "plan": plan}).record)
    of = stretches.plan_of(vn.ledger, Reader.of_node(vn.ledger), view)
    assert of is not None
    assert (
        registry.title("joint_plan", dict(of.row.body), "vi") in walk_sheet.laid_out(view, ["403"], plan=of)["plan"][0]
    )
    assert walk_sheet.laid_out(view, ["403"])["plan"][0] == "Kế hoạch: 03/06/2026 – 04/06/2026"


def test_a_stretch_has_a_patrols_sheet_too(border: Border) -> None:
    view = border.vn.view(stretch(border.vn))
    told = walk_sheet.laid_out(view, ["403"], patrol=True)
    assert told["titles"][2] == "Patrol sheet"
    assert [[one["labels"][2] for one in row] for row in told["rows"]] == [
        ["Day", "nothing to report"], ["How many, Vietnam", "distance walked"],
    ]  # fmt: skip
