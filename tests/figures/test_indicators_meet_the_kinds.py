"""What indicators count is what the kinds state."""

from __future__ import annotations

import pytest

from twinline.figures.catalogue import packaged
from twinline.figures.indicator import unit_code

registry = pytest.importorskip("twinline.records.registry")


def selections():
    for indicator in packaged().indicators.values():
        for one in indicator.counted.selections if indicator.counted else ():
            yield indicator.name, one


def test_every_counted_measure_is_one_that_its_kind_states():
    wrong = [
        (name, one.kind, one.measure)
        for name, one in selections()
        if one.kind not in registry.KINDS or one.measure not in registry.KINDS[one.kind].measures
    ]
    assert wrong == []


def test_every_offence_class_counted_is_in_the_closed_list():
    offences = pytest.importorskip("twinline.records.kinds.offences").OFFENCES
    substances = pytest.importorskip("twinline.records.vocabularies").SUBSTANCES
    for name, one in selections():
        if one.kind in ("incident", "case", "seizure") and one.measure not in ("first_reports", "cases_closed"):
            known = substances if one.measure == "seized" else offences
            assert set(one.classes) <= set(known), name
    all_offences = packaged()["cases_all_offences"].counted.selections[0].classes
    assert set(all_offences) == set(offences)


def test_every_unit_a_record_may_be_reported_in_has_its_words():
    units = pytest.importorskip("twinline.records.vocabularies").UNITS
    assert {unit_code(code) for code in units} <= set(packaged().units)
