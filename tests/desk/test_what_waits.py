"""What waits at a desk: what has its time, what was promised and nothing follows, and several records sent at once."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from tests.border import Border, Side, carry, incident
from tests.desk.officers import Officer
from twinline.access.models import User
from twinline.desk import house
from twinline.desk.followed import LISTS
from twinline.records import registry
from twinline.store import here, reading, saying
from twinline.store.reading import Reader
from twinline.times import DAY_MS, day_of, iso, now_ms

TODAY = day_of(now_ms())


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers'."""


@pytest.fixture
def lan(border: Border, monkeypatch: pytest.MonkeyPatch) -> Officer:
    return Officer(border.vn, lambda asked: monkeypatch.setattr(here, "_open", lambda _: asked.ledger))


def listed(somebody: Officer) -> dict[str, tuple[int, str]]:
    """Return what waits, by the name of the list: how many, and the words that stand in it."""
    page = somebody.get("/waiting/")[1]
    found = {}
    for name, part in re.findall(r'id="w-([a-z_]+)">(.*?)</section>', page, re.DOTALL):
        count = re.search(r'class="count">(\d+)<', part)
        assert count
        found[name] = (int(count[1]), " ".join(re.sub(r"<[^>]+>", " ", part).split()))
    return found


def day(off: int) -> str:
    return iso(TODAY + off)


def sample(kind: str, **more: Any) -> dict[str, Any]:
    return {**registry.of_kind(kind).sample[1], **more}


STATUS = {"commune": "vn-na-x-nam-can", "status": "cleaned", "reference_set": "drug_free_programme_communes",
          "example": True}  # fmt: skip
PLAN = {"type": "joint", "place": {"marker": "405", "to_marker": "408"}, "stage": "planned", "counterparts": ["la-xk"],
        "example": True}  # fmt: skip
TWINNING = {"level": "village", "units_a": ["vn-v-muong-phu"], "units_b": ["la-v-nam-tay"], "signed": "2015",
            "status": "signed", "example": True}  # fmt: skip
PLEDGED = {"step": "pledged", "purpose": "hunger_poverty", "given_to": ["la-xk"], "example": True,
           "goods": [{"what": "rice", "amount": "3000", "unit": "kg"}], "level": "province"}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "soon", "later", "word"),
    [
        ("programme_status", {**STATUS, "from": day(-360)},
         {**STATUS, "commune": "vn-na-x-my-ly", "from": day(-200)}, "until"),
        ("gate_status", sample("gate_status", **{"from": day(-9), "until": day(9)}),
         sample("gate_status", **{"from": day(-9), "until": day(99)}), "until"),
        ("control_post", sample("control_post", **{"from": day(-9), "to": day(9)}),
         sample("control_post", **{"from": day(-9), "to": day(-1)}), "until"),
        ("joint_plan", {"subject": "drugs", "parties": ["vn-na", "la-xk"], "example": True, "reviews": [day(20)]},
         {"subject": "drugs", "parties": ["vn-na", "la-xk"], "example": True, "reviews": [day(-400)]},
         "review planned"),
        ("joint_plan", {"subject": "drugs", "parties": ["vn-na", "la-xk"], "example": True,
                        "tasks": [{"whose": "both", "what": "awareness", "by": day(3)}]},
         {"subject": "drugs", "parties": ["vn-na", "la-xk"], "example": True,
          "tasks": [{"whose": "both", "what": "awareness"}]}, "task 1 due"),
        ("patrol", {**PLAN, "when": day(-4)}, {**PLAN, "when": day(4)}, "planned"),
        ("commitment", sample("commitment", agreed="2019", until=day(-2000)), sample("commitment", until=day(200)),
         "until"),
    ],
    ids=["status", "gate", "post", "review", "task", "plan", "commitment"],
)  # fmt: skip
def test_what_has_its_time_is_listed_when_it_comes_and_not_long_before(
    border: Border, lan: Officer, kind: str, soon: dict[str, Any], later: dict[str, Any], word: str
) -> None:
    border.vn.say(kind, later)
    assert "lapsing" not in listed(lan)
    border.vn.say(kind, soon)
    number, words = listed(lan)["lapsing"]
    assert number == 1
    assert word in words


