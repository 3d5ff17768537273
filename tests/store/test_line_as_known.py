"""What the line is asked, as known on a past day, against the acts themselves counted piece by piece.

Two nodes live through a random story. Beside them stands a list of who heard what when, and from it alone, without a
table, an interval or an array of the product, the same questions are answered for each piece of ``STEP`` metres.
"""

import random
from datetime import date, timedelta

import pytest

from tests.border import carry
from tests.promises import SEED
from twinline.line import watch
from twinline.line.places import packaged_places
from twinline.store import narrowing, saying, watching
from twinline.store.reading import Reader

STEP, LAST = 500, 936
WITHIN = (0, STEP * LAST)
PLACES = packaged_places()
NUMBERS = [marker.number for marker in PLACES.markers if "/" not in marker.number][:12]
BEGIN = date(2025, 9, 1)
EPOCH = date(1970, 1, 1)
DAYS = 100


def iso(day):
    return (EPOCH + timedelta(days=day)).isoformat()


def day(number):
    return (BEGIN - EPOCH).days + number


class World:
    """Two nodes, and of each what it has heard: (instant, record, side, kind, body; None: taken back)."""

    def __init__(self, border, seed):
        self.border, self.chance = border, random.Random(seed)
        self.nodes = {"VN": border.vn, "LA": border.la}
        self.heard = {"VN": [], "LA": []}
        self.on_the_way = []
        self.mine = {"VN": [], "LA": []}
        self.instants = []

    def place(self):
        a = self.chance.randrange(LAST - 1)
        b = min(a + self.chance.randint(1, 90), LAST)
        return {"chainage": a * STEP, "to_chainage": b * STEP, "line": PLACES.line.version}

    def body(self, kind):
        first = day(self.chance.randrange(DAYS))
        last = first + self.chance.choice((0, 0, 1, 5))
        when = iso(first) if first == last else {"from": iso(first), "to": iso(last)}
        if kind == "stretch":
            until = {"to": iso(last + 40)} if self.chance.random() < 0.5 else {}
            return {"entrusted_to": "vn-v-tien-tieu", "place": self.place(), "from": iso(first), **until}
        seen = [
            {"number": number, "condition": self.chance.choice(("sound", "faded", "not_reached"))}
            for number in self.chance.sample(NUMBERS, 3)
        ]
        if kind == "inspection":
            return {"when": when, "place": self.place(), "markers": seen}
        body = {"type": self.chance.choice(("own", "joint")), "when": when, "place": self.place()}
        stage = self.chance.choice(("planned", "walked", "walked", "called_off"))
        if stage != "walked":
            return {**body, "stage": stage, **({"called_off": "flood"} if stage == "called_off" else {})}
        if self.chance.random() < 0.5:
            return {**body, "markers": seen}
        return {**body, "walked": [{"day": iso(self.chance.randint(first, last)), "place": self.place()} for _ in "ab"]}

    def hear(self, side, act, *, shared):
        self.heard[side].append((self.border.clock(), *act))
        if shared:
            self.on_the_way.append((side, act))

    def say(self, side):
        kind = self.chance.choice(
            ("patrol", "patrol", "patrol", "inspection", "stretch") if side == "VN" else ("patrol",)
        )
        body = self.body(kind) | {"example": True}
        if kind == "patrol":
            body["counterparts"] = ["la-xk" if side == "VN" else "vn-na"]
        shared = self.chance.random() < 0.8
        said = self.nodes[side].say(kind, body, to="line" if shared else "self")
        self.mine[side].append([said.record, kind, body, shared])
        self.hear(side, (said.record, side, kind, body), shared=shared)

    def correct(self, side, one):
        record, kind, before, shared = one
        body = {**before, "place": self.place()}
        self.nodes[side].amend(record, body)
        one[2] = body
        self.hear(side, (record, side, kind, body), shared=shared)

    def take_back(self, side, one):
        record, kind, _, shared = one
        self.nodes[side].withdraw(record)
        self.mine[side].remove(one)
        self.hear(side, (record, side, kind, None), shared=shared)

    def narrow(self, side, one):
        """Taken back for all, said anew to oneself."""
        record, kind, body, shared = one
        if not shared:
            return
        node = self.nodes[side]
        to_itself = saying.expand(node.ledger, "self", author=node.code)
        _, said = narrowing.narrow(
            node.ledger, node.view(record), to_itself, {"reason": "mistake"}, now=self.border.clock()
        )
        one[:] = [said.record, kind, body, False]
        self.heard[side].append((self.border.clock(), said.record, side, kind, body))
        self.hear(side, (record, side, kind, None), shared=True)

    def contest(self, side, one):
        """The other side contests what it has heard: it still stands in what its side says."""
        other = "LA" if side == "VN" else "VN"
        if any(act[1] == one[0] for act in self.heard[other]) and self.nodes[other].sees(one[0]):
            self.nodes[other].dispute(one[0], "date_differs")

    def carry(self):
        carry(self.border.vn, self.border.la)
        arrived, now = self.on_the_way, self.border.clock()
        self.on_the_way = []
        for side, act in arrived:
            self.heard["LA" if side == "VN" else "VN"].append((now, *act))

    def live(self, steps):
        for _ in range(steps):
            side = self.chance.choice(("VN", "VN", "LA"))
            does = self.chance.choice((None, None, None, self.correct, self.take_back, self.narrow, self.contest))
            if does is None or not self.mine[side]:
                self.say(side)
            else:
                does(side, self.chance.choice(self.mine[side]))
            if self.chance.random() < 0.3:
                self.carry()
            self.instants.append(self.border.clock())
        self.carry()
        self.instants.append(self.border.clock())

    def known(self, side, instant):
        """Return what stands at a node at an instant: (side, kind, body)."""
        standing = {}
        for when, record, *said in self.heard[side]:
            if when <= instant:
                standing[record] = said
        return [told for told in standing.values() if told[-1] is not None]


