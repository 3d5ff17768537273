"""Papers at the desk: what goes out to be signed, and what comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.border import Border, Side, carry
from tests.desk.test_story import Officer
from tests.store.pictures import scan
from twinline.store import here


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[Side], None]:
    """Say whose desk serves the next page."""

    def choose(side: Side) -> None:
        monkeypatch.setattr(here, "_open", lambda _: side.ledger)

    return choose


def file(raw: bytes = b"", name: str = "scan.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw or scan())


def test_what_was_signed_on_paper_is_shown_as_one_sides_word_and_waits_for_the_others(
    border: Border, at: Callable[[Side], None]
) -> None:
    lan, kham = Officer(border.vn, at), Officer(border.la, at)
    place = lan.fill_in(send="1", circle="twin:la-xk")
    assert "Signed on paper…" in lan.get(place)[1]
    assert lan.post(f"{place}on-paper/", scan=file(), signed="04/06/2026", number="12/BB-TTSP")[0] == 302
    carry(border.vn, border.la)
    for officer in (lan, kham):
        page = officer.get(place)[1]
        assert "Agreed on paper, says Vietnam" in page
        assert "The word of this side alone" in page
        assert "12/BB-TTSP" in page
    assert "Signed on paper…" not in kham.get(place)[1]
    assert place in kham.get("/records/?standing=awaiting")[1]
    assert place in kham.get("/records/?standing=on_paper")[1]
    assert kham.post(f"{place}act/countersign/")[0] == 302
    assert "Agreed by both" in kham.get(place)[1]


def test_what_is_missing_is_said_and_what_was_said_can_be_taken_back(
    border: Border, at: Callable[[Side], None]
) -> None:
    lan = Officer(border.vn, at)
    place = lan.fill_in(keep="1")
    for given, said in (
        ({"signed": "04/06/2026"}, "Attach the scan"),
        ({"scan": file(), "signed": " "}, "Say on which day"),
        ({"scan": file(b"%PDF-1.7"), "signed": "04/06/2026"}, "Only JPEG and PNG"),
        ({"scan": file(), "signed": "31/02/2026"}, "31/02/2026"),
    ):
        status, page = lan.post(f"{place}on-paper/", **given)
        assert (status, said in page) == (422, True)
        assert "Agreed on paper, says" not in lan.get(place)[1]
    assert lan.post(f"{place}on-paper/", scan=file(), signed="2026-06-04")[0] == 302
    assert "Take back that it was signed" in lan.get(place)[1]
    assert lan.post(f"{place}on-paper/", undo="1")[0] == 302
    assert "Agreed on paper, says" not in lan.get(place)[1]


def test_only_who_may_speak_for_the_author_says_it_and_what_crosses_takes_the_right_to_send(
    border: Border, at: Callable[[Side], None]
) -> None:
    lan, kham = Officer(border.vn, at), Officer(border.la, at)
    place = lan.fill_in(send="1", circle="twin:la-xk")
    carry(border.vn, border.la)
    hoa = Officer(border.vn, at, may_release=False)
    for officer in (hoa, kham):
        assert officer.post(f"{place}on-paper/", scan=file(), signed="04/06/2026")[0] == 403
    assert "Agreed on paper, says" not in lan.get(place)[1]
