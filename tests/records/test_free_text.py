"""Free text that names what is never recorded of people is found; ordinary sentences are left alone."""

from __future__ import annotations

import tomllib
import unicodedata
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.promises import SEED, tell, tries
from tests.records import held_out, held_out_bare, held_out_plain, ordinary, planted
from twinline.records import examples, free_text
from twinline.records.data import rows
from twinline.records.free_text import Flag, flags, in_body, stays_home
from twinline.records.words import LANGUAGES
from twinline.text import fold

LIST: dict[str, Any] = tomllib.loads((files("twinline.records") / "never_said.toml").read_text(encoding="utf-8"))
#: The topics and their words; what is known by its form, and the exceptions, stand beside them.
WORDS: dict[str, dict[str, Any]] = {topic: words for topic, words in LIST.items() if isinstance(words, dict)}


@pytest.mark.parametrize("number", tries("ordinary sentences looked through"))
def test_at_most_five_of_a_thousand_ordinary_sentences_are_flagged(number: int) -> None:
    drawn = ordinary.sentences(number, SEED)
    flagged = [line for line in drawn if flags(line)]
    tell("ordinary sentences looked through", len(drawn), {"flagged": len(flagged)})
    assert len(flagged) * 1000 <= 5 * len(drawn), flagged[:20]


@pytest.mark.parametrize("number", tries("sentences that may not cross"))
def test_at_least_ninety_five_of_a_hundred_that_may_not_cross_are_caught(number: int) -> None:
    lines = planted.sentences()
    caught = [line for line in lines if flags(line)]
    tell("sentences that may not cross", len(lines), {"caught": len(caught)}, seed=None)
    assert len(set(lines)) == number
    assert len(caught) * 100 >= 95 * len(lines), sorted(set(lines) - set(caught))


@pytest.mark.parametrize("number", tries("sentences that may not cross, in other words"))
def test_what_may_not_cross_is_caught_in_other_words_too(number: int) -> None:
    lines = held_out_plain.plain()
    caught = [line for line in lines if flags(line)]
    tell("sentences that may not cross, in other words", len(lines), {"caught": len(caught)}, seed=None)
    assert len(set(lines)) == number
    assert len(caught) * 100 >= 95 * len(lines), sorted(set(lines) - set(caught))


def test_what_only_sounds_like_it_is_left_alone() -> None:
    assert [line for line in held_out_plain.alike() if flags(line)] == []


def test_a_list_of_careless_words_flags_many_ordinary_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    careless = {topic: {**words, "vi": ["đạo", "chính trị"], "en": ["political", "race*", "face"]}
                for topic, words in WORDS.items()}  # fmt: skip
    monkeypatch.setattr(free_text.tomllib, "loads", lambda text: {**careless, "except": []})
    free_text._lists.cache_clear()
    flagged = [line for line in ordinary.sentences(1000, SEED) if flags(line)]
    free_text._lists.cache_clear()
    assert len(flagged) > 40


def test_without_the_list_none_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(free_text.tomllib, "loads", lambda text: {"except": []})
    free_text._lists.cache_clear()
    caught = [line for line in (*planted.sentences(), *held_out_plain.plain()) if flags(line)]
    free_text._lists.cache_clear()
    assert caught == []


def caught(lines: list[str], number: int, least: int) -> dict[str, int]:
    """Return how many of so many sentences that name somebody are caught: ``least`` of a hundred, or it fails."""
    assert len(set(lines)) == number
    found = [line for line in lines if any(flag.topic == "name" for flag in flags(line))]
    assert len(found) * 100 >= least * len(lines), sorted(set(lines) - set(found))
    return {"caught": len(found)}


@pytest.mark.parametrize("number", tries("sentences that name somebody"))
def test_who_is_named_by_an_honorific_a_role_or_in_capitals_is_caught(number: int) -> None:
    tell("sentences that name somebody", number, caught(held_out.named(), number, 95), seed=None)


@pytest.mark.parametrize("number", tries("sentences with a bare name"))
def test_most_who_are_named_with_nothing_before_it_are_caught(number: int) -> None:
    tell("sentences with a bare name", number, caught(held_out_bare.bare(), number, 85), seed=None)


@pytest.mark.parametrize("number", tries("sentences with a bare name that does something else"))
def test_few_are_caught_of_those_who_do_anything_else(number: int) -> None:
    found = caught(held_out_bare.otherwise(), number, 25)
    tell("sentences with a bare name that does something else", number, found, seed=None)


def test_offices_towns_and_people_without_a_name_may_say_the_same() -> None:
    assert [line for line in held_out_bare.alike() if flags(line)] == []


@pytest.mark.parametrize("said", ["{} nói rằng không.", "{} said no.", "Theo {}, đã thông.", "Selon {}, c’est non."])
def test_no_place_or_office_of_the_border_is_somebody(said: str) -> None:
    lists = ("orgs", "gates", "name_variants", "twinnings")
    named = {value for each in lists for row in rows(each) for column, value in row.items() if "name" in column}
    flagged = [one for one in named if not flags(one) and flags(said.format(one))]
    assert len(named) > 200
    assert flagged == []


