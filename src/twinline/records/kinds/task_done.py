"""task_done: a side's word that a task of a joint plan is done, or that both sides gave it up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twinline.records.attachments import Attachments
from twinline.records.cooperation import SUBJECTS, belonging_to
from twinline.records.facts import Fact
from twinline.records.fields import Code, Count, RecordRef, When
from twinline.records.kind import Kind, Setting
from twinline.records.lookup import Lookup
from twinline.records.plans import OUTCOMES
from twinline.records.words import words

TASK = words(vi="việc số", lo="ວຽກທີ", en="task number", fr="tâche numéro")


class TaskDone(Kind):
    """What became of one task of a joint plan. The side whose task it is says so; a task of both takes both.

    How many tasks are done is no field anywhere: it is counted from these records (``records.plans``).
    """

    name = "task_done"
    label = words(
        vi="kết quả việc trong kế hoạch",
        lo="ຜົນຂອງວຽກໃນແຜນການ",
        en="task of a plan, done",
        fr="tâche d’un plan, accomplie",
    )
    plural = words(
        vi="kết quả các việc trong kế hoạch",
        lo="ຜົນຂອງວຽກໃນແຜນການ",
        en="tasks of plans, done",
        fr="tâches de plans, accomplies",
    )
    help = words(
        vi="một việc của kế hoạch chung đã làm xong, ngày nào",
        lo="ວຽກໜຶ່ງຂອງແຜນການຮ່ວມສຳເລັດແລ້ວ, ວັນທີໃດ",
        en="a task of a joint plan is done, and when",
        fr="une tâche d’un plan commun est accomplie, et quand",
    )
    title_of = ("task", "what", "outcome", "when")
    asked_first = ("shown_by",)
    sample = (
        "vn-na",
        {
            "plan": "018bcfe5-6800-7000-8000-000000000678",
            "task": 1,
            "what": "awareness",
            "outcome": "done",
            "when": "2014-05-20",
            "counterparts": ["la-hp-sam-to"],
            "example": True,
        },
    )
    measures = ("plan_tasks_done",)

    plan = belonging_to(
        label=words(vi="kế hoạch chung", lo="ແຜນການຮ່ວມ", en="joint plan", fr="plan commun"),
        to=("joint_plan",),
        required=True,
    )
    task = Count(
        TASK,
        least=1,
        required=True,
        help=words(
            vi="thứ tự của việc trong kế hoạch",
            lo="ລຳດັບຂອງວຽກໃນແຜນການ",
            en="which one it is in the plan’s list",
            fr="son rang dans la liste du plan",
        ),
    )
    what = Code(words(vi="việc", lo="ວຽກ", en="what", fr="quoi"), SUBJECTS, required=True)
    outcome = Code(words(vi="kết quả", lo="ຜົນ", en="outcome", fr="issue"), OUTCOMES, required=True)
    when = When(words(vi="ngày", lo="ວັນທີ", en="day", fr="jour"), required=True)
    shown_by = RecordRef(
        words(vi="thể hiện ở hồ sơ", lo="ເຫັນໄດ້ໃນບັນທຶກ", en="shown by the record", fr="attestée par l’enregistrement"),
        link="shown_by",
        to=("activity", "patrol", "support", "pledge_round", "inspection", "handover", "case", "notice"),
        essential=False,
        help=words(
            vi="hoạt động, tuần tra, hỗ trợ… đã thực hiện việc này",
            lo="ກິດຈະກຳ, ການລາດຕະເວນ, ການຊ່ວຍເຫຼືອ… ທີ່ປະຕິບັດວຽກນີ້",
            en="the activity, patrol, support … by which it was done",
            fr="l’activité, la patrouille, l’aide … par laquelle elle l’a été",
        ),
    )
    attachments = Attachments("document")

    @classmethod
    def title(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        told = super().title(body, lang, lookup)
        return f"{TASK.to(lang)} {told}" if "task" in body else told

    @classmethod
    def state(cls, body: dict[str, Any], at: Setting) -> Iterator[Fact]:
        # Named by plan and number, so that both sides' words on one task are one task.
        yield at.count("plan_tasks_done", 1, "tasks", cls=body["outcome"], member=f"{body['plan']}|{body['task']}")
