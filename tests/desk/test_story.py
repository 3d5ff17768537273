"""An officer's day on real records: two desks, each with its own ledger, one browser each."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.border import Border, Side, carry
from tests.desk.officers import FORM, Officer
from tests.store.pictures import photo
from twinline.store import acting, here, peers
from twinline.times import now_ms


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[Side], None]:
    """Say whose desk serves the next page."""

    def choose(side: Side) -> None:
        monkeypatch.setattr(here, "_open", lambda _: side.ledger)

    return choose


@pytest.fixture
def lan(border: Border, at: Callable[[Side], None]) -> Officer:
    return Officer(border.vn, at)


@pytest.fixture
def kham(border: Border, at: Callable[[Side], None]) -> Officer:
    return Officer(border.la, at)


def test_a_record_goes_over_is_confirmed_and_both_desks_show_it(border: Border, lan: Officer, kham: Officer) -> None:
    place = lan.fill_in(send="1", circle="twin:la-xk")
    assert "Stated by one side" in lan.get(place)[1]
    carry(border.vn, border.la)
    assert place in kham.get("/")[1]
    assert place in kham.get("/records/?standing=awaiting")[1]
    assert kham.post(f"{place}act/countersign/")[0] == 302
    assert "Agreed by both" in kham.get(place)[1]
    carry(border.la, border.vn)
    page = lan.get(place)[1]
    assert "Agreed by both" in page
    assert "Received there" in page
    assert "signed on" in page


def sent(page: str) -> bool:
    """Return whether a record's page says that it has left."""
    (found,) = re.findall(r"<strong>Sent</strong> <small>(.*?)</small>", page, re.DOTALL)
    return "not yet" not in found


def test_a_record_has_left_once_it_is_on_a_stick_for_them_and_not_when_one_of_theirs_is_read(
    border: Border, lan: Officer
) -> None:
    place, there = lan.fill_in(send="1", circle="twin:la-xk"), border.la.ledger.node.id
    assert not sent(lan.get(place)[1])
    peers.note_contact(border.vn.ledger, there, "arrived: 0 new entries, 1 receipt", now=now_ms())  # a stick of theirs
    assert not sent(lan.get(place)[1])
    assert lan.client.post(f"/other-side/{there}/write/").status_code == 200
    assert sent(lan.get(place)[1])
    assert re.search(r"Received there</strong> <small>not yet", lan.get(place)[1])
    peers.note_contact(border.vn.ledger, there, "The link was cut.", now=now_ms())  # takes nothing back
    assert sent(lan.get(place)[1])


def test_what_is_saved_on_our_side_stays_until_it_is_sent(border: Border, lan: Officer, kham: Officer) -> None:
    place = lan.fill_in(keep="1")
    carry(border.vn, border.la)
    assert kham.get(place)[0] == 404
    status, sent = lan.post(f"{place}release/", circle="twin:la-xk")
    assert status == 302
    assert sent != place
    carry(border.vn, border.la)
    assert kham.get(place)[0] == 404
    assert kham.get(sent)[0] == 200


def test_what_they_will_see_is_shown_before_it_is_sent_and_nothing_leaves(
    border: Border, lan: Officer, kham: Officer
) -> None:
    place = lan.fill_in(keep="1")
    assert "See what they will see" in lan.get(place)[1]
    status, page = lan.get(f"{place}release/?circle=twin:la-xk&in=lo")
    assert status == 200
    assert "What they will see" in page
    assert '<article class="record" lang="lo">' in page
    assert "1 organisation will be able to read it" in page
    carry(border.vn, border.la)
    assert kham.get("/records/")[1].count('class="card"') == 0
    sent = lan.post(f"{place}release/", circle="twin:la-xk")[1]
    carry(border.vn, border.la)
    shown, read = (re.search(r"<h1>(.*?)</h1>", text) for text in (page, kham.get(sent)[1]))
    assert shown
    assert read
    in_english = lan.get(f"{place}release/?circle=twin:la-xk")
    # It was sent: there is nothing left to look at before.
    assert in_english[0] in (302, 403)