@pytest.mark.parametrize("one", LIST["speaks"] + LIST["respected"], ids=lambda one: one["why"][:30])
def test_who_speaks_and_is_nobody_has_its_reason(one: dict[str, Any]) -> None:
    assert len(one["why"]) > 15
    assert [said for said in one["says"] if flags(f"{said} nói rằng") or flags(f"ທ່ານ {said}")] == []


@pytest.mark.parametrize("number", tries("sentences that resemble a name"))
def test_what_resembles_a_name_is_left_alone(number: int) -> None:
    drawn = held_out.ordinary(number, SEED)
    flagged = [line for line in drawn if flags(line)]
    tell("sentences that resemble a name", len(drawn), {"flagged": len(flagged)})
    assert len(flagged) * 1000 <= 5 * len(drawn), flagged[:20]


def test_without_the_forms_of_names_hardly_any_name_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    without = {**LIST, "form": [one for one in LIST["form"] if one["topic"] != "name"]}
    monkeypatch.setattr(free_text.tomllib, "loads", lambda text: without)
    free_text._lists.cache_clear()
    caught = [line for line in (*held_out.named(), *held_out_bare.bare()) if flags(line)]
    free_text._lists.cache_clear()
    assert len(caught) < 7


@pytest.mark.parametrize("one", LIST["nobody"] + LIST["state"], ids=lambda one: one["why"][:30])
def test_what_follows_such_a_word_and_names_nobody_has_its_reason(one: dict[str, Any]) -> None:
    assert len(one["why"]) > 15
    assert [said for said in one["says"] if flags(f"đối tượng {said} kia") or flags(f"suspect {said} there")] == []


@pytest.mark.parametrize("said", ["đồng chí UBND", "anh BĐBP", "đối tượng CMND", "suspect QLBVR", "đối tượng A"])
def test_an_abbreviation_is_no_name_in_capitals(said: str) -> None:
    assert flags(said) == []


LISTED = [word.rstrip("*") for topic, words in WORDS.items()
          for lang, said in words.items() if lang != "why" for word in said]  # fmt: skip
SYLLABLES = sorted({each for line in (*LISTED, *ordinary.sentences(40, SEED)) for each in line.split()})
GAPS = st.sampled_from([" ", "  ", ". ", ", ", "-", "\u200b", "\n", ""])


@given(st.lists(st.tuples(st.sampled_from(SYLLABLES) | st.sampled_from(LISTED), GAPS), max_size=8))
@settings(max_examples=300)
def test_a_text_that_is_plainly_silent_has_nothing_of_the_list(said: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in said)
    if free_text.silent(text):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(free_text, "silent", lambda text: False)
            assert flags(text) == []


def test_most_ordinary_sentences_are_plainly_silent_and_none_that_may_not_cross() -> None:
    drawn = [line for line in ordinary.sentences(300, SEED) if not any("\u0e80" <= sign <= "\u0eff" for sign in line)]
    assert sum(map(free_text.silent, drawn)) > len(drawn) * 0.7
    assert not any(free_text.silent(line) for line in planted.sentences() if flags(line))


@pytest.mark.parametrize("topic", sorted(WORDS))
def test_every_word_of_the_list_is_found_in_both_forms_in_any_case_and_says_why(topic: str) -> None:
    assert len(LIST[topic]["why"]) > 20
    for lang, words in LIST[topic].items():
        for word in words if lang != "why" else ():
            said = word.removesuffix("*")
            for form in (said, said.upper(), unicodedata.normalize("NFD", said), f"({said})", f"\u201c{said}\u201d."):
                assert any(flag.topic == topic for flag in flags(form)), (form, word)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_topic_has_words_in_every_language(lang: str) -> None:
    assert all(WORDS[topic][lang] for topic in WORDS)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("ກຸ່ມນີ້ເຜີຍແຜ່ສາສະໜາ", "ສາສະໜາ"),
        ("ກຸ່ມນີ້ເຜີຍແຜ່ສາສະຫນາ", "ສາສະໜາ"),
        ("ton giao cua ho", "tôn giáo"),
        ("tôn-giáo của họ", "tôn giáo"),
        ("tôn\u200bgiáo", "tôn giáo"),
        ("t\u00adôn giáo", "tôn giáo"),
        ("tôn\n giáo", "tôn giáo"),
        ("Phật giáo Hoà Hảo", "phật giáo"),
        ("đạo Hoà Hảo", "hòa hảo"),
        ("leur santé: toxicomanes", "toxicoman"),
        ("elle est seropositive", "séropositi"),
        ("H'Mông", "h mông"),
        ("người H’Mông", "h mông"),
    ],
)
def test_each_way_of_writing_is_found(said: str, word: str) -> None:
    assert [flag.word for flag in flags(said)][:1] == ([word] if word else [])