def test_a_conference_owed_every_year_waits_until_the_year_has_one(border: Border, lan: Officer) -> None:
    owed = sample("commitment", subject="conference", owed={"amount": "1", "unit": "activities"}, level="province",
                  repeats="yearly", agreed=f"{int(day(0)[:4]) - 1}-01-01")  # fmt: skip
    for name in ("until", "building"):
        owed.pop(name, None)
    record = border.vn.say("commitment", owed).record
    last_year = f"{int(day(0)[:4]) - 1}-11-20"
    assert f"until 31 December {last_year[:4]}" in listed(lan)["lapsing"][1]
    held = {"type": "conference", "level": "province", "fulfils": record, "counterparts": ["la-xk"], "example": True}
    border.vn.say("activity", {**held, "when": last_year})
    assert f"until 31 December {last_year[:4]}" not in listed(lan).get("lapsing", (0, ""))[1]
    page = lan.get(f"/records/{record}/")[1]
    assert "every year" in page
    assert "Carried out in full" not in page
    border.vn.say("activity", {**held, "when": day(0)})
    assert "lapsing" not in listed(lan)
    assert "Carried out in full" in lan.get(f"/records/{record}/")[1]


def test_a_first_report_is_asked_for_until_it_is_made(border: Border, lan: Officer) -> None:
    known = border.vn.say("incident", incident(aware=f"{day(-3)}T05:40"))
    border.vn.say("incident", incident(aware="2022-06-03T05:40", first_report="2022-06-03T08:00"))
    number, words = listed(lan)["first_report"]
    assert number == 1
    assert "past its time" in words
    border.vn.amend(known.record, incident(aware=f"{day(-3)}T05:40", first_report=f"{day(-2)}T05:40"))
    assert "first_report" not in listed(lan)


def test_a_pledge_of_support_waits_until_something_delivers_it(border: Border, lan: Officer) -> None:
    border.vn.say("support", {**PLEDGED, "when": day(9)})
    assert "quiet" not in listed(lan)
    pledge = border.vn.say("support", {**PLEDGED, "when": day(-9)}).record
    assert listed(lan)["quiet"][0] == 1
    page = lan.get(f"/records/{pledge}/")[1]
    assert "rice" in page.split('id="owed"')[1].split("Delivered")[0]
    assert f"/new/support/?fulfils={pledge}" in page
    border.vn.say("support", {**PLEDGED, "step": "delivered", "when": day(-2), "fulfils": pledge})
    assert "quiet" not in listed(lan)
    assert "3,000 kg" in lan.get(f"/records/{pledge}/")[1].split("Delivered")[1]


def test_a_twinning_in_which_nothing_was_done_for_a_year_is_named(border: Border, lan: Officer) -> None:
    twinning = border.vn.say("twinning", TWINNING).record
    border.vn.say("twinning", {**TWINNING, "status": "lapsed", "until": "2020"})
    number, words = listed(lan)["quiet"]
    assert number == 1
    assert "nothing was done together since" in words
    border.vn.say("activity", {"type": "talks", "when": day(-30), "part_of": twinning, "counterparts": ["la-xk"],
                               "example": True})  # fmt: skip
    assert "quiet" not in listed(lan)


def test_a_case_of_which_nothing_was_told_for_a_year_is_named_until_it_is_closed(border: Border, lan: Officer) -> None:
    body = {"when": {"from": day(-900), "to": day(-600)}, "offence": "drug_trafficking", "led_by": "vn-na-police",
            "counterparts": ["la-xk"], "example": True}  # fmt: skip
    left, closed, told = (border.vn.say("case", body).record for _ in range(3))
    assert listed(lan)["quiet"][0] == 3
    border.vn.amend(closed, {**body, "closed": {"on": day(-500), "ground": "prosecuted"}})
    border.vn.say("seizure", {"when": day(-20), "goods": [{"what": "opium", "amount": "1", "unit": "kg"}], "case": told,
                              "counterparts": ["la-xk"], "example": True})  # fmt: skip
    number, words = listed(lan)["quiet"]
    assert number == 1
    assert "still open; nothing was told of it since" in words
    assert f"/records/{left}/" in lan.get("/waiting/")[1].split('id="w-quiet"')[1].split("</section>")[0]


def test_an_exhibit_says_who_keeps_it_and_waits_when_no_step_follows(border: Border, lan: Officer) -> None:
    def kept(off: int) -> str:
        held = {"on": day(off), "step": "taken", "held_by": "vn-na-bg"}
        return border.vn.say("exhibit", sample("exhibit", custody=[held]), to="self").record

    fresh, old = kept(-9), kept(-200)
    assert listed(lan)["quiet"][0] == 1
    assert "still in custody; no step was told since" in listed(lan)["quiet"][1]
    assert "Kept by" in lan.get(f"/records/{fresh}/")[1]
    assert "still in custody" not in lan.get(f"/records/{fresh}/")[1].lower()
    assert "still in custody" in lan.get(f"/records/{old}/")[1].lower()


