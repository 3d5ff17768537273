"""commitment: who owes what to whom, how many, until when. What was fulfilled is counted, never typed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.cooperation import (
    BUILDING,
    BUILDINGS,
    HOW_OFTEN,
    SUBJECTS,
    Owed,
    at_level,
    belonging_to,
    level_set,
    months_between,
)
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Date, Orgs, Part, where
from twinline.records.fields.dates import days, period
from twinline.records.findings import Found
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends
from twinline.records.words import words
from twinline.times import NO_PERIOD, Days


class Commitment(Kind):
    """One thing owed, at one level: 287 village offices by a ministry is another commitment than 9 by a province.

    How much of it was carried out is no field: it is counted from the records that name it in ``fulfils``.
    """

    name = "commitment"
    label = words(vi="cam kết", lo="ຄຳໝັ້ນສັນຍາ", en="commitment", fr="engagement")
    plural = words(vi="các cam kết", lo="ຄຳໝັ້ນສັນຍາ", en="commitments", fr="engagements")
    help = words(
        vi="ai nợ ai việc gì, bao nhiêu, đến khi nào",
        lo="ໃຜຮັບປາກຫຍັງກັບໃຜ, ເທົ່າໃດ, ຮອດເມື່ອໃດ",
        en="who owes what to whom, how many, until when",
        fr="qui doit quoi à qui, combien, jusqu’à quand",
    )
    asked_first = ("owed", "until")
    title_of = ("subject", "building", "owed", "owed_by", "owed_to", "until")
    time_field = "agreed"
    counterparts_from = ("owed_by", "owed_to", "counterparts")
    sample = (
        "vn-na",
        {
            "subject": "building",
            "building": "village_police_office",
            "owed_by": ["vn-na"],
            "owed_to": ["la-xk"],
            "level": "province",
            "owed": {"amount": "12", "unit": "buildings"},
            "agreed": "2026-01-20",
            "until": "2027-12-31",
            "example": True,
        },
    )
    measures = ("commitments", "commitments_open", "pledged", "buildings_pledged", "commitments_by_level")

    subject = Code(words(vi="việc cam kết", lo="ເລື່ອງທີ່ຮັບປາກ", en="what", fr="quoi"), SUBJECTS, required=True)
    owed_by = Orgs(
        words(vi="bên thực hiện", lo="ຜູ້ຕ້ອງປະຕິບັດ", en="who owes it", fr="qui le doit"),
        required=True,
        limit=12,
    )
    owed_to = Orgs(
        words(vi="với ai", lo="ຕໍ່ໃຜ", en="to whom", fr="à qui"),
        required=True,
        limit=12,
        help=words(
            vi="cả hai bên cùng cam kết thì ghi cả hai ở cả hai ô",
            lo="ຖ້າສອງຝ່າຍຮັບປາກຕໍ່ກັນ ໃຫ້ຂຽນທັງສອງໃນທັງສອງຊ່ອງ",
            en="where both owe it to each other, both stand in both fields",
            fr="si chacun le doit à l’autre, les deux figurent dans les deux champs",
        ),
    )
    level = at_level(required=True)
    owed = Part(words(vi="bao nhiêu", lo="ຈຳນວນເທົ່າໃດ", en="how many", fr="combien"), Owed)
    repeats = Code(words(vi="bao lâu một lần", lo="ເລື້ອຍປານໃດ", en="how often", fr="à quel rythme"), HOW_OFTEN)
    agreed = Date(words(vi="ngày cam kết", lo="ວັນທີຮັບປາກ", en="agreed on", fr="convenu le"))
    until = Date(words(vi="hạn thực hiện", lo="ກຳນົດເວລາ", en="until", fr="jusqu’au"))
    building = Code(BUILDING, BUILDINGS, only_for=where("subject", "building"))
    agreed_in = belonging_to(
        words(
            vi="thỏa thuận, hội đàm hoặc kế hoạch có cam kết này",
            lo="ຂໍ້ຕົກລົງ, ການເຈລະຈາ ຫຼື ແຜນການທີ່ມີຄຳໝັ້ນສັນຍານີ້",
            en="the agreement, talks or plan in which it was agreed",
            fr="l’accord, l’entretien ou le plan où il a été pris",
        ),
        words(vi="được nêu trong", lo="ຢູ່ໃນ", en="agreed in", fr="pris dans"),
        to=("agreement", "activity", "joint_plan"),
    )

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.until.label, start="agreed", end="until")
        sides = {one.side for code in (*body["owed_by"], *body["owed_to"]) if (one := lookup.organisation(code))}
        if len(sides) == 1:
            found.add(f"{at}owed_to", "needs_other_side", body["owed_to"], cls.owed_to.label)

    @classmethod
    def title(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        # What both owe each other names both in either field: once is enough.
        mutual = set(body.get("owed_by", ())) == set(body.get("owed_to", ()))
        return super().title(
            {key: said for key, said in body.items() if not (mutual and key == "owed_to")}, lang, lookup
        )

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return days(body["agreed"]) if "agreed" in body else NO_PERIOD

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        if months := months_between(body):
            yield Dated("owed", period(body.get("agreed"), body.get("until")), months)
        elif "until" in body:
            yield Dated("owed", days(body["until"]))

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        subject, held = body["subject"], period(body.get("agreed"), body.get("until"))
        yield at.count("commitments", 1, "commitments", cls=subject)
        yield at.count("commitments_by_level", 1, "commitments", cls=body["level"])
        yield at.count("commitments_open", 1, "commitments", cls=subject, days=held, stock=True)
        if "owed" in body:
            yield at.amount("pledged", body["owed"], cls=subject, days=held, stock=True, reference_set=level_set(body))
            if "building" in body:
                yield at.amount(
                    "buildings_pledged", body["owed"], cls=body["building"], days=held, stock=True,
                    reference_set=level_set(body),
                )  # fmt: skip
