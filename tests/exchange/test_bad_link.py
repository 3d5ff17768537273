"""A bad link still ends well: 9.6 kbit/s, 2 s each way, cut every 10 kB.

The link's clock is reckoned, not waited for: what passes takes its bits over 9,600, each way of each trip two seconds
more, and both nodes' clocks show it. Messages pass as over HTTP, with so many bytes for the heads of each request and
answer as were counted on a real one.
"""

from __future__ import annotations

import contextlib
import io
import random
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO

import pytest
from PIL import Image

from bench import records
from tests.exchange.desks import Desk
from twinline.exchange import exchanging, message
from twinline.exchange.errors import ExchangeError, Unreachable
from twinline.exchange.exchanging import Manner
from twinline.exchange.packing import Spooled
from twinline.sentences import Sentence
from twinline.store import attachments, passing, saying

BITS_PER_S, ONE_WAY_S, CUT_EVERY = 9_600, 2, 10_000
HEAD = 560


@dataclass
class BadLink:
    """A link from one desk to another; it is cut after so many bytes, and joined again for the next contact."""

    asker: Desk
    answerer: Desk
    seconds: float = 0
    passed: int = 0
    torn: int = 0
    trips: int = 0
    left: int = 0
    sizes: list[int] = field(default_factory=list)

    def contact(self, *, careful: bool) -> bool:
        """Exchange once; return whether it came to its end."""
        self.left = CUT_EVERY
        with contextlib.suppress(ExchangeError):
            exchanging.exchange(
                self.asker.shelf, self.asker.peer, self.post, self.asker.clock, manner=Manner(careful=careful)
            )
            return True
        return False

    def post(self, request: Spooled) -> BinaryIO:
        self.trips += 1
        sent, whole = self._carry([b"".join(request.chunks())])

        def check() -> None:
            if not whole:
                raise Unreachable("cut", Sentence("The link was cut."))

        reply = exchanging.answer(
            self.answerer.shelf, io.BytesIO(sent), self.answerer.clock, sender=self.asker.id, whole=check
        )
        # A parcel to a piece: what is torn off at the cut is what crosses again.
        came, whole = self._carry(reply._pieces)
        reply.close()
        return io.BytesIO(came) if whole else _Cut(came)

    def _carry(self, pieces) -> tuple[bytes, bool]:
        """Let pieces pass until the link is cut; return what passed, and whether it was all."""
        self.seconds += ONE_WAY_S
        self._pass(HEAD)
        out: list[bytes] = []
        for piece in pieces:
            fits = piece[: self.left]
            out.append(fits)
            self._pass(len(fits))
            if len(fits) < len(piece):
                self.torn += len(fits)
                return b"".join(out), False
        return b"".join(out), True

    def _pass(self, size: int) -> None:
        self.left = max(self.left - size, 0)
        self.passed += size
        self.seconds += size * 8 / BITS_PER_S


class _Cut(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        if not found:
            raise Unreachable("cut", Sentence("The link was cut."))
        return found


def noise(size: tuple[int, int]) -> bytes:
    """Return a picture that nothing compresses."""
    out = io.BytesIO()
    points = random.Random(20261126).randbytes(size[0] * size[1] * 3)
    Image.frombytes("RGB", size, points).save(out, "PNG")
    return out.getvalue()


def say(desk: Desk, count: int, size: tuple[int, int]) -> tuple[str, int]:
    """Say so many records, the first of them with a photo; return its hash and bytes (three to a point)."""
    kept = attachments.keep(desk.side.ledger, noise(size), "goods")
    bodies = list(records.bodies(count))
    for body in bodies:
        body["counterparts"] = ["vn-na" if desk.side.code == "la-xk" else "la-xk"]
        body["place"] = {"marker": "405"}
    bodies[0]["attachments"] = [kept]
    code = desk.side.code
    told = [saying.Saying("incident", body, code, code, ("line",)) for body in bodies]
    saying.say_all(desk.side.ledger, told, now=desk.clock())
    return str(kept["sha256"]), int(kept["bytes"])


def progress(desk: Desk, other: Desk, sha256: str, size: int) -> tuple[int, int]:
    """Return how far a desk has come with another: leaves kept or aside, and bytes of the photo."""
    feeds = [feed for feed in desk.shelf.feeds_for(desk.peer) if feed.node == other.id]
    leaves = sum(feed.size for feed in feeds) + sum(desk.shelf.asides(other.id).values())
    if attachments.place(desk.side.ledger, sha256).exists():
        return leaves, size
    hosts = other.side.ledger.node.hosts
    return leaves, sum(one.have for one in passing.wanted(desk.side.ledger, hosts) if one.sha256 == sha256)


def crosses(
    giver: Desk, taker: Desk, link: BadLink, count: int, size: tuple[int, int], most: int, *, careful: bool
) -> list[int]:
    """Let all of it cross, and return how far each contact came; ``careful``: the link is known to be bad."""
    sha256, length = say(giver, count, size)
    reached = [0]
    while not attachments.place(taker.side.ledger, sha256).exists() and len(reached) <= most:
        careful = not link.contact(careful=careful) or careful
        reached.append(sum(progress(taker, giver, sha256, length)))
    print(
        f"{count} records and a photo of {length:,} bytes: {len(reached) - 1} contacts, {link.trips} trips, "
        f"{link.passed:,} bytes, {link.torn / link.passed:.1%} of them twice, {link.seconds / 3600:.1f} hours"
    )
    assert attachments.place(taker.side.ledger, sha256).exists(), reached[-5:]
    assert progress(taker, giver, sha256, length)[0] == count + 1
    return reached


def gets_further_each_time(reached: list[int]) -> bool:
    # The first contact of all is not yet careful.
    return all(later > earlier for earlier, later in pairwise(reached[1:]))


@pytest.mark.parametrize("asks", ["who lacks it", "who says it"])
def test_records_and_a_photo_cross_a_link_that_is_cut_every_ten_thousand_bytes(desks, asks) -> None:
    na, xk = desks
    link = BadLink(na, xk) if asks == "who lacks it" else BadLink(xk, na)
    reached = crosses(xk, na, link, 120, (120, 110), 60, careful=True)
    assert link.torn <= 0.15 * link.passed
    assert gets_further_each_time(reached)


@pytest.mark.long
@pytest.mark.parametrize("asks", ["who lacks it", "who says it"])
def test_five_hundred_records_and_a_photo_of_five_megabytes_do(desks, asks) -> None:
    na, xk = desks
    link = BadLink(na, xk) if asks == "who lacks it" else BadLink(xk, na)
    reached = crosses(xk, na, link, 500, (2000, 834), 2500, careful=False)
    assert link.torn <= 0.15 * link.passed
    assert gets_further_each_time(reached)


def test_control_in_large_parcels_nothing_gets_further_or_much_crosses_twice(desks, monkeypatch) -> None:
    na, xk = desks
    monkeypatch.setattr(message, "SMALL_FIRST", message.FIRST)
    link = BadLink(na, xk)
    sha256, length = say(xk, 120, (120, 110))
    reached = [0]
    for _ in range(4):
        link.contact(careful=True)
        reached.append(sum(progress(na, xk, sha256, length)))
    assert not gets_further_each_time(reached) or link.torn > 0.15 * link.passed