def test_only_who_may_send_looks_at_what_would_be_seen(
    border: Border, lan: Officer, kham: Officer, at: Callable[[Side], None]
) -> None:
    place = lan.fill_in(keep="1")
    hoa = Officer(border.vn, at, may_release=False)
    assert hoa.get(f"{place}release/?circle=twin:la-xk")[0] == 403
    assert kham.get(f"{place}release/?circle=line")[0] == 403
    assert lan.get(f"{place}release/?circle=twin:la-bk")[0] == 302
    assert lan.get(f"{place}release/")[0] == 302


def test_a_record_that_was_taken_back_says_when_it_was_and_not_when_it_was_said(border: Border, lan: Officer) -> None:
    place = lan.fill_in(send="1", circle="twin:la-xk")
    said = re.findall(r"Nghe An stated.*?(\d\d:\d\d)", lan.get(place)[1], re.DOTALL)[0]
    acting.withdraw(
        border.vn.ledger, border.vn.view(place.split("/")[2]), {"reason": "mistake"}, now=now_ms() + 7_500_000
    )
    taken = re.findall(r"Nghe An withdrew.*?(\d\d:\d\d)", lan.get(place)[1], re.DOTALL)[0]
    assert (60 * int(taken[:2]) + int(taken[3:]) - 60 * int(said[:2]) - int(said[3:])) % 1440 in (125, 126)


def test_a_withdrawal_that_has_not_arrived_is_listed_until_it_has(border: Border, lan: Officer, kham: Officer) -> None:
    place = lan.fill_in(send="1", circle="twin:la-xk")
    assert "Who has received it" in lan.get(place)[1]
    carry(border.vn, border.la)
    lan.post(f"{place}act/withdraw/", reason="mistake")
    page = lan.get("/other-side/")[1]
    assert "Withdrawn, but not yet received by everyone" in page
    assert "has had the record since" in page
    assert "Who has received that it was withdrawn" in lan.get(place)[1]
    carry(border.vn, border.la)
    assert "not yet received by everyone" not in lan.get("/other-side/")[1]


def test_a_picture_goes_with_the_record_and_only_to_who_may_read_it(
    border: Border, lan: Officer, kham: Officer, at: Callable[[Side], None]
) -> None:
    given = {"attachments.file": SimpleUploadedFile("a.jpg", photo()), "attachments.shows": "goods"}
    place = lan.fill_in(keep="1", **given)
    (small,) = re.findall(r'src="(/pictures/[0-9a-f]{64}/small/)"', lan.get(place)[1])
    answer = lan.client.get(small.removesuffix("small/"))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"SECRET" not in answer.content
    assert lan.client.get(small)["Content-Type"] == "image/jpeg"
    for other in (Officer(border.vn, at, organisation="vn-na-bg"), kham):
        assert other.get(small)[0] == 404
    assert Client().get(small).status_code == 302
    assert lan.get(f"/pictures/{'ab' * 32}/")[0] == 404
    sent = lan.post(f"{place}release/", circle="twin:la-xk")[1]
    carry(border.vn, border.la)
    assert "has not arrived yet" in kham.get(sent)[1]
    assert small not in kham.get(sent)[1]


