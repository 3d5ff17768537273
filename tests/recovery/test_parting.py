"""An office that was on its province's node gets a node of its own. What was said for it, and to it, stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.border import Border, Side, incident
from tests.recovery.world import Office, by_stick, founding, wire
from twinline.exchange.conversation import REQUEST_1
from twinline.exchange.have import FeedHave
from twinline.exchange.selecting import Selection
from twinline.feeds import changes
from twinline.node.doctor import looking
from twinline.records import registry
from twinline.sentences import entries
from twinline.store import beginning, following, reading, rostering, rosters, verifying
from twinline.store.commands import roster as roster_commands
from twinline.store.errors import StoreError
from twinline.store.ledger import Ledger
from twinline.store.reading import Reader
from twinline.store.saying import NotOurs

DISTRICT, CLUSTER, PROVINCE, OTHER = "la-xk-nong-het", "la-c-nong-het-tay", "la-xk", "vn-na"


class Parting:
    """The district Nong Het was on Xieng Khouang's node, which spoke for it and for its village cluster."""

    def __init__(self, border: Border, folder: Path) -> None:
        self.folder = folder
        clock = border.clock
        beginning.begin(folder / "na", founding(OTHER), hosts=(OTHER,), now=clock()).close()
        self.na = Office.of(Side.reopen(folder / "na", clock))
        self.xk = Office.of(Side(folder / "xk", PROVINCE, clock))
        self.na.side.pin(self.xk.side)
        self.xk.side.pin(self.na.side)
        self.words = [
            self.xk.side.say(
                "incident", incident(counterparts=[OTHER], cases=n + 1), author=code, to=f"{OTHER},{code}"
            ).record
            for n, code in enumerate((DISTRICT, CLUSTER))
        ]
        self.to_cluster = self.na.side.say("incident", incident(counterparts=[DISTRICT]), to=f"twin:{CLUSTER}").record
        by_stick(self.na, self.xk, folder)

    def begin(self) -> Office:
        """Begin the district's own node, and let all three compare fingerprints."""
        district = Office.of(Side(self.folder / "district", DISTRICT, self.na.clock))
        for office in (self.na, self.xk):
            office.side.trust(district.side)
            district.side.trust(office.side)
        return district

    def meet(self, district: Office) -> None:
        for office in (self.na, self.xk):
            office.side.pin(district.side)
            district.side.pin(office.side)
        for _ in range(2):
            for one, other in ((self.na, district), (self.xk, district), (self.na, self.xk)):
                by_stick(one, other, self.folder)


@pytest.fixture
def parting(border: Border, tmp_path: Path) -> Parting:
    return Parting(border, tmp_path)


def aside(office: Office) -> int:
    with office.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM store_entry WHERE quarantine <> ''")
        return int(cursor.fetchone()[0])


def sound(*those: Office) -> bool:
    return all(verifying.verify(office.ledger).faults == [] for office in those)


def test_what_the_province_said_for_the_district_and_those_under_it_stays_its_word_everywhere(parting: Parting) -> None:
    district = parting.begin()
    assert sound(parting.na, parting.xk, district)
    parting.meet(district)
    everybody = (parting.na, parting.xk, district)
    assert [aside(office) for office in everybody] == [0, 0, 0]
    assert all(office.side.sees(word) for office in everybody for word in [*parting.words, parting.to_cluster])
    assert all(not office.ledger.roster().contested for office in everybody)
    assert sound(*everybody)


def test_from_then_on_the_district_speaks_and_reads_by_its_own_node_alone(parting: Parting) -> None:
    district = parting.begin()
    parting.meet(district)
    for code in (DISTRICT, CLUSTER):
        with pytest.raises(NotOurs):
            parting.xk.side.say("incident", incident(counterparts=[OTHER]), author=code, to=f"twin:{OTHER}")
    assert not {DISTRICT, CLUSTER} & parting.xk.ledger.reads_for()
    district.side.amend(parting.words[0], incident(counterparts=[OTHER], cases=7))
    told = parting.na.side.say("incident", incident(counterparts=[DISTRICT]), to=f"twin:{CLUSTER}").record
    parting.meet(district)
    assert parting.na.side.view(parting.words[0]).row.body["cases"] == 7
    assert district.side.sees(told)
    assert not parting.xk.side.sees(told)
    # Its records of before stay open to the province that held them, and it stays above the district.
    assert parting.xk.side.sees(parting.to_cluster)
    assert parting.na.ledger.roster().superiors(CLUSTER) == (DISTRICT, PROVINCE)


