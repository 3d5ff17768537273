"""What a record means for a calendar: days on which something of it is due, ends, is planned or comes round again."""

from __future__ import annotations

from typing import NamedTuple

from twinline.records.vocabulary import vocabulary
from twinline.records.words import words
from twinline.times import Days

#: Said with a number: {n} is which stage or task it is, or how many years have passed.
OCCASIONS = vocabulary(
    "what a day in the calendar is",
    to_answer=words(vi="phải trả lời", lo="ຕ້ອງຕອບ", en="to answer", fr="à répondre"),
    awaited=words(vi="chờ phía bạn trả lời", lo="ລໍຖ້າຝ່າຍເພື່ອນຕອບ", en="answer awaited", fr="réponse attendue"),
    returns_due=words(vi="đến hạn báo cáo", lo="ຄົບກຳນົດລາຍງານ", en="returns due", fr="rapports à rendre"),
    owed=words(vi="đến hạn cam kết", lo="ຄຳໝັ້ນສັນຍາຄົບກຳນົດ", en="commitment due", fr="engagement à échéance"),
    task=words(vi="đến hạn việc số {n}", lo="ວຽກທີ {n} ຄົບກຳນົດ", en="task {n} due", fr="tâche {n} à échéance"),
    review=words(vi="sơ kết theo kế hoạch", lo="ສະຫຼຸບຕາມແຜນ", en="review planned", fr="bilan prévu"),
    stage_begins=words(
        vi="bắt đầu giai đoạn {n}", lo="ໄລຍະທີ {n} ເລີ່ມຕົ້ນ", en="stage {n} begins", fr="début de l’étape {n}"
    ),
    stage_ends=words(vi="kết thúc giai đoạn {n}", lo="ໄລຍະທີ {n} ສິ້ນສຸດ", en="stage {n} ends", fr="fin de l’étape {n}"),
    planned=words(vi="theo kế hoạch", lo="ຕາມແຜນ", en="planned", fr="prévu"),
    held=words(vi="diễn ra", lo="ຈັດຂຶ້ນ", en="takes place", fr="a lieu"),
    ends=words(vi="hết hạn", lo="ໝົດກຳນົດ", en="ends", fr="prend fin"),
    festival=words(vi="ngày lễ, lễ hội", lo="ວັນບຸນ, ວັນສຳຄັນ", en="festival", fr="fête"),
    holiday_vn=words(
        vi="ngày nghỉ lễ ở Việt Nam", lo="ວັນພັກຢູ່ຫວຽດນາມ", en="public holiday in Vietnam", fr="jour férié au Vietnam"
    ),
    holiday_la=words(vi="ngày nghỉ lễ ở Lào", lo="ວັນພັກຢູ່ລາວ", en="public holiday in Laos", fr="jour férié au Laos"),
    holiday_both=words(
        vi="ngày nghỉ lễ ở cả hai nước", lo="ວັນພັກຢູ່ທັງສອງປະເທດ", en="public holiday in both countries",
        fr="jour férié dans les deux pays",
    ),
    anniversary=words(
        vi="kỷ niệm {n} năm ngày ký", lo="ຄົບຮອບ {n} ປີ ວັນເຊັນ", en="{n} years since it was signed",
        fr="{n} ans depuis la signature",
    ),
)  # fmt: skip

#: What is due or ends within days said only as a month or a year is so on the last of them.
AT_THE_LATEST = frozenset({"owed", "ends", "task", "stage_ends"})


class Dated(NamedTuple):
    """Days of a record in a calendar; ``what`` is a code of ``OCCASIONS``, ``number`` which stage or task.

    ``anniversary`` stands on the day of the signing itself: it comes round every year. ``owed`` with a ``number`` is
    owed anew every so many months within its days, which may have no beginning and no end.
    """

    what: str
    days: Days
    number: int = 0


def told(what: str, number: int, lang: str) -> str:
    """Return in words what a day in the calendar is."""
    if what == "anniversary" and number == 1:
        return FIRST_YEAR.to(lang)
    return OCCASIONS[what].to(lang).replace("{n}", str(number))


FIRST_YEAR = words(
    vi="kỷ niệm một năm ngày ký",
    lo="ຄົບຮອບ 1 ປີ ວັນເຊັນ",
    en="one year since it was signed",
    fr="un an depuis la signature",
)