def test_pictures_stay_or_go_with_a_new_version(lan: Officer) -> None:
    given = {"attachments.file": SimpleUploadedFile("a.jpg", photo()), "attachments.shows": "goods"}
    place = lan.fill_in(keep="1", **given)
    (sha256,) = re.findall(r'src="/pictures/([0-9a-f]{64})/small/"', lan.get(place)[1])
    assert sha256 in lan.get(f"{place}amend/")[1]
    assert lan.post(f"{place}amend/", **{**FORM, "persons": "4", "attachments.kept": sha256})[0] == 302
    assert sha256 in lan.get(place)[1]
    assert lan.post(f"{place}amend/", **{**FORM, "persons": "5"})[0] == 302
    assert sha256 not in lan.get(place)[1].split('id="versions"')[0]
    # What was said once can still be read in what it was said of; a hash never given to this record can't be put in.
    assert lan.post(f"{place}amend/", **{**FORM, "persons": "6", "attachments.kept": "ab" * 32})[0] == 302
    assert "pictures/" not in lan.get(place)[1].split('id="versions"')[0]


@pytest.mark.parametrize(
    ("raw", "shows", "said"),
    [
        (b"%PDF-1.7", "goods", "Only JPEG and PNG"),
        (b"", "goods", ""),
        (photo(), "", "Say what the pictures show"),
        (photo(), "person", "Say what the pictures show"),
    ],
)
def test_a_file_that_can_not_be_taken_is_named_beside_its_field(
    lan: Officer, raw: bytes, shows: str, said: str
) -> None:
    given = {"attachments.file": SimpleUploadedFile("a.jpg", raw), "attachments.shows": shows}
    status, page = lan.post("/new/incident/", **{**FORM, "keep": "1", **given})
    assert (status, said in page) == ((422, True) if said else (status, True))


def test_a_record_is_shared_with_fewer(border: Border, lan: Officer, kham: Officer, at: Callable[[Side], None]) -> None:
    place = lan.fill_in(send="1", circle="twin:la-xk")
    carry(border.vn, border.la)
    assert "Share with fewer" in lan.get(place)[1]
    assert "Share with fewer" not in kham.get(place)[1]
    hoa = Officer(border.vn, at, may_release=False)
    assert hoa.post(f"{place}narrow/", circle="self")[0] == 403
    assert kham.post(f"{place}narrow/", circle="self")[0] == 403
    for wider in ("line", "twin:la-xk", "twin:la-bk", ""):
        assert lan.post(f"{place}narrow/", circle=wider) == (302, place)
    status, new = lan.post(f"{place}narrow/", circle="self")
    assert (status, new != place) == (302, True)
    assert "Replaced by" in lan.get(place)[1]
    assert place in lan.get("/other-side/")[1]
    carry(border.vn, border.la)
    assert "Withdrawn" in kham.get(place)[1]
    assert new not in kham.get(place)[1]
    assert kham.get(new)[0] == 404
    assert place not in lan.get("/other-side/")[1]


def test_the_other_side_says_what_differs_and_the_change_shows(border: Border, lan: Officer, kham: Officer) -> None:
    place = lan.fill_in(send="1", circle="twin:la-xk")
    carry(border.vn, border.la)
    kham.post(f"{place}act/dispute/", reason="count_differs", text="We count four.", language="en")
    carry(border.la, border.vn)
    page = lan.get(place)[1]
    assert "Not yet agreed" in page
    assert "We count four." in page
    assert lan.post(f"{place}amend/", **{**FORM, "persons": "4"})[0] == 302
    assert "2 · Change" in lan.get(place)[1]


def test_an_answer_without_a_reason_is_refused_and_nothing_is_written(
    border: Border, lan: Officer, kham: Officer
) -> None:
    place = lan.fill_in(send="1", circle="twin:la-xk")
    carry(border.vn, border.la)
    assert kham.post(f"{place}act/dispute/")[0] == 422
    assert "Stated by one side" in kham.get(place)[1]


def test_what_does_not_fit_is_named_beside_its_field_and_nothing_is_kept(lan: Officer) -> None:
    before = lan.get("/records/")[1]
    status, page = lan.post("/new/incident/", **{**FORM, "offence": "", "cases": "many"})
    assert status == 422
    assert page.count('class="fault"') >= 3
    assert 'id="f-cases-fault"' in page
    assert 'value="many"' in page
    assert lan.get("/records/")[1] == before


