"""Giving altered files to a parser: it must take each, or refuse it in one sentence, soon, and in little memory.

``python -m tests.hostile.trying NAME SECONDS SEED`` does so in a process of its own, which a crash would end, under a
limit of memory; what is tried lies in the file ``last`` of the working folder until it went well.
"""

from __future__ import annotations

import json
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.hostile.mutating import altered
from twinline.sentences import Problem
from twinline.tongues import told

#: Seconds of the processor's a file may take before it counts as a hang; real ones take milliseconds.
PATIENCE_S = 20
#: Bytes of addresses that a process of a long run may have.
MEMORY = 3 << 30


@dataclass(frozen=True)
class Parser:
    """What is given to it, and how; ``other`` are the refusals of its own that are no ``Problem``."""

    seeds: Callable[[Path], list[bytes]]
    parse: Callable[[bytes, Path], Any]
    other: tuple[type[Exception], ...] = ()


@dataclass
class Found:
    """What became of the files: taken, refused, and each way in which one went wrong, once."""

    run: int = 0
    taken: int = 0
    refused: int = 0
    hung: int = 0
    crashed: int = 0
    unclear: int = 0
    slowest_s: float = 0.0
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def faults(self) -> int:
        return self.hung + self.crashed + self.unclear

    def counts(self) -> dict[str, int]:
        return {"taken": self.taken, "refused": self.refused, "crashed": self.crashed, "hung": self.hung,
                "refused unclearly": self.unclear}  # fmt: skip


class Hung(BaseException):
    """A parser took too long."""


def attempt(parser: Parser, seeds: list[bytes], folder: Path, *, seed: int, goes_on: Callable[[int], bool]) -> Found:
    """Give one altered file after another to a parser while ``goes_on`` says so of their number."""
    chance, found = random.Random(seed), Found()
    while goes_on(found.run):
        raw = altered(seeds, chance)
        (folder / "last").write_bytes(raw)
        began = time.process_time()
        one(parser, raw, folder, found)
        found.slowest_s = max(found.slowest_s, time.process_time() - began)
        found.run += 1
    return found


def one(parser: Parser, raw: bytes, folder: Path, found: Found, *, patience_s: float = PATIENCE_S) -> None:
    """Give one file to a parser, and write down what became of it."""
    try:
        with _soon(patience_s):
            parser.parse(raw, folder)
    except Problem as problem:
        if unclear := _unclear(problem):
            found.unclear += 1
            _keep(found, unclear, raw, folder)
        else:
            found.refused += 1
    except parser.other:
        found.refused += 1
    except Hung:
        found.hung += 1
        _keep(found, "hung: " + traceback.format_exc(limit=-3), raw, folder)
    except Exception:
        found.crashed += 1
        _keep(found, traceback.format_exc(limit=-3), raw, folder)
    else:
        found.taken += 1


def _unclear(problem: Problem) -> str:
    """Return what is wrong with a refusal: it is empty, too long to be read, or names our own classes."""
    for lang in ("en", "lo"):
        said = told(problem.whole, lang)
        if not said.strip() or max(map(len, said.splitlines())) > 3000 or "Traceback" in said or "object at 0x" in said:
            return f"{type(problem).__name__} says {said[:200]!r} in {lang}"
    return ""


def _keep(found: Found, what: str, raw: bytes, folder: Path) -> None:
    key = what.strip().splitlines()[-1][:200]
    if key not in found.wrong:
        found.wrong[key] = what
        (folder / f"wrong-{len(found.wrong)}").write_bytes(raw)


@contextmanager
def _soon(seconds: float) -> Iterator[None]:
    def late(*_: object) -> None:
        raise Hung

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def main(name: str, seconds: str, seed: str) -> None:
    """Try one parser for so many seconds in this process, and print what was found as JSON."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinline.node.settings")
    django.setup()
    from django.core.management import call_command

    from tests.hostile.parsers import PARSERS

    call_command("migrate", verbosity=0)  # some of what is tried looks up an account

    folder = Path.cwd()
    parser = PARSERS[name]
    seeds = parser.seeds(folder)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    ends = time.monotonic() + float(seconds)
    found = attempt(parser, seeds, folder, seed=int(seed), goes_on=lambda _: time.monotonic() < ends)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({**asdict(found), "peak_mb": peak}, ensure_ascii=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
