"""French names after a preposition: with their article, and contracted where French does so."""

from __future__ import annotations

import pytest

from twinline.records.gazetteer import packaged
from twinline.reports import french
from twinline.reports.model import Source
from twinline.reports.phrases import silences


@pytest.mark.parametrize(
    ("name", "the", "of"),
    [
        ("Laos", "le Laos", "du Laos"),
        ("commune de Keng Du", "la commune de Keng Du", "de la commune de Keng Du"),
        ("poste de Na Loi", "le poste de Na Loi", "du poste de Na Loi"),
        ("douanes de Nghê An", "les douanes de Nghê An", "des douanes de Nghê An"),
        ("Commandement des gardes-frontières", "le Commandement des gardes-frontières",
         "du Commandement des gardes-frontières"),
        ("Nghê An", "Nghê An", "de Nghê An"),
        ("Attapeu", "Attapeu", "d’Attapeu"),
    ],
)  # fmt: skip
def test_a_name_has_its_article(name: str, the: str, of: str) -> None:
    assert (french.the(name), french.of(name)) == (the, of)


def test_every_organisation_begins_with_a_known_word_or_is_a_proper_name() -> None:
    """Control: of a word nobody entered no article is known, and it isn't written as a proper name."""
    names = [packaged().name(code, "fr") for code in packaged().organisations]
    assert [name for name in names if _unknown(name)] == []
    assert _unknown("brigade de Keng Du")


def _unknown(name: str) -> bool:
    return french.the(name) == name and name[0].islower()


def test_who_is_silent_is_named_with_the_article() -> None:
    said = Source("la", None, True, True)
    assert next(silences([said], lambda code, lang: packaged().name(code, lang), "fr")) == (
        "Silence\u00a0: rien n’est encore venu du Laos. Il peut manquer aux chiffres ce qui n’a pas été envoyé."
    )
