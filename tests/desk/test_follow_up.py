"""Following up at the desk: threads answered, a twinning's life, a commitment's deliveries, drafts, what is offered."""

from __future__ import annotations

import re

import pytest

from tests.border import Border, Side, carry
from tests.desk.officers import FORM, Officer
from twinline.access.models import Draft
from twinline.desk import drawing, telling
from twinline.desk.house import lists
from twinline.desk.house.lists import FILLED_IN
from twinline.records import registry
from twinline.store import here, reading
from twinline.times import span

REQUEST = {
    "type": "request", "subject": "smuggling", "when.from": "05/11/2026", "counterparts": "la-xk",
    "answer_within": "48", "note.text": "Đề nghị kiểm tra.", "note.language": "vi",
}  # fmt: skip


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers'."""


@pytest.fixture
def lan(border: Border, monkeypatch: pytest.MonkeyPatch) -> Officer:
    return officer(border.vn, monkeypatch)


@pytest.fixture
def kham(border: Border, monkeypatch: pytest.MonkeyPatch) -> Officer:
    return officer(border.la, monkeypatch)


def officer(side: Side, monkeypatch: pytest.MonkeyPatch) -> Officer:
    """Return somebody at the desk of a side; the page asked for next is served there."""
    return Officer(side, lambda asked: monkeypatch.setattr(here, "_open", lambda _: asked.ledger))


def record_of(address: str) -> str:
    return address.rstrip("/").split("/")[-1]


def test_an_answer_begins_where_what_it_answers_was_and_nowhere_else(
    border: Border, lan: Officer, kham: Officer
) -> None:
    where = {"place.organisation": "vn-na-x-nam-can", "place.gate": "gate-nam-can"}
    for place, begun in ((where, ["vn-na-x-nam-can", "gate-nam-can"]), ({}, [])):
        asked = lan.post("/new/notice/", **REQUEST, **place, send="1", circle="twin:la-xk")[1]
        carry(border.vn, border.la)
        form = kham.get(f"/new/notice/?answers={record_of(asked)}")[1]
        fields = re.findall(r'<select[^>]*name="place\.\w+".*?</select>', form, re.S)
        assert [told for one in fields for told in re.findall(r'value="([^"]+)" selected', one)] == begun
    # The control: what answers nothing begins at the reader's own place.
    assert '<option value="la-xk" selected>' in kham.get("/new/notice/")[1]


def test_a_request_is_answered_from_the_thread_and_both_desks_show_it(
    border: Border, lan: Officer, kham: Officer
) -> None:
    asked = lan.post("/new/notice/", **REQUEST, send="1", circle="twin:la-xk")[1]
    assert "on its way" in lan.get(asked)[1]
    carry(border.vn, border.la)
    assert "has not answered yet" in lan.get(asked)[1]
    page = kham.get(asked)[1]
    assert "signed for on" in page
    assert "Đề nghị kiểm tra." in page
    form = kham.get(re.search(r'href="(/new/notice/\?answers=[^"]+)"', page)[1])[1]  # type: ignore[index]
    assert re.search(r'<option value="reply" selected>', form)
    assert re.search(r'<option value="smuggling" selected>', form)
    assert re.search(rf'<option value="{record_of(asked)}" selected>', form)
    said = {
        "type": "reply", "subject": "smuggling", "when.from": "06/11/2026", "answers": record_of(asked),
        "counterparts": "vn-na",
    }  # fmt: skip
    status, answer = kham.post("/new/notice/", **said, send="1", circle="twin:vn-na")
    assert status == 302, answer
    carry(border.vn, border.la)
    for somebody, address in ((lan, asked), (kham, asked), (lan, answer), (kham, answer)):
        page = somebody.get(address)[1]
        assert "answered in time" in page
        assert page.count('class="message ') == 2
    page = lan.get(asked)[1]
    assert "Xieng Khouang replied" in page
    assert "has not answered yet" not in page
    assert "<small>not yet</small>" not in page
    # A reply awaits nothing itself.
    page = kham.get(answer)[1]
    assert "no answer is due" in page
    assert "<small>not yet</small>" not in page


