"""joint_plan: a plan of offices of both sides, in stages, with tasks on both sides and reviews."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.cooperation import SUBJECTS, at_level, belonging_to
from twinline.records.dated import Dated
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, Date, Declared, ListOf, Names, Orgs, Part, Text
from twinline.records.fields.dates import days, period, shown_date
from twinline.records.findings import Found
from twinline.records.gazetteer import packaged
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.parts import check_ends, shown_ends
from twinline.records.vocabulary import Vocabulary
from twinline.records.words import words
from twinline.times import NO_PERIOD, Days

WHOSE = Vocabulary(
    "who does it",
    {
        "VN": words(vi="phía Việt Nam", lo="ຝ່າຍຫວຽດນາມ", en="the Vietnamese side", fr="le côté vietnamien"),
        "LA": words(vi="phía Lào", lo="ຝ່າຍລາວ", en="the Lao side", fr="le côté lao"),
        "both": words(vi="cả hai bên", lo="ທັງສອງຝ່າຍ", en="both sides", fr="les deux côtés"),
    },
)
STAGE = words(vi="giai đoạn", lo="ໄລຍະ", en="stage", fr="étape")


class Stage(Declared):
    """One stage, with its dates."""

    from_ = Date(words(vi="từ ngày", lo="ແຕ່ວັນທີ", en="from", fr="à partir du"), required=True)
    to = Date(words(vi="đến ngày", lo="ຮອດວັນທີ", en="to", fr="jusqu’au"), required=True)

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.fields["to"].label)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        return shown_ends(body, lang)


class Task(Declared):
    """One task: whose it is, what, by when, in which stage."""

    whose = Code(words(vi="bên làm", lo="ຝ່າຍປະຕິບັດ", en="who does it", fr="qui s’en charge"), WHOSE, required=True)
    what = Code(words(vi="việc", lo="ວຽກ", en="what", fr="quoi"), SUBJECTS, required=True)
    by = Date(words(vi="hạn", lo="ກຳນົດ", en="by", fr="pour le"))
    stage = Count(STAGE, least=1)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        said = [WHOSE[body["whose"]].to(lang), SUBJECTS[body["what"]].to(lang)]
        said += [f"{STAGE.to(lang)} {body['stage']}"] if "stage" in body else []
        return ", ".join([*said, *([shown_date(body["by"], lang)] if "by" in body else [])])


class JointPlan(Kind):
    """A coordination plan: the parties of both sides, its stages, the tasks and when it is reviewed.

    What is done under it, reviews too, are activities that belong to it: they are listed and counted with it. That a
    task is done is a record of its own (``task_done``).
    """

    name = "joint_plan"
    label = words(vi="kế hoạch phối hợp", lo="ແຜນການຮ່ວມ", en="joint plan", fr="plan commun")
    plural = words(vi="các kế hoạch phối hợp", lo="ແຜນການຮ່ວມ", en="joint plans", fr="plans communs")
    help = words(
        vi="kế hoạch hai bên cùng làm, có giai đoạn và sơ kết",
        lo="ແຜນທີ່ສອງຝ່າຍເຮັດຮ່ວມກັນ, ມີໄລຍະ ແລະ ການສະຫຼຸບ",
        en="a plan of both sides with stages, tasks and reviews",
        fr="un plan des deux côtés, avec étapes, tâches et bilans",
    )
    asked_first = ("signed", "until", "stages", "tasks")
    title_of = ("subject", "names", "parties", "signed")
    time_field = "signed"
    counterparts_from = ("parties", "counterparts")
    sample = (
        "vn-na",
        {
            "subject": "drugs",
            "parties": ["vn-na-d-que-phong", "la-hp-sam-to", "la-hp-muong-quan"],
            "signed": "2013-10-24",
            "level": "district",
            "stages": [{"from": "2013-10-24", "to": "2014-06-30"}, {"from": "2014-07-01", "to": "2014-12-31"}],
            "tasks": [
                {"whose": "both", "what": "awareness", "by": "2014-06-30", "stage": 1},
                {"whose": "LA", "what": "information", "stage": 2},
            ],
            "reviews": ["2014-07", "2014-12"],
            "example": True,
        },
    )
    measures = ("joint_plans", "joint_plans_running", "plan_pairs", "plan_tasks", "plan_stages", "plan_reviews")

    subject = Code(words(vi="về việc", lo="ເລື່ອງ", en="subject", fr="objet"), SUBJECTS, required=True)
    parties = Orgs(words(vi="các bên", lo="ບັນດາຝ່າຍ", en="parties", fr="parties"), required=True, limit=20)
    signed = Date(words(vi="ngày ký", lo="ວັນທີເຊັນ", en="signed", fr="signé"))
    until = Date(words(vi="đến", lo="ຮອດ", en="until", fr="jusqu’au"))
    level = at_level()
    names = Names(words(vi="tên kế hoạch", lo="ຊື່ແຜນການ", en="title", fr="titre"), limit=300, essential=False)
    number = Text(words(vi="số hiệu", lo="ເລກທີ", en="number", fr="numéro"), limit=60, essential=False)
    stages = ListOf(
        Part(STAGE, Stage), label=words(vi="các giai đoạn", lo="ບັນດາໄລຍະ", en="stages", fr="étapes"), limit=12
    )
    tasks = ListOf(
        Part(words(vi="việc", lo="ວຽກ", en="task", fr="tâche"), Task),
        label=words(vi="các việc phải làm", lo="ບັນດາວຽກ", en="tasks", fr="tâches"),
        limit=40,
    )
    reviews = ListOf(
        Date(words(vi="ngày sơ kết", lo="ວັນສະຫຼຸບ", en="review on", fr="bilan le")),
        label=words(vi="lịch sơ kết, tổng kết", lo="ກຳນົດການສະຫຼຸບ", en="reviews planned", fr="bilans prévus"),
        limit=24,
    )
    attachments = Attachments("document")
    under = belonging_to(
        words(
            vi="hiệp định, bản ghi nhớ mà kế hoạch này thực hiện",
            lo="ສັນຍາ ຫຼື ບົດບັນທຶກທີ່ແຜນການນີ້ປະຕິບັດ",
            en="the agreement or memorandum that it puts into practice",
            fr="l’accord ou le mémorandum qu’il met en œuvre",
        ),
        words(vi="theo thỏa thuận", lo="ຕາມຂໍ້ຕົກລົງ", en="under the agreement", fr="au titre de l’accord"),
        to=("agreement",),
    )

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        check_ends(body, at, found, cls.until.label, start="signed", end="until")
        sides = {one.side for code in body["parties"] if (one := lookup.organisation(code))}
        if len(sides) == 1:
            found.add(f"{at}parties", "needs_other_side", body["parties"], cls.parties.label)
        stages = len(body.get("stages", ()))
        for number, task in enumerate(body.get("tasks", ())):
            if task.get("stage", 0) > stages:
                found.add(f"{at}tasks[{number}].stage", "not_a_stage", task["stage"], STAGE, count=stages)

    @classmethod
    def event_days(cls, body: dict[str, Any]) -> Days:
        return days(body["signed"]) if "signed" in body else NO_PERIOD

    @classmethod
    def dates(cls, body: dict[str, Any]) -> Iterator[Dated]:
        if "until" in body:
            yield Dated("ends", days(body["until"]))
        for number, stage in enumerate(body.get("stages", ()), start=1):
            yield Dated("stage_begins", days(stage["from"]), number)
            yield Dated("stage_ends", days(stage["to"]), number)
        for number, task in enumerate(body.get("tasks", ()), start=1):
            if "by" in task:
                yield Dated("task", days(task["by"]), number)
        for number, review in enumerate(body.get("reviews", ()), start=1):
            yield Dated("review", days(review), number)

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        subject, held = body["subject"], period(body.get("signed"), body.get("until"))
        yield at.count("joint_plans", 1, "plans", cls=subject)
        yield at.count("joint_plans_running", 1, "plans", cls=subject, days=held, stock=True)
        for a, b in pairs_of(body["parties"]):
            # One district with two makes two pairs, counted once whichever plan or side names them.
            yield at.count("plan_pairs", 1, "pairs", cls=subject, days=held, stock=True, member=f"{a}|{b}")
        for task in body.get("tasks", ()):
            yield at.count("plan_tasks", 1, "tasks", cls=task["whose"], days=held, stock=True)
        if "stages" in body:
            yield at.count("plan_stages", len(body["stages"]), "stages", cls=subject, days=held, stock=True)
        for review in body.get("reviews", ()):
            yield at.count("plan_reviews", 1, "activities", cls=subject, days=days(review))


def pairs_of(parties: list[str]) -> list[tuple[str, str]]:
    """Return each party of one side with each of the other, in one order whoever names them.

    The code of an organisation begins with its side's; no look-up is needed to tell them apart.
    """
    ours = [code for code in parties if side_of(code) == "VN"]
    theirs = [code for code in parties if side_of(code) == "LA"]
    return [(a, b) for a in sorted(ours) for b in sorted(theirs)]


def side_of(code: str) -> str:
    """Return the side of an organisation, by the gazetteer or by the first letters of its code."""
    known = packaged().organisation(code)
    return known.side if known else code[:2].upper()