def test_what_was_received_for_the_district_before_it_parted_was_received_then(parting: Parting) -> None:
    asked = {**registry.of_kind("notice").sample[1], "counterparts": [CLUSTER], "type": "request"}
    notice = parting.na.side.say("notice", asked, to=f"twin:{CLUSTER}").record
    by_stick(parting.na, parting.xk, parting.folder)
    by_stick(parting.xk, parting.na, parting.folder)

    def since(office: Office) -> int | None:
        reader = Reader.of_node(office.ledger)
        rows = reading.records(office.ledger, reader, kind="notice")
        return following.received(office.ledger, reader, rows).get(notice)

    before = since(parting.na)
    assert before is not None
    district = parting.begin()
    parting.meet(district)
    assert since(parting.na) == since(district) == before


def test_the_province_offers_nothing_twice_and_is_told_nothing_of_what_came_since(parting: Parting) -> None:
    district = parting.begin()
    parting.meet(district)
    assert wire(parting.xk, district).sent_entries == 0
    peer = district.shelf.peer(parting.xk.id)

    def listed() -> Mapping[str, FeedHave]:
        return Selection(district.shelf, peer, REQUEST_1, district.clock(), None, None).ours()

    before = listed()
    parting.na.side.say("incident", incident(counterparts=[DISTRICT]), to=f"twin:{CLUSTER}")
    by_stick(parting.na, district, parting.folder)
    assert listed() == before
    # The control: to the office that said it the feed is listed with what came.
    peer = district.shelf.peer(parting.na.id)
    assert {told.size for told in listed().values()} > {told.size for told in before.values()}


