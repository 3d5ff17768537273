"""French names after a preposition: *avec le Laos*, *par la commune de Keng Du*, *rien du poste de Na Loi*.

An organisation's French name begins with what it is, or is a proper name without an article, such as Nghê An.
"""

from __future__ import annotations

_ARTICLES = {
    "le": (
        "bourg", "bureau", "comité", "commandement", "département", "district", "groupe", "laos", "ministère", "poste",
        "poste-frontière", "service", "vietnam", "village",
    ),
    "la": ("commune", "compagnie", "direction", "police", "province"),
    "les": ("douanes", "gardes-frontières"),
}  # fmt: skip
_BY_WORD = {word: article for article, words in _ARTICLES.items() for word in words}
_OF = {"le": "du", "la": "de la", "les": "des"}


def the(name: str) -> str:
    """Return a name with its article, a proper name as it is."""
    article = _article(name)
    return f"{article} {name}" if article else name


def of(name: str) -> str:
    """Return a name after *de*."""
    article = _article(name)
    if article:
        return f"{_OF[article]} {name}"
    return f"d’{name}" if name[:1].lower() in "aeiouyâàéèêîôû" else f"de {name}"


def _article(name: str) -> str:
    return _BY_WORD.get(name.partition(" ")[0].lower(), "")