def test_an_officer_who_may_not_send_keeps_records_at_home_only(
    border: Border, lan: Officer, kham: Officer, at: Callable[[Side], None]
) -> None:
    hoa = Officer(border.vn, at, may_release=False)
    place = hoa.fill_in(send="1", circle="twin:la-xk")
    carry(border.vn, border.la)
    assert kham.get(place)[0] == 404
    assert hoa.post(f"{place}release/", circle="twin:la-xk")[0] == 403
    sent = lan.fill_in(send="1", circle="twin:la-xk")
    carry(border.vn, border.la)
    thong = Officer(border.la, at, may_release=False)
    assert thong.post(f"{sent}act/countersign/")[0] == 403
    # Their page says why there is nothing to press; that of who may press has the button instead.
    told = "An answer crosses the border, too"
    assert [told in one.get(sent)[1] for one in (thong, kham, hoa, lan)] == [True, False, False, False]
    assert ["/act/countersign/" in one.get(sent)[1] for one in (thong, kham)] == [False, True]
    assert hoa.post(f"{sent}act/withdraw/", reason="mistake")[0] == 403


def test_who_is_not_addressed_sees_neither_the_record_nor_its_number(
    border: Border, lan: Officer, at: Callable[[Side], None]
) -> None:
    guard = Officer(border.vn, at, organisation="vn-na-bg")
    pages = ("/", "/records/", "/records/?searched=1", "/report/", "/report/figure/?key=drug_cases")
    carry(border.vn, border.la)  # by now both sides know that both have the rosters, which the report names
    before = [guard.get(page) for page in pages]
    place = lan.fill_in(send="1", circle="twin:la-xk")
    carry(border.vn, border.la)
    assert guard.get(place)[0] == 404
    assert [guard.get(page) for page in pages] == before


def test_a_withdrawn_record_stays_readable_and_can_not_be_answered(border: Border, lan: Officer, kham: Officer) -> None:
    place = lan.fill_in(send="1", circle="twin:la-xk")
    assert lan.post(f"{place}act/withdraw/", reason="mistake")[0] == 302
    carry(border.vn, border.la)
    assert "Withdrawn" in kham.get(place)[1]
    assert kham.post(f"{place}act/countersign/")[0] == 403


@pytest.mark.parametrize("kind", ["incident", "activity", "twinning"])
def test_every_form_asks_at_most_six_things_at_once(lan: Officer, kind: str) -> None:
    page = lan.get(f"/new/{kind}/")[1]
    unfolded = page.split('class="fold"')[0]
    tops = unfolded.count("<fieldset>") + unfolded.count('<div class="field type-choice">')
    assert 0 < tops <= 12
    assert "fold" in page


def test_same_as_last_offers_what_was_said_before(lan: Officer) -> None:
    lan.fill_in(keep="1", persons="17")
    assert 'value="17"' in lan.get("/new/incident/?same")[1]


def test_same_as_last_is_what_was_filled_in_last_whatever_happened_to_older_ones(
    border: Border, lan: Officer, kham: Officer
) -> None:
    confirmed = lan.fill_in(send="1", circle="twin:la-xk", persons="11")
    released, amended = lan.fill_in(keep="1", persons="12"), lan.fill_in(keep="1", persons="13")
    last = lan.fill_in(keep="1", persons="17", **{"when.from": "05/11/2021"})
    carry(border.vn, border.la)
    assert kham.post(f"{confirmed}act/countersign/")[0] == 302
    carry(border.vn, border.la)
    assert lan.post(f"{released}release/", circle="twin:la-xk")[0] == 302
    assert lan.post(f"{amended}amend/", **{**FORM, "persons": "14"})[0] == 302
    assert 'value="17"' in lan.get("/new/incident/?same")[1]
    assert lan.post(f"{last}act/withdraw/", reason="mistake")[0] == 302
    assert 'value="14"' in lan.get("/new/incident/?same")[1]


