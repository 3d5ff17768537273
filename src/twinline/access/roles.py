"""Roles and the rights they give: one table, the whole of who may do what at a desk.

A right that no role gives can't be had; a route that names no right is closed (``doors``). Whoever runs the machine
reads no personal part through the product, whatever else they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from twinline.records.words import words


class Right(StrEnum):
    """What somebody at a desk may do, beside reading what their organisation may read."""

    READ = "read"
    SAY = "say"
    ANSWER = "answer"
    RELEASE = "release"
    CARRY = "carry"
    SEALED_WRITE = "sealed-write"
    SEALED_READ = "sealed-read"
    TRACE = "trace"
    ANSWER_PERSON = "answer-person"
    SECOND = "second"


ROLES: dict[str, frozenset[Right]] = {
    "reporter": frozenset({Right.READ, Right.SAY}),
    "officer": frozenset({Right.READ, Right.SAY, Right.ANSWER, Right.CARRY}),
    "investigator": frozenset(
        {Right.READ, Right.SAY, Right.ANSWER, Right.CARRY, Right.SEALED_WRITE, Right.SEALED_READ}
    ),
    "commander": frozenset({Right.READ, Right.SAY, Right.ANSWER, Right.CARRY, Right.RELEASE, Right.SECOND}),
    "liaison": frozenset({Right.READ, Right.SAY, Right.ANSWER, Right.CARRY}),
    "analyst": frozenset({Right.READ}),
    "protection": frozenset({Right.READ, Right.TRACE, Right.ANSWER_PERSON, Right.SECOND}),
    "auditor": frozenset({Right.READ, Right.TRACE}),
    "operator": frozenset({Right.READ, Right.CARRY}),
}

LABELS = {
    "reporter": words(vi="người báo tin", lo="ຜູ້ລາຍງານ", en="reporter", fr="rapporteur"),
    "officer": words(vi="cán bộ", lo="ເຈົ້າໜ້າທີ່", en="officer", fr="agent"),
    "investigator": words(vi="cán bộ điều tra", lo="ເຈົ້າໜ້າທີ່ສືບສວນ", en="investigator", fr="enquêteur"),
    "commander": words(vi="chỉ huy", lo="ຜູ້ບັນຊາການ", en="commander", fr="commandant"),
    "liaison": words(vi="cán bộ liên lạc", lo="ເຈົ້າໜ້າທີ່ປະສານງານ", en="liaison officer", fr="officier de liaison"),
    "analyst": words(vi="cán bộ tổng hợp", lo="ເຈົ້າໜ້າທີ່ວິເຄາະ", en="analyst", fr="analyste"),
    "protection": words(
        vi="cán bộ bảo vệ dữ liệu cá nhân", lo="ເຈົ້າໜ້າທີ່ປົກປ້ອງຂໍ້ມູນ", en="data protection officer",
        fr="délégué à la protection des données",
    ),
    "auditor": words(vi="người kiểm tra", lo="ຜູ້ກວດສອບ", en="auditor", fr="auditeur"),
    "operator": words(vi="người quản lý máy", lo="ຜູ້ດູແລໂຕະ", en="operator", fr="exploitant"),
}  # fmt: skip

#: What goes with no other role: those who run the machine, and those who check, open no personal part.
NEVER = {
    "operator": frozenset({Right.SEALED_WRITE, Right.SEALED_READ, Right.TRACE, Right.ANSWER_PERSON, Right.SECOND}),
    "auditor": frozenset({Right.SEALED_WRITE, Right.SEALED_READ, Right.ANSWER_PERSON, Right.SECOND}),
}
DEFAULT = ("officer",)


def rights(roles: Iterable[str]) -> frozenset[Right]:
    """Return what somebody with these roles may do; an unknown role gives nothing."""
    names = set(roles)
    given = frozenset(right for name in names for right in ROLES.get(name, ()))
    barred = frozenset(right for name in names for right in NEVER.get(name, ()))
    return given - barred