def test_words_stand_aside_at_once_where_who_has_a_root_of_its_own_names_nobody_above(
    parting: Parting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is the district's own word that makes the province's words for it good."""
    monkeypatch.setattr(beginning, "_superior", lambda *_: None)
    district = parting.begin()
    assert aside(parting.na) > 0
    assert sound(parting.na, parting.xk, district)
    parting.meet(district)
    assert aside(parting.na) > 0
    assert sound(parting.na, parting.xk, district)


def unheard(office: Office) -> looking.Seen:
    (told,) = looking._unheard(office.ledger, office.clock())
    return told


def test_the_doctor_tells_an_office_which_of_its_words_stand_aside_and_what_it_says_then_brings_them_back(
    parting: Parting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The directory may name another above it than the one on whose node it was."""
    monkeypatch.setattr(beginning, "_superior", lambda *_: None)
    district = parting.begin()
    parting.meet(district)
    told = unheard(district)
    assert told.state is looking.State.LOOK
    assert str(told.sentence).endswith(f"stands aside: {entries(aside(parting.na))}.")
    assert f"'twinline roster add {DISTRICT} --parent {PROVINCE}'" in str(told.todo)
    # Nobody else is told to say so of words that aren't its own.
    assert all(each.state is looking.State.FINE for each in (unheard(parting.xk), unheard(parting.na)))
    rostering.add(
        district.ledger, DISTRICT, parent=PROVINCE, names={"en": DISTRICT}, since=None, until=None, hosted=True,
        now=district.clock(),
    )  # fmt: skip
    parting.meet(district)
    everybody = (parting.na, parting.xk, district)
    assert [aside(office) for office in everybody] == [0, 0, 0]
    assert all(office.side.sees(word) for office in everybody for word in parting.words)
    assert unheard(district).state is looking.State.FINE
    assert sound(*everybody)


def test_a_district_with_a_root_of_its_own_is_given_what_was_said_to_the_one_it_follows(parting: Parting) -> None:
    old = "la-xk-old"
    rostering.add(
        parting.xk.ledger,
        old,
        parent=None,
        names={"en": old},
        since=None,
        until=None,
        hosted=True,
        now=parting.xk.clock(),
    )
    by_stick(parting.xk, parting.na, parting.folder)
    told = parting.na.side.say("incident", incident(counterparts=[PROVINCE]), to=f"twin:{old}").record
    district = parting.begin()
    parting.meet(district)
    assert not district.side.sees(told)
    rostering.end(
        parting.xk.ledger, old, on="2025-12-31", successors=[DISTRICT], since="2026-01-01", now=parting.xk.clock()
    )
    rostering.reads(parting.xk.ledger, DISTRICT, old, now=parting.xk.clock())
    parting.meet(district)
    assert not district.side.sees(told)
    rostering.acknowledge(parting.na.ledger, DISTRICT, old, now=parting.na.clock())
    parting.meet(district)
    assert district.side.sees(told)
    assert sound(parting.na, parting.xk, district)


class BadFaith:
    """Xieng Khouang's node goes on speaking for the district after it parted, and brings it to Nghệ An."""

    def __init__(self, parting: Parting, monkeypatch: pytest.MonkeyPatch) -> None:
        self.parting, self.district = parting, parting.begin()
        parting.meet(self.district)
        self.everybody = (parting.na, parting.xk, self.district)
        with monkeypatch.context() as patched:
            patched.setattr(Ledger, "hosts", lambda ledger: frozenset(ledger.node.hosts))
            self.forged, self.own = [
                parting.xk.side.say(
                    "incident", incident(counterparts=[OTHER], cases=9), author=code, to=f"{OTHER},{DISTRICT}"
                )
                for code in (DISTRICT, PROVINCE)
            ]
        by_stick(parting.xk, parting.na, parting.folder)

    def part(self) -> None:
        rostering.part(
            self.district.ledger, self.parting.xk.id, authors=[DISTRICT], sizes={}, now=self.district.clock()
        )  # fmt: skip

    def seen(self, record: str) -> list[bool]:
        return [office.side.sees(record) for office in (self.parting.na, self.district)]


@pytest.mark.parametrize("rebuilt", [False, True])
def test_an_office_says_how_far_its_former_host_was_good_and_what_that_says_in_its_name_later_stands_aside(
    rebuilt: bool, parting: Parting, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = BadFaith(parting, monkeypatch)
    assert parting.na.side.sees(host.forged.record)  # the control: unless the office says so it counts
    host.part()
    parting.meet(host.district)
    if rebuilt:
        for office in host.everybody:
            verifying.rebuild(office.ledger)
    assert host.seen(host.forged.record) == [False, False]
    # What it had said for the district before, and what it says in its own name, stands.
    assert all(office.side.sees(word) for office in host.everybody for word in parting.words)
    assert host.seen(host.own.record) == [True, True]
    assert [aside(office) for office in host.everybody] == [1, 1, 1]
    assert sound(*host.everybody)


def test_nobody_says_so_of_whom_it_does_not_state_nor_of_a_host_that_it_has_now(
    parting: Parting, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = BadFaith(parting, monkeypatch)
    with pytest.raises(StoreError, match="doesn't state"):
        rostering.part(parting.na.ledger, parting.xk.id, authors=[DISTRICT], sizes={}, now=parting.na.clock())
    with pytest.raises(StoreError, match="speaks for"):
        rostering.part(host.district.ledger, host.district.id, authors=[DISTRICT], sizes={}, now=parting.na.clock())
    # Said all the same, it is ignored: Nghệ An's root silences nobody on the other side.
    bad = changes.former_host_statements(parting.xk.id, PROVINCE, [DISTRICT], {})
    rosters.say(parting.na.ledger, bad, now=parting.na.clock())
    parting.meet(host.district)
    assert [aside(office) for office in host.everybody] == [0, 0, 0]
    assert any(each.check == "scope" for each in host.district.ledger.roster().ignored)


def test_by_command_an_office_revokes_what_another_offices_node_says_in_its_name(
    parting: Parting, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = BadFaith(parting, monkeypatch)
    monkeypatch.setenv("TWINLINE_NODE", str(host.district.folder))
    done = CliRunner().invoke(roster_commands.roster, ["revoke", parting.xk.id[:12], "--json"])
    assert done.exit_code == 0, done.output
    assert {CLUSTER, DISTRICT} <= {*json.loads(done.output)["authors"]}
    parting.meet(host.district)
    assert host.seen(host.forged.record) == [False, False]
    assert parting.xk.id in {node.id for node in parting.na.ledger.roster().nodes_of(PROVINCE)}  # it goes on for itself
