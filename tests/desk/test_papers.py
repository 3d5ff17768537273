"""Papers at the desk: what goes out to be signed, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.border import Border, Side, carry
from tests.desk.officers import Officer
from tests.store.pictures import scan
from twinline.reports import minutes
from twinline.reports.typeset import typeset
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


def printed(side: Side, place: str) -> bytes:
    """Return the minutes of a record as a scanner gives them back."""
    view = side.view(place.split("/")[2])
    return typeset(minutes.TEMPLATE, minutes.laid_out(view) | {"size": 9}, "png")


def talks(officer: Officer, **more: object) -> str:
    said = {"type": "talks", "when.from": "22/07/2026", "place.organisation": "vn-na", "counterparts": "la-xk", **more}
    status, place = officer.post("/new/activity/", **said)
    assert status == 302, place
    return place


def test_minutes_go_out_and_come_back_to_their_record_by_their_code(border: Border, at: Callable[[Side], None]) -> None:
    lan, kham = Officer(border.vn, at), Officer(border.la, at)
    place = talks(lan, send="1", circle="twin:la-xk")
    carry(border.vn, border.la)
    for officer in (lan, kham):
        assert "Minutes to sign (PDF)" in officer.get(place)[1]
        answer = officer.client.get(f"{place}minutes.pdf")
        assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    incident = lan.fill_in(keep="1")
    assert "Minutes to sign" not in lan.get(incident)[1]
    assert lan.get(f"{incident}minutes.pdf")[0] == 404
    assert kham.get(f"{incident}minutes.pdf")[0] == 404
    withdrawn = talks(lan, keep="1")
    assert lan.post(f"{withdrawn}act/withdraw/", reason="mistake")[0] == 302
    assert lan.get(f"{withdrawn}minutes.pdf")[0] == 404
    scanned = printed(border.vn, place)
    assert kham.post("/papers/", scan=file(scanned), signed="22/07/2026") == (302, place)
    assert "Agreed on paper, says" not in kham.get(place)[1]
    assert lan.post("/papers/", scan=file(scanned), signed="22/07/2026") == (302, place)
    assert "Agreed on paper, says Vietnam" in lan.get(place)[1]


def test_a_paper_printed_before_the_record_was_sent_finds_the_one_that_was(
    border: Border, at: Callable[[Side], None]
) -> None:
    lan = Officer(border.vn, at)
    place = talks(lan, keep="1")
    scanned = printed(border.vn, place)
    assert lan.post("/papers/", scan=file(), told=place.split("/")[2], signed="21/07/2026") == (302, place)
    shown = lan.get(f"{place}release/?circle=twin:la-xk&in=vi")[1]
    assert "Đã thống nhất trên giấy" in shown
    assert "21/07/2026" in shown
    sent = lan.post(f"{place}release/", circle="twin:la-xk")[1]
    assert "Agreed on paper, says Vietnam" in lan.get(sent)[1]
    assert lan.post("/papers/", scan=file(scanned), signed="22/07/2026") == (302, sent)


def test_a_scan_with_the_code_of_another_record_is_said_of_none(border: Border, at: Callable[[Side], None]) -> None:
    lan = Officer(border.vn, at)
    place, other = talks(lan, keep="1"), talks(lan, keep="1", **{"when.from": "23/07/2026"})
    scanned = printed(border.vn, other)
    for address, more in ((f"{place}on-paper/", {}), ("/papers/", {"told": place.split("/")[2]})):
        page = lan.post(address, scan=file(scanned), signed="23/07/2026", **more)[1]
        assert "that of another record" in page
    assert all("Agreed on paper, says" not in lan.get(one)[1] for one in (place, other))
    # The control: of the record whose code it shows it is said, and a scan without a code of any that is named.
    assert lan.post(f"{other}on-paper/", scan=file(scanned), signed="23/07/2026") == (302, other)
    assert lan.post(f"{place}on-paper/", scan=file(), signed="23/07/2026") == (302, place)
    assert all("Agreed on paper, says Vietnam" in lan.get(one)[1] for one in (place, other))


def test_a_scan_without_a_code_waits_for_the_number_of_its_record(border: Border, at: Callable[[Side], None]) -> None:
    lan, kham = Officer(border.vn, at), Officer(border.la, at)
    place = talks(lan, keep="1")
    status, page = lan.post("/papers/", scan=file(), signed="22/07/2026")
    assert (status, "No code of a record was found" in page) == (422, True)
    waiting = re.findall(r'name="waiting" value="([^"]+)"', page)[0]
    told = {"waiting": waiting, "signed": "22/07/2026"}
    status, page = lan.post("/papers/", told="01234567", **told)
    assert (status, "No record here has the number 01234567" in page) == (422, True)
    # A scan that waits is its officer's: nobody else, and nobody who made such a word up, can put it anywhere.
    assert kham.post("/papers/", told=place.split("/")[2], **told)[0] == 422
    assert lan.post("/papers/", told=place.split("/")[2], waiting=waiting[:-2], signed="22/07/2026")[0] == 422
    assert "Agreed on paper, says" not in lan.get(place)[1]
    assert lan.post("/papers/", told=place.split("/")[2][:13], **told) == (302, place)
    assert "Agreed on paper, says Vietnam" in lan.get(place)[1]


def test_a_hostile_file_is_refused_in_one_sentence(border: Border, at: Callable[[Side], None]) -> None:
    lan = Officer(border.vn, at)
    for raw in (b"%PDF-1.4\n%%EOF", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"<svg/>", b"\0" * 1000):
        status, page = lan.post("/papers/", scan=file(raw), signed="22/07/2026")
        assert (status, "Only JPEG and PNG" in page) == (422, True)
    assert lan.post("/papers/", signed="22/07/2026")[0] == 422
