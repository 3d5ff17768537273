"""A round at the desk: opened to its units, a sheet filled in and signed, who is missing, who may see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.border import Border, Side, carry, incident
from tests.desk.officers import Officer
from tests.desk.test_papers import at
from twinline.store import reading, rounds
from twinline.store.reading import Reader

__all__ = ["at"]
At = Callable[[Side], None]
UNIT = "vn-na-bg"


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


def opened(lan: Officer, **more: object) -> str:
    told = {"name": "Tháng", "period": "12/2025", "repeats": "monthly", "due_days": "5", "units": [UNIT],
            "indicators": ["own_patrols", "drug_cases"], **more}  # fmt: skip
    status, page = lan.post("/rounds/new/", **told)
    assert status == 302, page
    (round,) = rounds.every(lan.side.ledger, Reader.of_node(lan.side.ledger))
    return round.record


def test_a_round_is_opened_to_its_units_filled_in_and_signed(border: Border, at: At) -> None:
    lan = Officer(border.vn, at)
    record = opened(lan)
    assert reading.records(border.vn.ledger, Reader.of_node(border.vn.ledger), ids=[record])[0].audience == (
        "vn-na", UNIT
    )  # fmt: skip
    status, page = lan.get(f"/rounds/{record}/?period=2025-12-01")
    assert status == 200
    assert "0 of 1 units reported" in page
    sheet = f"/rounds/{record}/{UNIT}/?period=2025-12-01"
    assert "no record" in lan.get(sheet)[1]
    assert lan.post(sheet, **{"value.own_patrols": "0", "nothing.drug_cases": "1"})[0] == 302
    page = lan.get(f"/rounds/{record}/?period=2025-12-01")[1]
    assert "1 of 1 units reported" in page
    assert "nothing to report" in page
    assert f"/rounds/{record}/" in lan.get("/rounds/")[1]


def test_only_units_that_are_there_in_the_period_are_offered_and_taken(border: Border, at: At) -> None:
    lan = Officer(border.vn, at)
    offered = f'value="{UNIT}"'
    assert offered not in lan.get("/rounds/new/")[1], "the command ended with the year 2025"
    then, later = (
        lan.post("/rounds/new/", look="1", period="12/2025"),
        lan.post("/rounds/new/", look="1", period="2026"),
    )
    assert (then[0], offered in then[1]) == (200, True)
    assert (later[0], offered in later[1]) == (200, False)
    status, page = lan.post("/rounds/new/", period="2026", due_days="5", units=[UNIT], indicators=["own_patrols"])
    assert status == 422
    assert "Not there in this period" in page
    assert not rounds.every(border.vn.ledger, Reader.of_node(border.vn.ledger))


def test_a_round_that_goes_on_asks_a_unit_until_it_ends(border: Border, at: At) -> None:
    lan = Officer(border.vn, at)
    opened(lan)
    (round,) = rounds.every(border.vn.ledger, Reader.of_node(border.vn.ledger))
    assert round.body["units"] == [{"unit": UNIT, "to": "2025-12-31"}]


def test_one_fault_stands_beside_its_row_and_nothing_is_kept(border: Border, at: At) -> None:
    lan = Officer(border.vn, at)
    record = opened(lan)
    sheet = f"/rounds/{record}/{UNIT}/?period=2025-12-01"
    status, page = lan.post(sheet, **{"value.own_patrols": "4", "value.drug_cases": "many"})
    assert status == 422
    assert 'id="f-drug_cases"' in page
    assert 'id="f-own_patrols"' not in page
    assert 'value="many"' in page
    assert lan.post(sheet)[0] == 422
    assert "0 of 1 units reported" in lan.get(f"/rounds/{record}/?period=2025-12-01")[1]


def test_a_round_that_does_not_fit_is_refused_with_its_reason(border: Border, at: At) -> None:
    lan = Officer(border.vn, at)
    for more, why in (({"period": "soon"}, "is no period"), ({"indicators": []}, ""), ({"period": "2025-Q4"}, "")):
        told = {"period": "12/2025", "repeats": "monthly", "due_days": "5", "units": [UNIT],
                "indicators": ["own_patrols"], **more}  # fmt: skip
        status, page = lan.post("/rounds/new/", **told)
        assert status == 422
        assert 'class="fault"' in page
        assert why in page
    assert not rounds.every(border.vn.ledger, Reader.of_node(border.vn.ledger))


def test_who_is_not_asked_finds_no_round(border: Border, at: At) -> None:
    record = opened(Officer(border.vn, at))
    khamla = Officer(border.la, at)
    assert khamla.get(f"/rounds/{record}/")[0] == 404
    assert khamla.get(f"/rounds/{record}/{UNIT}/")[0] == 404


def test_who_asked_sees_on_the_page_of_figures_how_many_reported_and_nobody_else(border: Border, at: At) -> None:
    lan, khamla = Officer(border.vn, at), Officer(border.la, at)
    record = opened(lan)
    border.vn.say("incident", incident(when="2025-12-04"))
    carry(border.vn, border.la)
    for page in ("/report/?first=2025-12&last=2025-12", "/report/figure/?key=drug_cases&first=2025-12&last=2025-12"):
        assert "0 of 1 units reported" in lan.get(f"{page}&circle=self")[1]
        assert "of 1 units reported" not in lan.get(f"{page}&circle=line")[1]
        assert "of 1 units reported" not in lan.get(f"{page}&circle=twin:la-xk")[1]
        assert "of 1 units reported" not in khamla.get(f"{page}&circle=self")[1]
    lan.post(f"/rounds/{record}/{UNIT}/?period=2025-12-01", **{"value.own_patrols": "0", "nothing.drug_cases": "1"})
    shown = lan.get("/report/?first=2025-12&last=2025-12&circle=self")[1]
    assert "1 of 1 units reported" in shown
    assert '<option value="self" selected>Nghe An</option>' in shown
