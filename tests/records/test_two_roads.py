"""Two roads of judging a record: the quick one lets through only what the thorough one finds nothing wrong with."""

from __future__ import annotations

import copy
import unicodedata
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.test_hostile import BODIES, JSON, WORDS
from twinline import records, text
from twinline.records import examples
from twinline.records.fields import Count, Declared, Part
from twinline.records.findings import Found
from twinline.records.gazetteer import packaged
from twinline.records.lookup import Lookup
from twinline.records.registry import ACTS, KINDS
from twinline.records.words import words

LOOKUP = packaged()
LABEL = words(vi="x", lo="x", en="x", fr="x")
ODDITIES = JSON | st.sampled_from(
    [
        "vn-na", "la-xk", ["vn-na", "la-xk"], ["vn-na", "vn-na"], {"from": "2024-05", "to": "2023"}, "2565",
        "2022-02-30", {"from": "2022-08"}, {"marker": "412", "metres": 20}, {"marker": "412", "lon": 1}, {"metres": 3},
        {"name": "Vinh"},
        {"chainage": 5, "line": "5f0c2a9e"}, {"chainage": 9, "to_chainage": 5, "line": "5f0c2a9e"}, {"name": "a\nb"},
        {"gate": "gate-nam-can"}, {"gate": "nowhere"}, {"language": "vi", "text": "một dòng"}, {"ref": "pf-001"},
        {"language": "vi", "text": "hai\ndòng"}, {"language": "xx", "text": "x"}, {"quote": "a " * 13}, True, 1, 0, -1,
        [{"what": "heroin", "amount": "1", "unit": "kg"}] * 2, [{"what": "heroin", "amount": "1.5", "unit": "kg"}],
        {"url": "https://example.org/a b"}, "\u00a0", "a\u2028b", "a\u202eb", " x ", "x" * 501,
    ]
)  # fmt: skip


def findings(declared: type[Declared], body: dict[str, Any]) -> list[Any]:
    found = Found()
    declared.check(body, "", found, LOOKUP)
    return found.findings


@given(data=st.data())
@settings(max_examples=300)
def test_what_is_let_through_quickly_has_nothing_wrong_with_it(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(KINDS)))
    body = copy.deepcopy(BODIES.get(kind, {}))
    for _ in range(data.draw(st.integers(0, 3))):
        at = body
        while inner := [value for value in at.values() if isinstance(value, dict)]:
            if data.draw(st.booleans()):
                break
            at = data.draw(st.sampled_from(inner))
        names = [*at, *KINDS[kind].fields] if at is body else [*at, "more"]
        at[data.draw(st.sampled_from(names) | WORDS)] = copy.deepcopy(data.draw(ODDITIES))
    if KINDS[kind].fits(body, LOOKUP):
        assert findings(KINDS[kind], body) == []


@given(data=st.data())
@settings(max_examples=100)
def test_so_it_is_with_the_bodies_of_acts(data: st.DataObject) -> None:
    act = ACTS[data.draw(st.sampled_from(sorted(ACTS)))]
    body = data.draw(st.dictionaries(st.sampled_from([*act.fields, "more"]), ODDITIES, max_size=4))
    if act.fits(body, LOOKUP):
        assert findings(act, body) == []


def test_what_the_packaged_tables_say_takes_the_quick_road() -> None:
    for one in (*examples.published_returns(), *examples.twinnings(), *examples.gates(), *examples.events()):
        assert KINDS[one.kind].fits(records.normalise(one.kind, one.body), LOOKUP), one


class Even(Count):
    """A count that has a stricter check than its base, and says nothing of a quick one."""

    def check(self, value: Any, at: str, found: Found, lookup: Lookup) -> None:
        super().check(value, at, found, lookup)
        if type(value) is int and value % 2:
            found.add(at, "not_a_count", value, self.label, least=0)


class Pair(Declared):
    shoes = Even(LABEL, required=True)


class Apart(Pair):
    @classmethod
    def check(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        super().check(body, at, found, lookup)
        if body.get("shoes") == 4:
            found.add(at, "not_a_part", body, parts="")


class Closet(Declared):
    pair = Part(LABEL, Apart)


def test_a_field_or_part_with_a_check_of_its_own_has_no_quick_answer_but_that_check() -> None:
    assert Pair.fits({"shoes": 2}, LOOKUP)
    assert not Pair.fits({"shoes": 3}, LOOKUP)
    assert Count.fits(Pair.shoes, 3, LOOKUP)  # the answer of the base would have let it through
    assert Closet.fits({"pair": {"shoes": 2}}, LOOKUP)
    assert not Closet.fits({"pair": {"shoes": 3}}, LOOKUP)
    assert not Closet.fits({"pair": {"shoes": 4}}, LOOKUP)


SCRIPTS = st.text(
    st.sampled_from(" \t\n\u00a0\u3000aAđĐỳÝßſİ\u0301\u0300ກຳ\u0eb3\u0ec8\u0ec9\u0ecd\u0eb2ຫນມໝ1-"), max_size=20
)


@given(said=SCRIPTS)
@settings(max_examples=300)
def test_a_text_is_folded_for_search_word_by_word_as_it_is_as_a_whole(said: str) -> None:
    whole = text._folded(unicodedata.normalize("NFC", said))
    assert text.fold(said) == " ".join(text.fold(whole).split())
    assert text.fold(said) == " ".join(whole.split())
