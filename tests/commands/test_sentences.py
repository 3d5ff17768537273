"""Sentences with named blanks: one English pattern, said in any language, whoever fills them with what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinline.exchange import reasons
from twinline.exchange.errors import TooLarge
from twinline.sentences import Plural, Problem, Sentence, joined, packed, unpacked
from twinline.tongues import LANGUAGES, preferred, speaking, tell, told

TOO_MANY = Sentence("The picture has more than {most} million points.", most=60)
VALUES = st.one_of(st.text(), st.integers(), st.lists(st.text(), max_size=3))


def test_a_sentence_is_english_until_somebody_says_it_in_another_language() -> None:
    assert str(TOO_MANY) == "The picture has more than 60 million points."
    assert told(TOO_MANY, "fr") == "L’image a plus de 60 millions de points."
    assert told(TOO_MANY, "vi") == "Ảnh có hơn 60 triệu điểm."
    assert told(TOO_MANY, "lo") == "ຮູບມີຈຸດຫຼາຍກວ່າ 60 ລ້ານ."


def test_numbers_and_quotation_marks_are_those_of_the_language() -> None:
    sentence = Sentence("No feed here is called {told!r}: 'twinline feed list' names them.", told="ab")
    assert "'ab'" in told(sentence, "en")
    assert "«\u00a0ab\u00a0»" in told(sentence, "fr")
    assert "“ab”" in told(sentence, "lo")
    counted = Sentence("Faults found: {number:,}.", number=12345)
    assert "12,345" in told(counted, "en")
    assert "12\u202f345" in told(counted, "fr")
    assert "12.345" in told(counted, "vi")


@pytest.mark.parametrize(("number", "english", "french"), [(1, "1 receipt", "1 accusé de réception"),
                                                           (2, "2 receipts", "2 accusés de réception"),
                                                           (0, "0 receipts", "0 accusé de réception")])  # fmt: skip
def test_a_plural_follows_the_rule_of_the_language(number: int, english: str, french: str) -> None:
    said = Plural("{number:,} receipt", "{number:,} receipts", number)
    assert (str(said), told(said, "fr")) == (english, french)


def test_an_error_says_where_what_and_what_to_do_in_the_language_of_whoever_reads_it() -> None:
    problem = Problem("gap", Sentence("Entries {first} to {last} are missing.", first=3, last=5),
                      where=Sentence("feed {feed}", feed="ab"), remedy=Sentence("Exchange again."))  # fmt: skip
    assert str(problem) == "feed ab: Entries 3 to 5 are missing. Exchange again."
    assert told(problem, "fr") == "série ab\u00a0: Les inscriptions 3 à 5 manquent. Échangez de nouveau."
    assert (problem.check, problem.where, problem.remedy) == ("gap", "feed ab", "Exchange again.")


def test_an_error_within_an_error_is_said_in_the_same_language() -> None:
    inside = Problem("utf8", Sentence("The note isn't UTF-8."), where="note")
    outside = Sentence("This pairing card doesn't hold ({error}) Ask for a new one.", error=inside)
    assert "La note n’est pas en UTF-8." in told(outside, "fr")


def test_what_another_program_says_is_quoted_as_it_is() -> None:
    assert told(Sentence("This isn't JSON: {error}.", error=ValueError("Expecting value")), "fr").endswith(
        "Expecting value."
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_value_cannot_steer_the_screen_nor_become_a_pattern(lang: str) -> None:
    said = told(Sentence("This isn't JSON: {error}.", error="\x1b[31m{error}\u202e\n"), lang)
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "{error}" in said


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), VALUES, max_size=3))
def test_a_sentence_survives_being_sent(values: dict) -> None:
    sentence = Sentence(" ".join(["This:", *(f"{{{name}}}" for name in values)]), **values)
    assert unpacked(packed(sentence)) == sentence
    assert str(unpacked(packed(sentence))) == str(sentence)


def test_plurals_and_sentences_within_sentences_survive_being_sent() -> None:
    whole = Sentence("arrived: {parts}", parts=[Plural("{number:,} receipt", "{number:,} receipts", 2), TOO_MANY])
    assert told(unpacked(packed(whole)), "fr") == told(whole, "fr")


@pytest.mark.parametrize(
    "text", ["", "plain", "{", '{"say": 1}', '{"say": "{", "with": {}}', '{"say": "x", "with": []}']
)
def test_anything_else_that_was_kept_or_sent_stays_text(text: str) -> None:
    assert unpacked(text) == text


def test_a_pattern_from_elsewhere_can_ask_for_no_attribute_of_a_value() -> None:
    hostile = unpacked('{"say": "{a.__class__} {0} {b}", "with": {"a": "x"}}')
    assert str(hostile) == "{a.__class__} {0} {b}"


def test_a_refusal_crosses_coded_and_is_read_in_the_readers_own_language() -> None:
    error = TooLarge("file-size", Sentence("The file is larger than a node takes; nothing was taken from it."))
    crossed = reasons.write(error)
    assert crossed["check"] == "file-size"
    assert crossed["sentence"] == error.sentence
    assert told(reasons.read(crossed), "vi") == "Tệp lớn hơn mức một máy nhận; không lấy gì từ đó."


def test_a_refusal_that_is_not_known_here_is_told_in_the_senders_sentence() -> None:
    later = {
        "check": "later",
        "sentence": "Later versions say this.",
        "told": {"say": "Newly {a}.", "with": {"a": "x"}},
    }
    assert told(reasons.read(later), "fr") == "Newly x."
    assert reasons.read({"check": "older", "sentence": "An older version says this."}) == "An older version says this."
    assert reasons.read({**later, "told": {"say": "{a}" * 400, "with": {"a": "x" * 2000}}}) == later["sentence"]


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "vi_VN"}, "vi"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "vi_VN", "LC_ALL": "lo_LA.UTF-8"}, "lo"),
        ({"LANG": "fr_FR", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "fr_FR", "TWINLINE_LANG": "vi"}, "vi"),
        ({"LANG": "de_DE"}, "en"),
        ({"LANG": "fr-FR"}, "fr"),
    ],
)
def test_the_language_is_asked_of_the_surroundings_in_one_order(environ: dict[str, str], lang: str) -> None:
    assert preferred(environ) == lang


def test_what_is_spoken_ends_with_the_block_that_chose_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWINLINE_LANG", "vi")
    with speaking("fr"):
        assert tell("nobody") == "personne"
    assert tell("nobody") == "không ai"


def test_parts_are_joined_in_each_language() -> None:
    assert told(joined([Sentence("here"), Sentence("nobody")], "; "), "fr") == "ici; personne"