def test_a_marker_that_nobody_found_sound_since_has_a_list_of_its_own(border: Border, lan: Officer) -> None:
    def looked(off: int, condition: str) -> None:
        seen = [{"number": "404", "condition": condition}]
        border.vn.say("inspection", sample("inspection", when=day(off), markers=seen, findings=[]), to="self")

    looked(-30, "leaning")
    assert "marker 404: leaning" in listed(lan)["markers"][1]
    assert "quiet" not in listed(lan)
    looked(-2, "sound")
    assert "markers" not in listed(lan)


def test_an_incident_left_open_waits_at_the_desk_that_told_it(border: Border, lan: Officer) -> None:
    followed = {**incident(when=day(-120)), "aware": f"{day(-120)}T05:40", "first_report": f"{day(-120)}T08:00"}
    theirs = border.la.say("incident", {**followed, "counterparts": ["vn-na"]}, to="line").record
    carry(border.la, border.vn)
    assert "open" not in listed(lan)
    said = border.vn.say("incident", followed, to="self").record
    assert listed(lan)["open"][0] == 1
    assert "neither closed nor part of a case" in lan.get(f"/records/{said}/")[1].lower()
    assert "neither closed nor part of a case" in lan.get(f"/records/{theirs}/")[1].lower()


def test_what_the_other_side_did_not_confirm_for_a_month_is_named_and_told_in_no_mail(
    border: Border, lan: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = border.vn.say("incident", incident())
    border.vn.say("incident", incident(counterparts=[]))
    border.vn.say("incident", incident(), to="self")
    carry(border.vn, border.la)
    ago = border.vn.view(told.record).row.arrived
    monkeypatch.setattr("twinline.desk.views.home.now_ms", lambda: ago + 29 * DAY_MS)
    assert "unconfirmed" not in listed(lan)
    later = ago + 31 * DAY_MS
    monkeypatch.setattr("twinline.desk.views.home.now_ms", lambda: later)
    assert listed(lan)["unconfirmed"][0] == 1
    user = User.objects.get(organisation="vn-na", roles="commander")
    assert house.waiting(user, now=later)[0] == listed(lan)["release"][0] == 1
    border.la.countersign(told.record)
    carry(border.vn, border.la)
    assert "unconfirmed" not in listed(lan)


def at_home(side: Side, number: int) -> list[str]:
    return [side.say("incident", incident(persons=one + 1), to="self").record for one in range(number)]


def test_several_are_sent_at_once_after_they_were_looked_at(border: Border, lan: Officer) -> None:
    records = at_home(border.vn, 3)
    assert "/records/release/" in lan.get("/waiting/")[1]
    page = lan.get("/records/release/")[1]
    assert all(record in page for record in records)
    assert " checked" not in page
    assert lan.get("/records/release/?all")[1].count(" checked") == 3
    asked = "&".join(f"record={one}" for one in records[:2])
    shown = lan.get(f"/records/release/?circle=twin:la-xk&in=lo&{asked}")[1]
    assert shown.count('<article class="record" lang="lo">') == 2
    assert registry.of_kind("incident").label.to("lo") in shown
    # Looking sends nothing.
    assert [border.vn.standing(one) for one in records] == ["stated"] * 3
    status, place = lan.post("/records/release/", record=records[:2], circle="twin:la-xk")
    assert (status, place) == (302, "/waiting/")
    assert [border.vn.standing(one) for one in records] == ["released", "released", "stated"]
    carry(border.vn, border.la)
    assert reading.count(border.la.ledger, Reader.of_node(border.la.ledger), kind="incident") == 2


def test_of_several_all_are_sent_or_none(border: Border, lan: Officer) -> None:
    records = at_home(border.vn, 2)
    says = {"language": "vi", "text": "Đối tượng là tín đồ Tin Lành."}
    stays = border.vn.say("incident", incident(note=says), to="self").record
    asked = "&".join(f"record={one}" for one in (*records, stays))
    shown = lan.get(f"/records/release/?circle=twin:la-xk&{asked}")[1]
    assert shown.count('<article class="record"') == 2
    assert "These stay here" in shown
    assert f'name="record" value="{stays}"' not in shown.split("</article>")[-1]
    assert lan.post("/records/release/", record=[*records, stays], circle="twin:la-xk")[1] == "/records/release/"
    assert [border.vn.standing(one) for one in (*records, stays)] == ["stated"] * 3
    assert lan.post("/records/release/", record=[*records, records[0]] * 30, circle="line")[1] == "/waiting/"


def test_whoever_may_not_send_one_of_them_sends_none(border: Border, lan: Officer) -> None:
    ours, theirs = at_home(border.vn, 1), border.la.say("incident", incident(counterparts=["vn-na"])).record
    carry(border.vn, border.la)
    assert lan.post("/records/release/", record=[*ours, theirs], circle="line")[0] == 403
    assert border.vn.standing(ours[0]) == "stated"
    plain = Officer(border.vn, lan._at, may_release=False)
    assert plain.get("/records/release/")[0] == 403
    assert "/records/release/" not in plain.get("/waiting/")[1]


def test_a_long_list_is_one_step_from_whole_and_a_short_one_has_no_such_step(border: Border, lan: Officer) -> None:
    for off in range(13):
        border.vn.say("support", {**PLEDGED, "when": day(-9 - off)})
    border.vn.say("incident", incident(aware=f"{day(-3)}T05:40"))
    page = lan.get("/waiting/")[1]
    assert page.split('id="w-quiet"')[1].split("</section>")[0].count('class="card"') == 12
    assert "Show all 13" in page
    assert "?list=first_report" not in page
    whole = lan.get("/waiting/?list=quiet")[1]
    assert whole.count('class="card"') == 13
    assert "Show all" not in whole
    assert re.findall(r'id="w-([a-z_]+)"', whole) == ["quiet"]
    assert "Nothing is waiting for you." in lan.get("/waiting/?list=contested")[1]
    assert lan.get("/waiting/?list=everything")[0] == 404


def test_every_list_can_be_asked_for_alone(border: Border, lan: Officer) -> None:
    source = inspect.getsource(house.inbox)
    assert tuple(re.findall(r'_(?:list|asked|counted)\(\s*"([a-z_]+)"', source)) == LISTS


def walked(off: int, first: str, last: str, *findings: str) -> dict[str, Any]:
    told: dict[str, Any] = {"findings": list(findings)} if findings else {"nothing_to_report": True}
    place = {"marker": first, "to_marker": last}
    return {"when": day(off), "place": place, "example": True, **told}


def test_what_a_walk_found_waits_until_somebody_goes_all_that_way_again(border: Border, lan: Officer) -> None:
    found = border.vn.say("inspection", walked(-60, "403", "405", "landslide", "felling"), to="self").record
    border.vn.say("inspection", walked(-5, "408", "410", "landslide"), to="self")  # not two weeks ago
    number, words = listed(lan)["findings"]
    assert number == 1
    assert "landslide, forest felled" in words
    assert "nobody went to look again" in words
    border.vn.say("inspection", walked(-40, "404", "405"), to="self")  # a part of it
    border.vn.say("patrol", {**PLAN, "place": {"marker": "403", "to_marker": "405"}, "when": day(-39)}, to="self")
    assert listed(lan)["findings"][0] == 1  # what was planned was not walked
    border.vn.say("inspection", walked(-30, "404", "405", "felling"), to="self")  # there still
    number, words = listed(lan)["findings"]
    assert number == 2
    again = border.vn.say("inspection", walked(-20, "402", "406"), to="self").record
    assert "findings" not in listed(lan)
    page = lan.get(f"/records/{found}/")[1]
    assert "looked at again" in page.lower()
    assert f"/records/{again}/" in page


def test_pledges_signed_year_after_year_are_due_again_and_those_signed_once_are_not(
    border: Border, lan: Officer
) -> None:
    def signed(village: str, off: int) -> str:
        return border.vn.say("pledge_round", sample("pledge_round", village=village, when=day(off)), to="self").record

    signed("vn-v-tien-tieu", -800)
    last = signed("vn-v-tien-tieu", -400)
    signed("vn-v-muong-phu", -400)
    number, words = listed(lan)["quiet"]
    assert number == 1
    assert "the next one was due by" in words
    assert "The one before" in lan.get(f"/records/{last}/")[1] or "the one before" in lan.get(f"/records/{last}/")[1]
    signed("vn-v-tien-tieu", -3)
    assert "quiet" not in listed(lan)


def say_many(side: Side, kind: str, bodies: list[dict[str, Any]], to: str = "line") -> list[str]:
    """Say very many records at once, as an import does; return their ids."""
    audience = saying.expand(side.ledger, to, author=side.code)
    told = [saying.Saying(kind, body, side.code, side.code, audience) for body in bodies]
    return [one.record for one in saying.say_all(side.ledger, told, now=side.clock())]


#: More than any list once looked through.
MANY = 560


def test_what_is_kept_at_home_waits_however_much_was_sent_since(border: Border, lan: Officer) -> None:
    border.vn.say("incident", incident(when="2021-05-05"), to="self")
    say_many(border.vn, "incident", [incident(cases=cases + 1) for cases in range(MANY)])
    number, words = listed(lan)["release"]
    assert number == 1
    assert "2021" in words


def test_an_old_word_waits_for_ours_however_many_came_since(border: Border, lan: Officer) -> None:
    old = border.la.say("incident", incident(when="2021-05-05", counterparts=["vn-na"])).record
    many = say_many(border.la, "incident", [incident(cases=n + 1, counterparts=["vn-na"]) for n in range(MANY)])
    say_many(border.la, "incident", [incident(cases=n + 1) for n in range(9)])  # they don't name us
    carry(border.vn, border.la)
    assert listed(lan)["confirm"][0] == MANY + 1
    assert f"/records/{old}/" in lan.get("/waiting/?list=confirm")[1]
    assert f"/records/{old}/" in lan.get(f"/records/?standing=awaiting&page={-(-(MANY + 1) // 25)}")[1]
    border.vn.countersign(old)
    border.vn.dispute(many[0])
    assert listed(lan)["confirm"][0] == MANY - 1
    assert f"/records/{old}/" not in lan.get("/waiting/?list=confirm")[1]


def test_an_old_question_waits_however_much_was_told_since(border: Border, lan: Officer) -> None:
    asking = {**sample("notice"), "counterparts": ["vn-na"]}
    old = border.la.say("notice", {**asking, "when": "2021-05-05"}).record
    told = {key: value for key, value in asking.items() if key not in ("answer_within", "use")}
    say_many(border.la, "notice", [{**told, "type": "inform", "when": day(-n % 60)} for n in range(MANY)])
    carry(border.vn, border.la)
    number, words = listed(lan)["answer"]
    assert number == 1
    assert "2021" in words
    border.vn.say("notice", {**told, "type": "reply", "answers": old, "counterparts": ["la-xk"]})
    assert "answer" not in listed(lan)


def test_a_first_report_waits_however_many_were_made_since(border: Border, lan: Officer) -> None:
    old = border.vn.say("incident", incident(when="2021-05-04", aware="2021-05-05T05:40"))
    made = incident(aware="2022-06-03T05:40", first_report="2022-06-03T08:00")
    say_many(border.vn, "incident", [{**made, "cases": n + 1} for n in range(MANY)])
    assert listed(lan)["first_report"][0] == 1
    border.vn.amend(old.record, incident(when="2021-05-04", aware="2021-05-05T05:40", first_report="2021-05-05T09:00"))
    assert "first_report" not in listed(lan)


def test_an_old_promise_lapses_however_many_were_made_since(border: Border, lan: Officer) -> None:
    twinning = {**TWINNING, "until": day(30)}
    old = border.vn.say("twinning", twinning).record
    later = {key: value for key, value in TWINNING.items() if key != "signed"}
    say_many(border.vn, "twinning", [{**later, "signed": day(-n - 1), "until": day(900)} for n in range(MANY)])
    assert listed(lan)["lapsing"][0] == 1
    border.vn.amend(old, {**twinning, "until": day(900)})
    assert "lapsing" not in listed(lan)


def test_an_alert_waits_for_review_however_many_notices_were_sent_since(border: Border, lan: Officer) -> None:
    alert = {**sample("notice"), "type": "alert", "subject": "disaster", "danger_to_life": True, "when": day(-3)}
    for name in ("answer_within", "use", "offence", "how_known"):
        alert.pop(name, None)
    border.vn.say("notice", alert)  # too long ago
    border.clock.now = now_ms() - DAY_MS
    border.vn.say("notice", alert)
    told = {**alert, "type": "inform"}
    told.pop("danger_to_life")
    say_many(border.vn, "notice", [{**told, "when": day(-n % 3)} for n in range(MANY)])
    number, _words = listed(lan)["review"]
    assert number == 1


def test_a_case_left_open_waits_however_many_incidents_are_of_others(border: Border, lan: Officer) -> None:
    case = sample("case", when="2021-05-05")
    case.pop("closed", None)
    old = border.vn.say("case", case, to="self").record
    part = border.vn.say("incident", incident(when="2021-06-06", case=old), to="self").record
    say_many(border.vn, "incident", [incident(cases=n + 1) for n in range(MANY)], to="self")
    number, words = listed(lan)["quiet"]
    assert number == 1
    assert "6 June 2021" in words
    assert f"/records/{part}/" in lan.get(f"/records/{old}/")[1]
    border.vn.say("incident", incident(when=day(-9), case=old), to="self")
    assert "quiet" not in listed(lan)