def test_a_twinning_is_lively_by_what_belongs_to_it(border: Border, lan: Officer) -> None:
    signed = lan.post(
        "/new/twinning/",
        **{"level": "village", "units_a": "vn-v-muong-phu", "units_b": "la-v-nam-tay", "signed": "2020",
           "promises[0].what": "regular_talks", "promises[0].times": "2"},
        keep="1",
    )[1]  # fmt: skip
    assert '<li aria-current="step">signed</li>' in lan.get(signed)[1]
    form = lan.get(f"/new/activity/?part_of={record_of(signed)}")[1]
    assert f'<option value="{record_of(signed)}" selected>' in form
    today = re.search(r'name="when.from" value="([^"]+)"', form)[1]  # type: ignore[index]
    lan.post("/new/activity/", **{"type": "talks", "when.from": today, "part_of": record_of(signed)}, keep="1")
    page = lan.get(signed)[1]
    assert '<li aria-current="step">active</li>' in page
    assert re.search(r"regular talks</th>.*?2</td>.*?<strong>1</strong>", page, re.DOTALL)


def test_a_task_of_a_plan_is_said_to_be_done_from_the_plan_s_page(border: Border, lan: Officer) -> None:
    plan = lan.post(
        "/new/joint_plan/",
        **{"subject": "drugs", "parties": ["vn-na", "la-xk"], "signed": "01/2020", "tasks[0].whose": "VN",
           "tasks[0].what": "awareness", "tasks[0].by": "02/2020", "tasks[1].whose": "LA",
           "tasks[1].what": "information", "reviews[0]": "03/2020"},
        keep="1",
    )[1]  # fmt: skip
    page = lan.get(plan)[1]
    assert re.search(r'Tasks <span class="count">0 of 2</span>.*past its time.*Reviews <span', page, re.DOTALL)
    told = f"/new/task_done/?plan={record_of(plan)}&task=1"
    assert told.replace("&", "&amp;") in page
    form = lan.get(told)[1]
    assert '<option value="awareness" selected>' in form
    assert '<option value="done" selected>' in form
    assert f'<option value="{record_of(plan)}" selected>' in form
    assert "selected>awareness" not in lan.get(f"/new/task_done/?plan={record_of(plan)}&task=7")[1]
    said = {"plan": record_of(plan), "task": "1", "what": "awareness", "outcome": "done", "when.from": "15/02/2020"}
    done = lan.post("/new/task_done/", **said, keep="1")[1]
    page = lan.get(plan)[1]
    assert re.search(r'Tasks <span class="count">1 of 2</span>', page)
    assert done in page
    assert "task=1" not in page
    assert "task=2" in page


def test_a_commitment_shows_what_was_delivered_at_its_own_level(border: Border, lan: Officer) -> None:
    owed = lan.post(
        "/new/commitment/",
        **{"subject": "building", "building": "village_police_office", "owed_by": "vn-mps", "owed_to": "la-mps",
           "level": "ministry", "owed.amount": "287", "owed.unit": "buildings"},
        keep="1",
    )[1]  # fmt: skip
    lan.post(
        "/new/support/",
        **{"step": "delivered", "purpose": "offices", "when.from": "2022", "given_to": "la-mps",
           "building": "village_police_office", "buildings": "9", "level": "province", "fulfils": record_of(owed)},
        keep="1",
    )  # fmt: skip
    page = lan.get(owed)[1]
    assert "287 buildings" in page
    assert "9 buildings" in page
    assert "make no share" in page
    assert "278 buildings" not in page


