"""Words of the place, which whoever guesses a password tries first: ours, the offices', the provinces', one's own name.

ASVS 5.0, 6.1.2 and 6.2.11. A password may hold such words, but must hold enough beside them.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from twinline.access.roles import LABELS
from twinline.records.gazetteer import packaged, without_level
from twinline.text import fold

#: How many letters and digits a password has beside all words of the place, at least.
BESIDE = 8
#: What no list names: the product, the services, the countries, and what *password* is called.
OURS = (
    "twinline", "password", "mật khẩu", "ລະຫັດຜ່ານ", "mot de passe", "admin", "border", "guard", "police",
    "biên phòng", "bộ đội", "công an", "hải quan", "cửa khẩu", "đồn", "biên giới", "ຊາຍແດນ", "ຕຳຫຼວດ", "ປກສ", "ປ້ອງກັນ",
    "frontière", "douane", "việt nam", "vietnam", "ສປປລາວ", "ລາວ", "laos", "lao", "viet", "nam",
)  # fmt: skip


class NotOfThisPlace:
    """Enough of it is no word that everybody here would try first."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ``ValidationError`` if less than eight letters and digits are left beside the words of the place."""
        left = _bare(password)
        whole = left
        for word in sorted(_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if left != whole and len(left) < BESIDE:
            raise ValidationError(
                _(
                    "Too little is left of it beside words that everybody here would try first: the office, the place, "
                    "your name. Add words of your own."
                )
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return str(_("Not only the office, the place or your name."))


def _words(user: object) -> set[str]:
    """Return the words in one form: those of all provinces and states, and of whom the password is for."""
    known = packaged().organisations.values()
    names = [label for each in known if each.kind in ("state", "province") for label in _names(each.names.values())]
    own = [str(getattr(user, name, "")) for name in ("username", "display_name", "organisation")]
    own = [part for text in own for part in (text, *text.replace("-", " ").replace(".", " ").split())]
    roles = [label for labels in LABELS.values() for label in labels.values()]
    return {word for word in map(_bare, [*OURS, *names, *roles, *own]) if len(word) >= 3}


def _names(told: Iterable[str]) -> list[str]:
    return [name for each in told for name in (each, without_level(each))]


def _bare(text: str) -> str:
    """Return letters and digits alone, without the marks of Vietnamese and French, in lower case."""
    return "".join(char for char in fold(text) if char.isalnum() or ord(char) in range(0x0EB0, 0x0ECE))