def test_a_marker_of_another_line_is_refused_beside_the_box(lan: Officer) -> None:
    typed = {**FORM, "place.typed": "marker 999 + 20 m", "keep": "1"}
    status, page = lan.post("/new/incident/", **typed)
    assert status == 422
    assert "Marker 999 is not on this line, whose markers are 358 to 462." in page
    assert lan.post("/new/incident/", **{**typed, "place.typed": "marker 405 + 20 m"})[0] == 302


def test_a_whole_number_is_asked_for_in_words_of_who_types(lan: Officer) -> None:
    status, page = lan.post("/new/incident/", **{**FORM, "persons": "three"}, keep="1")
    assert (status, "without quotation marks" in page) == (422, False)
    assert "Must be a whole number of 0 or more, such as 12; given: three." in page


def test_a_day_and_a_place_are_asked_for_as_people_write_them(lan: Officer) -> None:
    status, page = lan.post("/new/incident/", **{**FORM, "when.from": "31/02/2026"}, keep="1")
    assert (status, "2022-08-05" in page) == (422, False)
    assert "Is no day of the calendar; write 05/08/2022, 08/2022 or 2022. Given: 31/02/2026." in page
    status, page = lan.post("/new/incident/", **{**FORM, "counterparts": "Xiêng Khoảng phố"}, keep="1")
    assert status == 422
    assert "No place or organisation of that name is known" in page


def test_a_search_finds_a_word_without_its_diacritics(lan: Officer) -> None:
    place = lan.fill_in(keep="1")
    found = lan.post("/records/", text="nam can", side="VN")[1]
    assert "nam" not in found
    assert place in lan.get(found)[1]
    assert place not in lan.get(lan.post("/records/", text="nothing-like-it")[1])[1]
    assert place in lan.get(lan.post("/records/", text="")[1])[1]


def test_a_figure_opens_down_to_the_record(border: Border, lan: Officer, kham: Officer) -> None:
    place = lan.fill_in(send="1", circle="twin:la-xk")
    carry(border.vn, border.la)
    page = lan.get("/report/figure/?key=drug_cases&circle=twin:la-xk")[1]
    assert place in page
    assert "1 case, by the records of both sides, each event once; as known on" in page
    assert place not in lan.get("/report/figure/?key=drug_cases")[1]
    changed = lan.get("/report/figure/?key=drug_cases&circle=twin:la-xk&against=01/01/2020")[1]
    assert "+1 case<" in changed
    assert "new: not known then" in changed
    status, page = lan.get("/report/figure/?key=drug_cases&against=June")
    assert (status, "is no day up to today" in page) == (400, True)
    for page in ("/report/?", "/report/figure/?key=drug_cases&", "/records/?"):
        for day, said in (("01/01/2999", True), ("June", True), ("01/01/2020", False), ("", False)):
            assert ("is no day up to today" in lan.get(f"{page}known_on={day}")[1]) == said
    few = "/report/figure/?key=drug_offenders_arrested&circle=twin:"
    assert "not shown" not in lan.get(f"{few}la-xk")[1]
    assert "not shown</span>" in kham.get(f"{few}vn-na")[1]
    assert "Not shown: persons and households" in kham.get(f"{few}vn-na")[1]


def test_a_month_is_reconciled_with_one_click_on_each_side(border: Border, lan: Officer, kham: Officer) -> None:
    ours = lan.fill_in(send="1", circle="line")
    theirs = kham.fill_in(send="1", circle="line", counterparts="vn-na")
    lan.fill_in(send="1", circle="line", **{"when.from": "20/11/2026"})
    carry(border.vn, border.la)
    page = lan.get("/side-by-side/?month=2026-11")[1]
    assert "Confirm the 1 that is equal" in page
    assert "Told by us alone" in page
    ticked = theirs.strip("/").rpartition("/")[2]
    assert lan.post("/side-by-side/", month="2026-11", record=ticked)[0] == 302
    assert kham.post("/side-by-side/", month="2026-11", record=ours.strip("/").rpartition("/")[2])[0] == 302
    carry(border.vn, border.la)
    assert "Agreed by both" in lan.get(ours)[1]
    assert "The same event" in kham.get(theirs)[1]
    assert lan.get("/side-by-side/?month=June")[0] == 404


