"""The words on the screen: complete in four languages, and never those of the code."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client

from tests.desk.test_pages import PAGES
from twinline.desk import catalogue, words
from twinline.desk.language import CODES
from twinline.text import plain


class _Seen(HTMLParser):
    """Gathers what a reader sees or hears: text, titles, labels, placeholders."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code += tag == "pre"
        told = ("title", "aria-label", "placeholder", "alt")
        self.parts += [value for name, value in attrs if name in told and value]

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "pre"

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.parts.append(data)


def seen_on(html: str) -> str:
    """Return the words of a page; the text as it was signed is shown as it is and left out."""
    parser = _Seen()
    parser.feed(html)
    return plain(" ".join(parser.parts))


def found(text: str, language: str) -> list[str]:
    """Return the banned words that stand in a text."""
    for phrase in words.fine().get(language, ()):
        text = text.replace(plain(phrase), "")
    spaced = [word for word in words.banned()[language] if word.isascii() or language != "lo"]
    hits = [word for word in spaced if re.search(rf"(?<!\w){re.escape(plain(word))}(?!\w)", text)]
    return hits + [word for word in words.banned()[language] if word not in spaced and plain(word) in text]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("address", [*PAGES, "/no-such-page/"])
def test_no_page_shows_a_word_of_the_code(page: Client, address: str, language: str) -> None:
    page.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert found(seen_on(page.get(address).content.decode()), language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This node received 3 entries", "en"),
        ("Mark as disputed", "en"),
        ("Đang có tranh chấp", "vi"),
        ("ມີຂໍ້ພິພາດ", "lo"),
        ("le nœud est en litige", "fr"),
    ],
)
def test_a_word_that_must_not_appear_is_found_when_it_does(text: str, language: str) -> None:
    assert found(seen_on(f"<p>{text}</p>"), language)


def test_every_message_of_pages_and_code_has_words_and_one_without_would_be_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gathered = catalogue.gathered()  # reads every file of ours, so it is done once
    monkeypatch.setattr(catalogue, "gathered", lambda: gathered)
    assert {language: catalogue.missing(language) for language in CODES} == {language: [] for language in CODES}
    gathered.add("Nobody has translated this", locations=[("desk/x.html", 0)])
    assert catalogue.missing("lo") == ["Nobody has translated this"]


@pytest.mark.parametrize("language", CODES)
def test_the_compiled_catalogue_is_the_one_that_is_kept(language: str) -> None:
    assert catalogue.compiled(language) == catalogue.packed(language)


@pytest.mark.parametrize("language", CODES)
def test_every_blank_of_a_message_is_there_in_each_language(language: str) -> None:
    for message in catalogue.kept(language):
        if not message.id:
            continue
        source = message.id[-1] if isinstance(message.id, (list, tuple)) else message.id
        strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        blanks = set(re.findall(r"%\(\w+\)[sd]", source))
        assert all(set(re.findall(r"%\(\w+\)[sd]", text)) == blanks for text in strings), message.id


def test_in_vietnamese_the_friend_is_the_other_side_and_never_the_reader() -> None:
    # On this border "bạn" alone is the Lao side: "chờ bạn xác nhận" would wait for the wrong office.
    said = [_text(message.string) for message in catalogue.kept("vi") if message.id]
    assert [text for text in said if re.search(r"(?<!phía )\bbạn\b", text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "other", ["chỉ số", "bản ghi", "tổ chức", "nút", "ghép đôi", "ghép nối", "phía bên kia", "đã hứa"]
)
def test_one_thing_has_one_vietnamese_name_in_pages_and_commands(other: str) -> None:
    said = [_text(message.string) for message in catalogue.kept("vi") if message.id]
    assert [text for text in said if re.search(rf"\b{other}\b(?! chú| ngày)", text, re.IGNORECASE)] == []


def _text(string: str | tuple[str, ...]) -> str:
    """Return one message's words on one line."""
    return " ".join((string if isinstance(string, str) else " ".join(string)).split())


def test_lao_and_vietnamese_are_counted_as_unread_until_somebody_reads_them() -> None:
    counts = catalogue.unreviewed_counts()
    assert counts["en"][0] == counts["fr"][0] == 0
    assert all(0 < counts[language][0] <= counts[language][1] for language in ("vi", "lo"))


@pytest.mark.parametrize("term", sorted(words.glossary()))
def test_every_term_of_the_glossary_has_four_languages(term: str) -> None:
    assert all(words.word(term, language) for language in CODES)