def test_a_draft_is_its_officer_s_own_and_goes_when_it_is_kept(border: Border, lan: Officer, kham: Officer) -> None:
    assert lan.post("/new/notice/draft/", **REQUEST)[0] == 204
    form = lan.get("/new/notice/")[1]
    assert "Đề nghị kiểm tra." in form
    assert "nothing of it is kept as a record yet" in form
    assert "Đề nghị kiểm tra." not in kham.get("/new/notice/")[1]
    assert "Đề nghị" not in lan.get("/records/")[1]
    lan.post("/new/notice/", **REQUEST, keep="1")
    assert Draft.objects.count() == 0
    lan.post("/new/notice/draft/", **REQUEST)
    lan.post("/new/notice/draft/", forget="1")
    assert Draft.objects.count() == 0


def test_a_correction_has_a_draft_of_its_own_that_overwrites_nobody_s(border: Border, lan: Officer) -> None:
    place = lan.fill_in(keep="1")
    other = Officer(border.vn, lan._at, may_release=False)
    begun = {**FORM, "begun-on": "1"}
    assert lan.post(f"{place}amend/draft/", **{**begun, "persons": "4711"})[0] == 204
    form = lan.get(f"{place}amend/")[1]
    assert 'value="4711"' in form
    assert "nothing of it is kept as a record yet" in form
    assert f'action="{place}amend/draft/"' in form
    assert "changed after you began" not in form
    # It is nobody else's, of no other record and no draft of a new one.
    assert 'value="4711"' not in other.get(f"{place}amend/")[1]
    assert 'value="4711"' not in lan.get(f"{lan.fill_in(keep='1')}amend/")[1]
    assert 'value="4711"' not in lan.get("/new/incident/")[1]
    # Somebody else corrects the record meanwhile: the draft stays, says so, and isn't said unseen.
    assert other.post(f"{place}amend/", **{**begun, "persons": "5"})[0] == 302
    stale, page = lan.post(f"{place}amend/", **{**begun, "persons": "4711"})
    assert (stale, "changed after you began" in page, 'name="begun-on" value="2"' in page) == (422, True, True)
    form = lan.get(f"{place}amend/")[1]
    assert "changed after you began" in form
    assert 'value="4711"' in form
    assert lan.post(f"{place}amend/", **{**begun, "begun-on": "2", "persons": "4711"})[0] == 302
    assert Draft.objects.count() == 0
    lan.post(f"{place}amend/draft/", **begun)
    assert lan.post(f"{place}amend/draft/", forget="1") == (302, f"{place}amend/")
    assert Draft.objects.count() == 0


def test_a_correction_of_what_isn_t_ours_has_no_draft(border: Border, lan: Officer, kham: Officer) -> None:
    place = lan.fill_in(send="1", circle="twin:la-xk")
    carry(border.vn, border.la)
    assert kham.get(place)[0] == 200
    assert kham.post(f"{place}amend/draft/", **FORM)[0] == 404
    assert lan.post(f"{place}amend/draft/", **FORM)[0] == 204


def test_a_reply_goes_on_from_its_own_draft_and_from_no_other(border: Border, lan: Officer, kham: Officer) -> None:
    asked = [record_of(lan.post("/new/notice/", **REQUEST, send="1", circle="twin:la-xk")[1]) for _ in range(2)]
    carry(border.vn, border.la)
    kham.post("/new/notice/draft/", **{**REQUEST, "type": "reply", "answers": asked[0], "note.text": "Đã kiểm tra."})
    assert "Đã kiểm tra." in kham.get(f"/new/notice/?answers={asked[0]}")[1]
    assert "Đã kiểm tra." not in kham.get(f"/new/notice/?answers={asked[1]}")[1]


def test_the_number_to_say_on_the_radio_stands_on_the_page_of_the_record_on_both_desks(
    border: Border, lan: Officer, kham: Officer
) -> None:
    place = lan.post("/new/notice/", **REQUEST, send="1", circle="twin:la-xk")[1]
    carry(border.vn, border.la)
    number = border.vn.view(record_of(place)).row.number
    assert f"Nghe An · No. {number}<" in lan.get(place)[1]
    assert f"Nghe An · No. {number}<" in kham.get(place)[1]
    assert f"No. {number}<" in lan.get("/records/")[1]