def test_what_may_be_one_event_is_shown_and_linked_by_a_person_only(
    border: Border, lan: Officer, kham: Officer
) -> None:
    ours = lan.fill_in(send="1", circle="line")
    theirs = kham.fill_in(send="1", circle="line", counterparts="vn-na")
    carry(border.vn, border.la)
    page = lan.get(ours)[1]
    assert "Perhaps the same event" in page
    assert "with the same numbers" in page
    other = theirs.strip("/").rpartition("/")[2]
    assert lan.post(f"{ours}same/{other}/")[0] == 302
    assert "Perhaps the same event" not in lan.get(ours)[1]
    carry(border.vn, border.la)
    assert "the other side says that it is one event" in kham.get(theirs)[1]
    assert kham.post(f"{theirs}same/{ours.strip('/').rpartition('/')[2]}/", **{"not": "1"})[0] == 302
    assert "Perhaps the same event" not in kham.get(theirs)[1]


def test_whoever_may_not_send_is_not_asked_about_one_event(
    border: Border, at: Callable[[Side], None], kham: Officer
) -> None:
    theirs = kham.fill_in(send="1", circle="line", counterparts="vn-na")
    border.vn.say(
        "incident", border.la.view(theirs.strip("/").rpartition("/")[2]).row.body | {"counterparts": ["la-xk"]}
    )
    carry(border.vn, border.la)
    clerk = Officer(border.vn, at, may_release=False)
    assert "Perhaps the same event" not in clerk.get(theirs)[1]
    assert clerk.post("/side-by-side/", month="2026-11")[0] == 403


def csv_file(*rows: str) -> SimpleUploadedFile:
    text = "\n".join(("when.from,offence,persons,counterparts", *rows))
    return SimpleUploadedFile("sheet.csv", text.encode(), content_type="text/csv")


def test_a_sheet_is_looked_at_then_taken_in_and_a_second_time_adds_nothing(lan: Officer) -> None:
    rows = ("2026-11-05,drug_retail,7,la-xk", "2026-11-06,drug_retail,8,la-xk")
    page = lan.post("/sheets/", kind="incident", file=csv_file(*rows), look="1")[1]
    assert "What the file holds" in page
    assert lan.get("/records/?kind=incident")[1].count('class="what"') == 0
    assert "2 records kept on our side." in lan.post("/sheets/", kind="incident", file=csv_file(*rows), take="1")[1]
    assert "Nothing was taken in." in lan.post("/sheets/", kind="incident", file=csv_file(*rows), take="1")[1]
    assert lan.get("/records/?kind=incident")[1].count('class="what"') == 2


def test_a_sheet_with_a_wrong_row_is_taken_in_whole_or_by_its_right_rows(lan: Officer) -> None:
    rows = ("2026-11-05,drug_retail,7,la-xk", "2026-11-31,drug_retail,8,la-xk")
    status, page = lan.post("/sheets/", kind="incident", file=csv_file(*rows), take="1")
    assert (status, "A3" in page) == (422, True)
    page = lan.post("/sheets/", kind="incident", file=csv_file(*rows), take="1", good_rows="on")[1]
    assert "1 record kept on our side." in page
    assert lan.post("/sheets/", kind="incident", file=SimpleUploadedFile("x.xlsx", b"%PDF"), look="1")[0] == 422


