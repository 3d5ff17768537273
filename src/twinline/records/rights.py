"""What is never asked, counted or recorded of people: words that no field may bear.

Scanned as whole phrases with their diacritics; in Lao, which writes no spaces, as
runs of letters, in both spellings of HO NO.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from twinline.text import fold


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(text.split("; "))


# What no name, title or label of any field may say, and no indicator may count.
FORBIDDEN: dict[str, tuple[str, ...]] = {
    "religion": _phrases(
        "religion; religions; religious; belief; beliefs; faith; church; worship; croyance; croyances; "
        "religieux; religieuse; culte; tôn giáo; tín ngưỡng; tín đồ; giáo dân; theo đạo; truyền đạo; ສາສະໜາ; "
        "ສາສະຫນາ; ຄວາມເຊື່ອຖື; buddhist; christian; catholic; protestant; phật giáo; công giáo; tin lành"
    ),
    "ethnicity": _phrases(
        "ethnicity; ethnic; ethnicities; race; racial; tribe; ethnie; ethnies; ethnique; ethniques; dân tộc; "
        "dân tộc thiểu số; sắc tộc; chủng tộc; ຊົນເຜົ່າ; ເຊື້ອຊາດ"
    ),
    "political opinion": _phrases(
        "politics; political; political opinion; ideology; party member; politique; opinion politique; chính "
        "trị; quan điểm chính trị; đảng viên; ການເມືອງ; ສະມາຊິກພັກ"
    ),
    "sexuality": _phrases(
        "sexuality; sexual; sexual orientation; gender; sex; sexualité; sexuelle; orientation sexuelle; tình "
        "dục; giới tính; xu hướng tính dục; ເພດສະພາບ; ເພດຍິງ; ເພດຊາຍ; ລົດນິຍົມທາງເພດ"
    ),
    "health": _phrases(
        "health; health condition; health status; diagnosis; disability; disease; hiv; état de santé; santé; "
        "maladie; handicap; sức khỏe; bệnh tật; bệnh án; khuyết tật; ສຸຂະພາບ; ພະຍາດປະຈຳຕົວ; drug user; drug "
        "users; addict; addicts; người nghiện"
    ),
    "biometrics": _phrases(
        "biometric; biometrics; fingerprint; fingerprints; facial; face; iris; dna; biométrique; biométrie; "
        "empreinte digitale; empreintes digitales; sinh trắc; sinh trắc học; vân tay; ລາຍນິ້ວມື; ຊີວະມິຕິ"
    ),
    "mother tongue": _phrases("mother tongue; native language; langue maternelle; tiếng mẹ đẻ; ພາສາແມ່"),
    "victims and witnesses": _phrases(
        "victim; victims; witness; witnesses; informant; informants; victime; victimes; témoin; témoins; "
        "informateur; nạn nhân; nhân chứng; người làm chứng; người báo tin; ຜູ້ເຄາະຮ້າຍ; ຜູ້ຖືກເຄາະຮ້າຍ; ພະຍານ; ຜູ້ແຈ້ງຂ່າວ"
    ),
    "persons named": _phrases(
        "full name; person name; first name; last name; surname; given name; family name; nickname; name of "
        "person; suspect name; passport; identity card; id card; date of birth; birthday; nationality; phone; "
        "telephone; nom de famille; prénom; date de naissance; nationalité; passeport; họ tên; họ và tên; "
        "ngày sinh; hộ chiếu; căn cước; chứng minh nhân dân; quốc tịch; số điện thoại; ນາມສະກຸນ; ຊື່ແທ້; "
        "ວັນເດືອນປີເກີດ; ໜັງສືຜ່ານແດນ; ສັນຊາດ; ເບີໂທ; wanted list; watch list; risk score"
    ),
}
# Beside those, what no field may be about; a published total of a province may count them.
FORBIDDEN_FIELDS: dict[str, tuple[str, ...]] = {
    "homes": _phrases(
        "household; households; home address; address of home; residence; dwelling; family; families; adresse "
        "du domicile; domicile; foyer; foyers; ménage; ménages; hộ gia đình; địa chỉ nhà; nơi ở; hộ khẩu; gia "
        "đình; ຄົວເຮືອນ; ທີ່ຢູ່ເຮືອນ; ຄອບຄົວ"
    ),
}
# The reasoned exceptions: fields that count homes, and why each may. They are numbers, never a list, never a name.
COUNTS_OF_HOMES = {
    "stretch.households": "how many look after a stretch is the systems' own figure (FR-05); from five up only",
    "pledge_round.households": "how many signed a pledge is the systems' own figure (EN-07); never how many were asked",
}
_LAO = re.compile("[\u0e80-\u0eff]")
_JOINTS = re.compile(r"[_\-.]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    spaced = [re.escape(unicodedata.normalize("NFC", one)) for one in phrases if not _LAO.search(one)]
    run = [re.escape(unicodedata.normalize("NFC", one)) for one in phrases if _LAO.search(one)]
    parts = [rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", *run] if spaced else run
    return re.compile("|".join(parts))


_COUNTED = {topic: _pattern(phrases) for topic, phrases in FORBIDDEN.items()}
_ASKED = _COUNTED | {topic: _pattern(phrases) for topic, phrases in FORBIDDEN_FIELDS.items()}


# The names of fields are ASCII: there a phrase stands without its diacritics. One bare syllable may mean anything.
_BARE = {
    topic: _pattern(tuple(bare for one in phrases if " " in (bare := fold(one)) and bare != one and bare.isascii()))
    for topic, phrases in FORBIDDEN.items()
    if any(" " in one and not one.isascii() and fold(one).isascii() for one in phrases)
}


@lru_cache(maxsize=4096)
def _named_personal(name: str) -> str:
    return _first(_COUNTED, name) or _first(_BARE, name)


@lru_cache(maxsize=4096)
def forbidden_topic(name: str) -> str:
    """Return the topic that a name of an indicator, unit or set is about and that is never counted, else ``""``."""
    return _first(_COUNTED, name)


@lru_cache(maxsize=4096)
def forbidden_field(text: str) -> str:
    """Return the topic that a field's name, title or label is about and that no field may have, else ``""``."""
    return _first(_ASKED, text)


def _first(patterns: dict[str, re.Pattern[str]], text: str) -> str:
    words = unicodedata.normalize("NFC", _JOINTS.sub(" ", _CAMEL.sub(" ", text))).lower()
    return next((topic for topic, pattern in patterns.items() if pattern.search(words)), "")


def personal_looking(body: Any, at: str = "") -> list[str]:
    """Return the paths of the fields whose names look personal, at any depth of any body.

    For bodies that no declaration covers: a kind of a later version is kept and passed on,
    but not with such a field.
    """
    found: list[str] = []
    if isinstance(body, dict):
        for name, value in body.items():
            path = f"{at}.{name}" if at else str(name)
            if _named_personal(str(name)):
                found.append(path)
            found += personal_looking(value, path)
    elif isinstance(body, list):
        for number, value in enumerate(body):
            found += personal_looking(value, f"{at}[{number}]")
    return found