def test_a_form_takes_the_number_said_on_the_radio_for_another_record(border: Border, lan: Officer) -> None:
    proof = record_of(lan.fill_in(keep="1"))
    number = border.vn.view(proof).row.number
    asked = {"commune": "vn-na-x-nam-can", "status": "cleaned", "reference_set": "drug_free_programme_communes",
             "from": "01/10/2026", "example": "yes"}  # fmt: skip
    for said in (f"vn-na/{number}", f"Nghệ An · No. {number}", f"nghe an số {number}", f"Nghệ An {number}", proof):
        status, told = lan.post("/new/programme_status/", **asked, **{"evidence[0]": said}, keep="1")
        assert (status, border.vn.view(record_of(told)).row.body["evidence"]) == (302, [proof]), said
    place = told
    assert lan.post(f"{place}amend/", **asked, **{"evidence[1]": f"vn-na/{number}"})[0] == 302
    # The controls: a number that nobody bears, of another, of nobody, and what is no number at all.
    for said in ("vn-na/77", f"Xieng Khouang {number}", number, f"nobody {number}", "9" * 5000, f"vn-na/{number}/1"):
        status, page = lan.post("/new/programme_status/", **asked, **{"evidence[0]": said}, keep="1")
        assert (status, "its short number, such as vn-na/12, where only one bears it" in page) == (422, True), said