def test_a_list_as_a_file_holds_what_its_reader_may_read_and_nothing_else(
    border: Border, lan: Officer, kham: Officer
) -> None:
    lan.fill_in(keep="1", persons="31")
    lan.fill_in(send="1", circle="line", persons="32")
    carry(border.vn, border.la)
    assert {"31", "32"} <= set(re.findall(r"\b3[12]\b", lan.get("/records/as.csv?kind=incident")[1]))
    theirs = kham.get("/records/as.csv?kind=incident")[1]
    assert "31" not in re.findall(r"\b3[12]\b", theirs)
    assert "32" in theirs
    assert lan.get("/records/as.csv")[0] == 404
    assert lan.get("/sheets/patrol.csv")[0] == 200
    assert lan.get("/sheets/wanted.csv")[0] == 404


def test_a_note_is_translated_beside_the_original_on_both_desks(border: Border, lan: Officer, kham: Officer) -> None:
    note = {"note.text": "Hai bên cùng kiểm tra.", "note.language": "vi"}
    place = lan.fill_in(send="1", circle="twin:la-xk", **note)
    carry(border.vn, border.la)
    assert "Translate the note" in kham.get(place)[1]
    assert kham.post(f"{place}act/translate/", language="lo", text="ສອງຝ່າຍກວດກາຮ່ວມກັນ.")[0] == 302
    carry(border.la, border.vn)
    for officer in (lan, kham):
        page = officer.get(place)[1]
        assert "Hai bên cùng kiểm tra." in page
        assert '<blockquote class="translated" lang="lo">ສອງຝ່າຍກວດກາຮ່ວມກັນ.' in page
    assert lan.post(f"{place}act/translate/", language="lo", text="")[0] == 422
    # A note that was written anew has no translation yet; a record without one offers none.
    assert lan.post(f"{place}amend/", **{**FORM, **note, "note.text": "Đã thay đổi."})[0] == 302
    assert "translated" not in lan.get(place)[1]
    bare = lan.fill_in(keep="1")
    assert "Translate the note" not in lan.get(bare)[1]
    assert lan.post(f"{bare}act/translate/", language="lo", text="ຄຳ")[0] == 403


def test_a_ready_sentence_is_read_on_each_desk_in_its_own_language(border: Border, lan: Officer, kham: Officer) -> None:
    said = {"sentences[0].code": "seen_like_it", "sentences[0].day": "01/03/2026", "sentences[1].code": "thank_you"}
    page = lan.get("/new/incident/")[1]
    assert 'value="seen_like_it" data-needs="day"' in page
    assert "Has anything like it been seen on your side since …?" in page
    place = lan.fill_in(send="1", circle="twin:la-xk", **said)
    assert "Has anything like it been seen on your side since 1 March 2026? Thank you" in lan.get(place)[1]
    carry(border.vn, border.la)
    kham.post("/language/", language="lo")
    assert "ແຕ່ວັນທີ 01/03/2026 ມາ, ຝ່າຍທ່ານພົບເລື່ອງຄ້າຍກັນບໍ?" in kham.get(place)[1]
    status, page = lan.post("/new/incident/", **{**FORM, **said, "sentences[0].day": "", "keep": "1"})
    assert (status, "Missing; fill it in." in page) == (422, True)
    assert 'value="1 March' not in page


def test_a_desk_just_paired_is_offered_once_it_has_been_heard(
    border: Border, at: Callable[[Side], None], tmp_path: Path
) -> None:
    lan, other = Officer(border.vn, at), Side(tmp_path / "hp", "la-hp", border.clock)
    node = other.ledger.node
    peers.pin(
        border.vn.ledger, root=node.root_public(), organisation=node.organisation, node=node.id, name="hp", urls=(),
        now=border.clock(),
    )  # fmt: skip
    sent = lan.fill_in(send="1", circle="line")
    status, page = lan.get(sent)
    assert (status, "twin:la-xk" in page, "twin:la-hp" in page) == (200, True, False)
    border.vn.pin(other)
    assert "twin:la-hp" in lan.get(sent)[1]
    other.ledger.close()
