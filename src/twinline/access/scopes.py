"""What a program may be let in for: a closed list, from which whoever lets it in chooses.

A scope gives nothing by itself: a program has those of its account's rights that its scopes name, and no other. No
scope names a right over personal parts, the trace, or the other side's calls.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from twinline.access.roles import Right
from twinline.records.words import words


class Scope(StrEnum):
    """One thing that a program may be let in for."""

    RECORDS = "records"
    FIGURES = "figures"
    SAY = "say"
    ANSWER = "answer"
    RELEASE = "release"


#: The rights of the account that a scope lets a program use. Whoever may say something may read how it is said; what it
#: may read beside that, the doors ask by scope.
RIGHTS: dict[Scope, frozenset[Right]] = {
    Scope.RECORDS: frozenset({Right.READ}),
    Scope.FIGURES: frozenset({Right.READ}),
    Scope.SAY: frozenset({Right.READ, Right.SAY}),
    Scope.ANSWER: frozenset({Right.READ, Right.SAY, Right.ANSWER}),
    Scope.RELEASE: frozenset({Right.READ, Right.RELEASE}),
}

LABELS = {
    Scope.RECORDS: words(vi="đọc hồ sơ", lo="ອ່ານບັນທຶກ", en="read records", fr="lire les dossiers"),
    Scope.FIGURES: words(
        vi="đọc số liệu và báo cáo", lo="ອ່ານຕົວເລກ ແລະ ບົດລາຍງານ", en="read figures and reports",
        fr="lire les chiffres et les rapports",
    ),
    Scope.SAY: words(
        vi="ghi, sửa và rút lại hồ sơ", lo="ບັນທຶກ, ແກ້ໄຂ ແລະ ຖອນຄືນບັນທຶກ", en="add, amend and withdraw records",
        fr="ajouter, modifier et retirer des dossiers",
    ),
    Scope.ANSWER: words(
        vi="xác nhận hoặc nêu điểm chưa thống nhất", lo="ຢືນຢັນ ຫຼື ບອກວ່າຍັງບໍ່ທັນເປັນເອກະພາບ",
        en="confirm, or say what is not agreed", fr="confirmer, ou dire ce qui n’est pas convenu",
    ),
    Scope.RELEASE: words(
        vi="gửi sang phía bạn", lo="ສົ່ງໃຫ້ຝ່າຍເພື່ອນ", en="send to the other side", fr="envoyer à l’autre côté"
    ),
}  # fmt: skip


def known(names: Iterable[str]) -> tuple[Scope, ...]:
    """Return the scopes of some names in the order of the list; ``ValueError`` for a name that isn't one."""
    told = {Scope(name) for name in names}
    return tuple(scope for scope in Scope if scope in told)


def within(scopes: Iterable[Scope]) -> frozenset[Right]:
    """Return the rights that scopes let a program use, if its account has them."""
    return frozenset(right for scope in scopes for right in RIGHTS[scope])


def offered(rights: frozenset[Right]) -> tuple[Scope, ...]:
    """Return the scopes that somebody with these rights can give: all that each of them names must be theirs."""
    return tuple(scope for scope in Scope if RIGHTS[scope] <= rights)
