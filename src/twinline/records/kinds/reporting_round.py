"""reporting_round: what an office asks of its units for a period, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.cooperation import HOW_OFTEN, months_between
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Date, Declared, ListOf, Names, Org, Part, Text, When
from twinline.records.fields.dates import days, period
from twinline.records.fields.parties import shown_organisation
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends, shown_ends
from twinline.records.rights import forbidden_topic
from twinline.records.rounds import later
from twinline.records.words import words
from twinline.times import Days

INDICATOR = words(vi="chỉ tiêu", lo="ຕົວຊີ້ວັດ", en="indicator", fr="indicateur")
MOST_DAYS = 366


class AskedUnit(Declared):
    """A unit that is asked, with the days between which it is, where it isn't always."""

    unit = Org(words(vi="đơn vị", lo="ໜ່ວຍງານ", en="unit", fr="unité"), required=True)
    from_ = Date(words(vi="từ ngày", lo="ແຕ່ວັນທີ", en="from", fr="à partir du"))
    to = Date(words(vi="đến ngày", lo="ຮອດວັນທີ", en="to", fr="jusqu’au"))

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.fields["to"].label)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        name, ends = shown_organisation(body["unit"], lang, lookup), shown_ends(body, lang)
        return f"{name} ({ends})" if ends else name


class ReportingRound(Kind):
    """A round: which indicators, of which period, of which units, due how many days after the period's end.

    With ``repeats`` it stands: the same is asked of every following period of that length, from the same day of
    the month on. Who answered is no field: it is found from the returns that name the round, and from who said
    that there is nothing to report.
    """

    name = "reporting_round"
    label = words(vi="đợt báo cáo", lo="ຮອບລາຍງານ", en="reporting round", fr="tour de rapports")
    plural = words(vi="các đợt báo cáo", lo="ຮອບລາຍງານ", en="reporting rounds", fr="tours de rapports")
    help = words(
        vi="yêu cầu các đơn vị báo cáo số liệu một kỳ, có hạn",
        lo="ຂໍໃຫ້ໜ່ວຍງານລາຍງານຕົວເລກໃນໄລຍະໜຶ່ງ ພາຍໃນກຳນົດ",
        en="ask units for their figures of a period, by a date",
        fr="demander aux unités leurs chiffres d’une période, à une échéance",
    )
    asked_first = ("indicators", "period", "units", "due_days")
    may_lie_ahead = True
    title_of = ("names", "period", "repeats")
    time_field = "period"
    measures = ("units_asked",)
    sample = (
        "vn-na",
        {
            "names": {"vi": "Tuần tra và tội phạm", "en": "Patrols and crime"},
            "indicators": ["joint_patrols", "drug_cases"],
            "period": "2026-06",
            "repeats": "monthly",
            "due_days": 5,
            "units": [{"unit": "vn-post-nam-can-qt"}, {"unit": "vn-post-tam-quang", "from": "2026-07-01"}],
            "example": True,
        },
    )

    names = Names(words(vi="tên đợt", lo="ຊື່ຮອບ", en="name", fr="nom"), limit=120, essential=False)
    indicators = ListOf(
        Text(INDICATOR, limit=64, pattern=r"[a-z][a-z0-9_]*", example="drug_cases"),
        label=words(vi="các chỉ tiêu", lo="ຕົວຊີ້ວັດ", en="indicators", fr="indicateurs"),
        limit=60,
        required=True,
    )
    period = When(
        words(vi="kỳ (đầu tiên)", lo="ໄລຍະ (ທຳອິດ)", en="(first) period", fr="(première) période"), required=True
    )
    repeats = Code(words(vi="lặp lại", lo="ຊ້ຳ", en="repeats", fr="se répète"), HOW_OFTEN)
    until = Date(words(vi="lặp lại đến", lo="ຊ້ຳຮອດ", en="repeats until", fr="se répète jusqu’au"))
    due_days = Count(
        words(
            vi="hạn: số ngày sau khi hết kỳ",
            lo="ກຳນົດ: ຈຳນວນມື້ຫຼັງໝົດໄລຍະ",
            en="due: days after the period’s end",
            fr="échéance : jours après la fin de la période",
        ),
        required=True,
    )
    units = ListOf(
        Part(words(vi="đơn vị", lo="ໜ່ວຍງານ", en="unit", fr="unité"), AskedUnit),
        label=words(vi="các đơn vị", lo="ບັນດາໜ່ວຍງານ", en="units", fr="unités"),
        limit=200,
        required=True,
    )

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        held = days(body["period"])
        if held.first is None or held.last is None:
            found.add(f"{at}period", "open_round", body["period"], cls.period.label)
        elif (months := months_between(body)) and held.last != later(held.first, months) - 1:
            found.add(f"{at}period", "not_the_rhythm", body["period"], cls.period.label, months=months)
        if "until" in body and not months_between(body):
            found.add(f"{at}until", "not_here", body["until"], cls.until.label, other="repeats", allowed="monthly")
        if body["due_days"] > MOST_DAYS:
            found.add(f"{at}due_days", "too_late", body["due_days"], cls.due_days.label, most=MOST_DAYS)
        for number, name in enumerate(body["indicators"]):
            if topic := forbidden_topic(name):
                found.add(f"{at}indicators[{number}]", "forbidden_word", name, INDICATOR, topic=topic)
        codes = [one["unit"] for one in body["units"]]
        for number, code in enumerate(codes):
            if code in codes[:number]:
                found.add(f"{at}units[{number}].unit", "twice", code, cls.units.label)

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        held = days(body["period"])
        if not months_between(body):
            return held
        return period(body["period"] if isinstance(body["period"], str) else body["period"]["from"], body.get("until"))

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        last = days(body["period"]).last
        if last is not None and not months_between(body):
            due = last + body["due_days"]
            yield Dated("returns_due", Days(due, due, "day"))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        for name in body["indicators"]:
            yield at.count("units_asked", len(body["units"]), "units", cls=name)
