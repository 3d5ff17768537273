"""Text is said in one form and searched in another."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinline.text import fold, normal, plain, settled, whole

WORDS = st.text(alphabet="aăâbcdđeêghí̀ kýỳ sơnກຂຄຳ່້ໍາຫນໜ \t", max_size=20)


def test_a_lao_tone_stands_before_its_vowel() -> None:
    assert normal("ນຳ້") == "ນ້ຳ"
    assert normal("ນ້ຳ") == "ນ້ຳ"


def test_both_spellings_of_ho_no_stay_as_typed_and_are_found_alike() -> None:
    assert normal("ຫນອງ") == "ຫນອງ"
    assert normal("ໜອງ") == "ໜອງ"
    assert fold("ຫນອງ") == fold("ໜອງ")


def test_vietnamese_is_found_without_its_accents_and_exactly_with_them() -> None:
    assert fold("Đoọc Mạy") == "dooc may"
    assert plain("Nậm Cắn") != plain("Nậm Càn")
    assert fold("Nậm Cắn") == fold("Nậm Càn")


@given(WORDS)
@settings(max_examples=100)
def test_normal_text_stays_as_it_is(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
    assert once == once.strip()


@given(st.lists(WORDS | st.text(max_size=6), max_size=4))
@settings(max_examples=300)
def test_what_is_plainly_settled_as_a_whole_is_normal_text_by_text(texts: list[str]) -> None:
    spelled = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    if settled(spelled):
        assert [normal(text) for text in texts] == texts


def test_ordinary_text_is_settled_and_what_normal_alters_is_not() -> None:
    assert settled('["Tổ tuần tra số 1, gần mốc 412","ນ້ຳ"]')
    altered = ["Tổ ", " Tổ", "\u00a0Tổ", unicodedata.normalize("NFD", "Tổ"), "ນຳ້", "Tổ\t"]
    assert not any(settled(json.dumps([text], ensure_ascii=False, separators=(",", ":"))) for text in altered)


@given(WORDS)
@settings(max_examples=100)
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), ("0", 0), ("໑໒", 12), ("", None), ("-1", None), ("1.5", None), ("²", None), ("9" * 7, 9_999_999)],
)
def test_a_whole_number_is_read_as_typed(typed: str, number: int | None) -> None:
    assert whole(typed) == number


def test_a_number_of_too_many_digits_is_none() -> None:
    assert whole("9" * 8) is None
    assert whole("9" * 8, digits=8) == 99_999_999
    assert whole("9" * 5_000) is None