def test_an_older_record_than_those_offered_is_linked_by_its_number(
    border: Border, lan: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    twinned = {"level": "village", "units_a": "vn-v-muong-phu", "units_b": "la-v-nam-tay"}
    older, latest = (
        record_of(lan.post("/new/twinning/", **twinned, signed=signed, keep="1")[1]) for signed in ("2019", "2021")
    )
    number = border.vn.view(older).row.number
    talks = {"type": "talks", "when.from": "12/11/2026"}
    box = 'name="part_of.number"'
    assert box not in lan.get("/new/activity/")[1], "all are offered"
    for where in (drawing, lists):
        monkeypatch.setattr(where, "LINKED", 1)
    page = lan.get("/new/activity/")[1]
    assert (box in page, f'value="{latest}"' in page, f'value="{older}"' in page) == (True, True, False)
    for said in ({"part_of": "", "part_of.number": f"vn-na/{number}"}, {"part_of": older}):
        status, place = lan.post("/new/activity/", **talks, **said, keep="1")
        assert (status, border.vn.view(record_of(place)).row.body["part_of"]) == (302, older)
    status, page = lan.post("/new/activity/", **talks, **{"part_of.number": "vn-na/999"}, keep="1")
    assert (status, "where only one bears it" in page, "vn-na/999" in page) == (422, True, True)


def test_whom_a_record_names_is_the_other_side_to_who_said_it_and_their_own_to_who_is_named(
    border: Border, lan: Officer, kham: Officer
) -> None:
    def labels(page: str) -> set[str]:
        told = {"the other side", "our side", "phía bạn", "phía ta"}
        return told & set(re.findall(r"<dt>([^<]+)</dt>", page))

    home = lan.fill_in(keep="1")
    assert labels(lan.get(f"{home}release/?circle=twin:la-xk&in=vi")[1]) == {"phía ta"}
    sent = lan.post(f"{home}release/", circle="twin:la-xk")[1]
    carry(border.vn, border.la)
    assert labels(lan.get(sent)[1]) == {"the other side"}
    assert labels(kham.get(sent)[1]) == {"our side"}


def test_a_draft_too_long_to_be_one_is_refused(border: Border, lan: Officer) -> None:
    assert lan.post("/new/notice/draft/", text="x" * 70_000)[0] == 413
    assert lan.post("/new/wanted/draft/", text="x")[0] == 404


def test_home_offers_five_at_most_what_was_said_last_first(border: Border, lan: Officer) -> None:
    def offered() -> list[str]:
        row = re.search(r'<p class="new-row">(.*?)</p>', lan.get("/")[1], re.DOTALL)
        assert row
        return re.findall(r'href="/new/([a-z_]+)/"', row[1])

    assert len(offered()) == 5
    assert "pledge_round" not in offered()
    lan.post("/new/pledge_round/", village="vn-v-muong-phu", when="2022", topic="drugs", households="31")
    assert offered()[0] == "pledge_round"
    assert len(offered()) == 5


@pytest.mark.parametrize("kind", FILLED_IN)
def test_every_kind_has_a_form_that_names_what_does_not_fit_beside_the_field(
    border: Border, lan: Officer, kind: str
) -> None:
    assert lan.get(f"/new/{kind}/")[0] == 200
    status, page = lan.post(f"/new/{kind}/", keep="1")
    assert status == 422
    required = [name for name, field in registry.of_kind(kind).fields.items() if field.required]
    assert page.count('class="fault"') >= min(1, len(required))


def test_only_an_alert_about_danger_to_life_is_sent_without_the_right_to(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    hoa = Officer(
        border.vn, lambda asked: monkeypatch.setattr(here, "_open", lambda _: asked.ledger), may_release=False
    )
    alert = {"type": "alert", "subject": "disaster", "when.from": "05/11/2026", "counterparts": "la-xk"}
    status, page = hoa.post("/new/notice/", **alert, send="1", circle="twin:la-xk")
    assert status == 422
    assert "Only an alert about danger to life" in page
    status, sent = hoa.post("/new/notice/", **alert, danger_to_life="yes", send="1", circle="twin:la-xk")
    assert status == 302
    assert 'name="send"' not in hoa.get("/new/activity/")[1]
    carry(border.vn, border.la)
    assert border.la.sees(record_of(sent))


def test_a_month_is_named_in_the_language_of_the_page_whoever_asked_before() -> None:
    august = telling.days(span("2022-08", "2022-08"), "lo")
    assert telling.days(span("2022-08", "2022-08"), "fr") == "août 2022" != august


def waits(somebody: Officer) -> dict[str, int]:
    """Return the lists of what waits at a desk, and how long each is."""
    page = somebody.get("/waiting/")[1]
    found = re.findall(r'id="w-([a-z]+)">.*?<span class="count">(\d+)</span>', page)
    return {name: int(number) for name, number in found}


def test_what_waits_is_listed_until_it_is_done(border: Border, lan: Officer, kham: Officer) -> None:
    assert waits(lan) == {}
    asked = lan.post("/new/notice/", **REQUEST, send="1", circle="twin:la-xk")[1]
    home = lan.fill_in(keep="1")
    owed = {
        "subject": "conference", "owed_by": "vn-na", "owed_to": "la-xk", "level": "province", "owed.amount": "1",
        "owed.unit": "activities", "until": "2020",
    }  # fmt: skip
    lan.post("/new/commitment/", **owed, send="1", circle="twin:la-xk")
    assert waits(lan) == {"release": 1, "lapsing": 1}
    carry(border.vn, border.la)
    assert waits(kham) == {"answer": 1, "confirm": 1, "lapsing": 1}
    assert waits(lan) == {"overdue": 1, "release": 1, "lapsing": 1}
    said = {
        "type": "reply", "subject": "smuggling", "when.from": "06/11/2026", "answers": record_of(asked),
        "counterparts": "vn-na",
    }  # fmt: skip
    kham.post("/new/notice/", **said, send="1", circle="twin:vn-na")
    assert "answer" not in waits(kham)
    lan.post(f"{home}release/", circle="twin:la-xk")
    carry(border.vn, border.la)
    assert waits(lan) == {"lapsing": 1}
    ledger = border.la.ledger
    (sent,) = (one.record for one in reading.records(ledger, reading.Reader.of_node(ledger), kind="incident"))
    kham.post(f"/records/{sent}/act/dispute/", reason="count_differs")
    carry(border.vn, border.la)
    assert waits(lan)["contested"] == 1