@pytest.mark.parametrize(
    "said",
    ["mang theo dao", "Tin do quan chung cung cap", "saisie de drogue", "chỉ đạo, lãnh đạo", "nắng nóng gay gắt",
     "tôn trọng. Giáo viên", "người kinh doanh", "ban mong muon", "le tribunal", "pháp luật của hai dân tộc"],
)  # fmt: skip
def test_what_only_looks_like_a_word_of_the_list_is_left_alone(said: str) -> None:
    assert flags(said) == []


@pytest.mark.parametrize("one", LIST["except"], ids=[one["why"][:30] for one in LIST["except"]])
def test_every_exception_has_its_reason_and_spares_only_itself(one: dict[str, Any]) -> None:
    assert len(one["why"]) > 15
    for said in one["says"]:
        assert flags(f"{said} tỉnh") == []
        assert flags(f"{said}, theo tôn giáo") == [Flag("religion", "tôn giáo")]


def test_an_exception_is_needed_or_it_is_not_in_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(free_text.tomllib, "loads", lambda text: {**LIST, "except": []})
    free_text._lists.cache_clear()
    idle = [said for one in LIST["except"] for said in one["says"] if not flags(said)]
    free_text._lists.cache_clear()
    assert idle == []


def test_a_word_whose_bare_letters_mean_something_else_is_kept_apart() -> None:
    kept_apart = [
        (topic, word) for topic, words in WORDS.items()
        for lang in ("vi_exact", "fr_exact") for word in words.get(lang, ()) if not word.isascii()
    ]  # fmt: skip
    assert len(kept_apart) > 20
    assert [word for topic, word in kept_apart if Flag(topic, word) in flags(fold(word))] == []


def found_of_somebody() -> int:
    free_text._lists.cache_clear()
    named = (*held_out.named(), *held_out_bare.bare(), *held_out_bare.otherwise())
    lines = (*planted.SOMEBODY.strip().splitlines(), *named)
    return sum(len(flags(line)) for line in lines)


@pytest.mark.parametrize("form", LIST["form"], ids=[one["why"][:40] for one in LIST["form"]])
def test_every_form_says_why_and_is_needed(form: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(form["why"]) > 15
    with_it = found_of_somebody()
    less = {**LIST, "form": [one for one in LIST["form"] if one is not form]}
    monkeypatch.setattr(free_text.tomllib, "loads", lambda text: less)
    without = found_of_somebody()
    free_text._lists.cache_clear()
    assert without < with_it


@pytest.mark.parametrize(
    "said",
    ["Trường Nguyễn Văn Trỗi", "giải bóng chuyền Cúp Lê Văn Tám", "trị giá 912 345 678 đồng", "05.03.2026 07:00",
     "0238 3867 123", "ref. 20250304-0012345", "UBND Thị Xã Thái Hòa", "đối tượng Việt Nam và Lào", "bản Mường Lống",
     "48Q 0412345 2146789", "ບ້ານນາງາມ", "M. le chef de poste"],
)  # fmt: skip
def test_what_only_looks_like_somebody_is_left_alone(said: str) -> None:
    assert flags(said) == []


def test_how_an_office_is_reached_crosses_and_the_same_number_in_a_note_does_not() -> None:
    contact = {"side": "VN", "position": "duty", "by": "office_line", "at": "0912 345 678"}
    body = {"contacts": [contact], "note": {"language": "vi", "text": "gọi 0912 345 678"}}
    assert [(one.path, one.flag) for one in in_body("say", "liaison_office", body)] == [
        ("note.text", Flag("telephone", "0912 345 678"))
    ]


def test_only_free_text_is_read_not_addresses_and_codes() -> None:
    body = {
        "note": {"language": "vi", "text": "theo tôn giáo"}, "place": {"name": "gần nhà thờ"},
        "source": {"url": "https://example.org/dan-toc/ton-giao", "quote": "người nghiện"},
        "offence": "drug_trafficking",
    }  # fmt: skip
    assert [(one.path, one.flag.word) for one in in_body("say", "incident", body)] == [
        ("note.text", "tôn giáo"), ("place.name", "nhà thờ"), ("source.quote", "người nghiện"),
    ]  # fmt: skip


def test_of_a_kind_not_known_here_all_text_is_read() -> None:
    body = {"x": [{"y": "their religion"}], "url": "https://example.org/religion"}
    assert [one.path for one in in_body("say", "census", body)] == ["x[0].y"]


def test_a_note_on_an_answer_is_read_too() -> None:
    body = {"reason": "count_differs", "note": {"language": "en", "text": "the ethnic Hmong among them"}}
    assert {one.flag.topic for one in in_body("dispute", "incident", body)} == {"ethnicity"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", [free_text.RULE, free_text.THERE])
def test_the_sentence_names_field_and_word_in_each_language(lang: str, rule: str) -> None:
    body = {"note": {"language": "en", "text": "his religion"}}
    said = stays_home("say", "incident", body, rule)[0].sentence(lang)
    assert "religi" in said
    assert "note.text" in said


def test_no_packaged_record_is_flagged() -> None:
    made = [each for source in examples.ALL for each in source()]
    assert len(made) > 300
    assert [one for each in made for one in in_body("say", each.kind, each.body)] == []
