"""The four languages at the edge: which one the reader wants, and sentences said in it from the packaged catalogues."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

from twinline.sentences import Problem, Sentence, Text, shown

LANGUAGES = ("vi", "lo", "en", "fr")
FALLBACK = "en"
LOCALE = Path(__file__).resolve().parent / "locale"
DOMAIN = "django"

_spoken: ContextVar[str] = ContextVar("twinline_tongue", default="")
#: What an office says instead of a sentence, on its own pages and papers, by language and English (desk.own_words).
instead: ContextVar[Mapping[tuple[str, str], str] | None] = ContextVar("twinline_sentences_instead", default=None)


def preferred(environ: Mapping[str, str] = os.environ) -> str:
    """Return the language of ``TWINLINE_LANG``, else of the first that is set of LC_ALL, LC_MESSAGES and LANG."""
    told = next((environ[name] for name in ("TWINLINE_LANG", "LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    short = told.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return short if short in LANGUAGES else FALLBACK


def spoken() -> str:
    """Return the language that sentences are said in now."""
    return _spoken.get() or preferred()


def chosen() -> bool:
    """Return whether somebody chose the language by ``speaking``."""
    return bool(_spoken.get())


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Say sentences in a language, those of the libraries too that use gettext as it comes with Python."""
    before = _spoken.set(lang)
    kept = os.environ.get("LANGUAGE")
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = lang
    try:
        yield
    finally:
        _spoken.reset(before)
        if kept is None:
            os.environ.pop("LANGUAGE", None)
        else:
            os.environ["LANGUAGE"] = kept


def tell(pattern: str, /, **values: Any) -> str:
    """Return a sentence, written in English, in the language spoken now."""
    return told(Sentence(pattern, **values))


def catalogued(text: str, lang: str | None = None) -> str:
    """Return what stands in the catalogue for an English text without blanks, such as a help text."""
    return _catalogue(lang or spoken()).gettext(text) if text else ""


def told(text: Text | Problem, lang: str | None = None) -> str:
    """Return a sentence in a language (the one spoken now if none is given); other text as it may be shown."""
    if isinstance(text, Problem):
        text = text.whole
    if isinstance(text, str):
        return shown(text)
    lang = lang or spoken()
    return text.said(lambda sentence: _pattern(sentence, lang), lang)


def _pattern(sentence: Sentence, lang: str) -> str:
    words = _catalogue(lang)
    if sentence.many:
        return words.ngettext(sentence.pattern, sentence.many, sentence.number)
    own = (instead.get() or {}).get((lang, sentence.pattern))
    return own or words.gettext(sentence.pattern) if sentence.pattern else ""


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [lang], fallback=True)
