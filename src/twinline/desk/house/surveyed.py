"""What an officer must know of surveys of the line: one to confirm, one agreed that isn't here, one not shown here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from twinline.access.models import User
from twinline.desk import names
from twinline.desk.house import here
from twinline.ledger.fold import STATED
from twinline.store import awaited, lines, reading, surveys
from twinline.store.here import this_ledger
from twinline.store.surveys import Survey


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence, where it leads, and the command that whoever looks after the node gives to mend it; each may lack."""

    text: str
    address: str = ""
    command: str = ""
    pressing: bool = True


def survey_notices(user: User, lang: str) -> Sequence[Notice]:
    """Return what an officer who may read of surveys must know of them; nothing where none was proposed."""
    ledger, reader = this_ledger(), here.reader_of(user)
    told = {one.record: one for one in reading.records(ledger, reader, kind=surveys.KIND)}
    if not told:
        return ()
    held = {each.version: each for each in lines.versions(ledger)}
    found = [
        Notice(
            _("{who} proposes the survey {survey} of the line for both sides to count by: it waits for your "
              "confirmation.").format(
                who=names.who(one.author, lang).name, survey=_called(str(one.body["version"]), one.body)
            ),
            reverse("desk:record", args=[one.record]),
            "" if one.body["version"] in held else _IMPORT,
        )
        for one in told.values()
        if one.standing == STATED and one.side == awaited.other_side(ledger) and awaited.addressed(ledger, reader, one)
    ]  # fmt: skip
    known = [each for each in surveys.known(ledger) if each.record in told]
    agreed = next((each for each in known if each.agreed), None)
    found += _agreed(agreed, held) if agreed else ()
    newer = known[: known.index(agreed)] if agreed else known
    return (*found, *_waiting(newer, user, lang))


def agreed_version(user: User) -> str:
    """Return the digest of the survey that both sides count by, as far as an officer may read of it; or nothing."""
    ledger, reader = this_ledger(), here.reader_of(user)
    told = {one.record for one in reading.records(ledger, reader, kind=surveys.KIND)}
    return next((each.version for each in surveys.known(ledger) if each.agreed and each.record in told), "")


_IMPORT = "twinline line import FILE"


def _agreed(survey: Survey, held: dict[str, lines.Version]) -> Iterator[Notice]:
    called = _called(survey.version, {"survey": survey.number})
    address = reverse("desk:record", args=[survey.record])
    if survey.version not in held:
        yield Notice(
            _("Both sides count by the survey {survey} of the line, which is not at this desk yet. Until it is, "
              "reports on the line can’t be made here, and this page shows another line. Ask the other side for its "
              "file; whoever runs this desk brings it in.").format(survey=called),
            address, _IMPORT,
        )  # fmt: skip
    elif not held[survey.version].current:
        yield Notice(
            _("Figures of both sides stand on the survey {survey}; the pages of this desk show another line.").format(
                survey=called
            ),
            address,
            f"twinline line use {survey.version[:16]}",
            pressing=False,
        )


def _waiting(some: Sequence[Survey], user: User, lang: str) -> Iterator[Notice]:
    for each in some:
        others = [code for code in each.missing if code != user.organisation]
        if others:
            yield Notice(
                _("The survey {survey} of the line counts once these agree too: {who}.").format(
                    survey=_called(each.version, {"survey": each.number}),
                    who=", ".join(names.who(code, lang).name for code in others),
                ),
                reverse("desk:record", args=[each.record]),
                pressing=False,
            )


def _called(version: str, body: object) -> str:
    """Return how a survey is called: by its number where it has one, and the beginning of its digest."""
    number = body.get("survey", "") if isinstance(body, dict) else ""
    return f"{number} ({version[:16]})" if number else version[:16]