def number(text):
    return (date.fromisoformat(text) - EPOCH).days


def days_of(body):
    when = body["when"]
    return (number(when), number(when)) if isinstance(when, str) else (number(when["from"]), number(when["to"]))


def pieces(place):
    return range(place["chainage"] // STEP, place["to_chainage"] // STEP)


def walked(body):
    """Return (piece, first, last) of each piece that a patrol walked."""
    told = [(one["place"], number(one["day"]), number(one["day"])) for one in body.get("walked", ())]
    told = told or [(body["place"], *days_of(body))]
    return {(piece, first, last) for place, first, last in told for piece in pieces(place)}


def sides(side, body):
    return {"VN", "LA"} if body["type"] == "joint" else {side}


def counted(known, period, days, on):
    """Return the answers to all questions, worked out from what was said and nothing else."""
    patrols = [(sides(side, body), body) for side, kind, body in known if kind == "patrol"]
    done = [(who, walked(body)) for who, body in patrols if body.get("stage", "walked") == "walked"]
    times, since, alone = {}, {}, set(range(LAST))
    for who, told in done:
        for piece in {p for p, first, last in told if last >= period[0] and first <= period[1]}:
            was = times.get(piece, (0, 0, 0, 0))
            times[piece] = tuple(a + b for a, b in zip(was, (1, "VN" in who, "LA" in who, len(who) == 2), strict=True))
        for piece, first, last in told:
            if first <= on:
                since[piece] = max(since.get(piece, 0), min(last, on))
    for _, kind, body in known:
        if kind == "stretch" and number(body["from"]) <= on and ("to" not in body or on <= number(body["to"])):
            alone -= set(pieces(body["place"]))
    seen = {}
    for _, _, body in known:
        for one in body.get("markers", ()):
            if one["condition"] != "not_reached":
                seen.setdefault(one["number"], []).append(days_of(body)[1])
    plans = []
    for who, body in patrols:
        first, last = days_of(body) if body.get("stage") == "planned" else (1, 0)
        if first <= last and last >= period[0] and first <= period[1]:
            there = {p for w, told in done if w & who for p, a, b in told if b >= first and a <= last}
            place = body["place"]
            metres = STEP * len(there & set(pieces(place)))
            plans.append((place["chainage"], place["to_chainage"], first, last, metres))
    return {
        "times": {piece: times.get(piece, (0, 0, 0, 0)) for piece in range(LAST)},
        "not walked": {p: since.get(p) for p in range(LAST) if p not in since or since[p] <= on - days},
        "nobody": alone,
        "unseen": {
            marker: max((d for d in seen.get(marker, ()) if d <= period[1]), default=None)
            for marker in NUMBERS
            if not any(period[0] <= d <= period[1] for d in seen.get(marker, ()))
        },
        "plans": sorted(plans),
    }


def told(node, instant, period, days, on):
    """Return the product's answers in the same shape."""
    found = watching.watched(node.ledger, Reader.of_node(node.ledger), known_on=instant)
    inspected = [marker for marker in PLACES.markers if marker.number in NUMBERS]

    def each(a, b):
        assert a % STEP == b % STEP == 0
        return range(a // STEP, b // STEP)

    unseen = watch.not_inspected(inspected, found.seen, (0, PLACES.line.length_m), period)
    return {
        "times": {p: part[2:] for part in watch.patrolled(found.walks, WITHIN, period).parts for p in each(*part[:2])},
        "not walked": {
            p: part.day for part in watch.not_walked_for(found.walks, WITHIN, days=days, on=on) for p in each(*part[:2])
        },
        "nobody": {p for gap in watch.nobody_looks_after(found.stretches, WITHIN, on=on) for p in each(*gap)},
        "unseen": {one.marker.number: one.last for one in unseen},
        "plans": sorted(tuple(plan) for plan in watch.planned_and_done(found.plans, found.walks, period)),
    }


def asked(world, questions):
    """Ask random questions of both nodes, each as known at some instant of the story."""
    for _ in range(questions):
        side, instant = world.chance.choice(("VN", "LA")), world.chance.choice(world.instants)
        first = day(world.chance.randrange(DAYS))
        question = (first, first + world.chance.randint(0, 60)), world.chance.randint(1, 60), first
        assert told(world.nodes[side], instant, *question) == counted(world.known(side, instant), *question)


@pytest.mark.parametrize("story", range(3))
def test_each_question_is_answered_as_it_was_known_then(border, story):
    world = World(border, 100 * SEED + story)
    world.live(40)
    asked(world, 40)


def test_an_answer_by_what_is_known_today_is_caught(border, monkeypatch):
    """Negative control: the instant is forgotten."""
    world = World(border, SEED)
    world.live(30)
    asks = watching.watched
    monkeypatch.setattr(watching, "watched", lambda ledger, reader, **_known_on: asks(ledger, reader))
    with pytest.raises(AssertionError):
        asked(world, 20)
