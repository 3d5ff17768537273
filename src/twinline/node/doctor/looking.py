"""What is looked at. Each look only reads; it returns how it stands, and what to do where it isn't fine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.db.migrations.executor import MigrationExecutor

from twinline.access import owing, tracing
from twinline.access.models import User
from twinline.node import faults
from twinline.node.rights import commands as listing
from twinline.node.rights import gathering
from twinline.node.rights.field import differences, listed
from twinline.sealed import keeping
from twinline.sealed.copies import Copies
from twinline.sealed.vault import Vault
from twinline.sentences import Plural, Sentence, entries
from twinline.store import allowed, backing, contacts, guard, identity, lines, peers, rostering, rosters, settled
from twinline.store.ledger import DATABASE, Ledger
from twinline.times import DAY_MS, day_of, from_rfc3339, iso

#: So little free space is wrong, so little is looked at (bytes).
TOO_FULL, RATHER_FULL = 200_000_000, 2_000_000_000
#: So many days without a backup, or without a word from a peer.
BACKUP_DAYS, PEER_DAYS, SILENT_DAYS = 7, 7, 30
#: So many tries in a row that failed are told, where nothing came from there for a day either.
FAILURES = 3
#: What to do with personal parts past their date; a clock that is wrong must never be the reason to erase one.
_ERASE = Sentence("Erase them: 'twinline persons retain', every day.")
_IF_THE_CLOCK_IS_RIGHT = Sentence(
    "Compare the clock with another first: if it is wrong, set it and erase nothing. If it is right, 'twinline persons "
    "retain --clock-is-right NAME'."
)
#: A clock behind what another node signed, by more than this, can't be right.
SKEW_MS = 5 * 60_000


class State(StrEnum):
    """How something stands."""

    FINE = "fine"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was looked at: its name for programs, how it stands, and what to do (empty where it is fine)."""

    check: str
    state: State
    sentence: Sentence
    todo: Sentence | str = ""


def look(ledger: Ledger, *, now: int) -> list[Seen]:
    """Return how everything stands, in the order in which it should be mended."""
    found: list[Seen] = []
    for each in LOOKS:
        try:
            found += each(ledger, now)
        except Exception as error:  # what is broken is told, and hides nothing of what else is
            problem = faults.of(error)
            if problem is None:
                raise
            if problem.check not in {one.check for one in found}:  # several looks read the same file
                found.append(Seen(problem.check, State.WRONG, Sentence("{what}", what=problem.whole)))
    return found


def _keys(ledger: Ledger, now: int) -> Iterator[Seen]:
    open_to_all = [path.name for path in identity.exposed(ledger.folder)]
    if open_to_all:
        yield Seen(
            "keys",
            State.WRONG,
            Sentence("Other users of this machine can read {files}.", files=open_to_all),
            Sentence("Allow only their owner to read them; if others use the machine, change these keys."),
        )
    else:
        yield Seen("keys", State.FINE, Sentence("The keys can be read by their owner alone."))
    if broken := [path.name for path in identity.unreadable(ledger.folder)]:
        yield Seen(
            "broken-keys",
            State.WRONG,
            Sentence("No key can be read any more in {files}.", files=broken),
            Sentence("Put back the copies that are kept apart, or bring the node back from a backup."),
        )
    ledger_file = ledger.folder / DATABASE
    if os.name == "posix" and ledger.folder.stat().st_mode & 0o077 and ledger_file.stat().st_mode & 0o077:
        yield Seen(
            "folder",
            State.WRONG,
            Sentence("Other users of this machine can read the ledger and the accounts."),
            Sentence("Allow only the owner into {folder} (mode 700).", folder=ledger.folder),
        )
    else:
        yield Seen("folder", State.FINE, Sentence("The folder is closed to other users of this machine."))


def _signs(ledger: Ledger, now: int) -> Iterator[Seen]:
    reason = guard.stopped(ledger)
    if reason is not None:
        yield Seen("signs", State.WRONG, Sentence("{what}", what=reason.whole))
    elif others := rosters.others_in_service(ledger):
        yield Seen(
            "signs",
            State.LOOK,
            Sentence("{org} has other nodes in service, too: {nodes}. A stick for one can't be read by another.",
                     org=ledger.node.organisation, nodes=[f"{each.id[:16]}…" for each in others]),
            Sentence(
                "If that machine is gone, or is an earlier copy of this one: 'twinline roster revoke {node} "
                "--reason lost', then exchange.",
                node=others[0].id[:16],
            ),
        )  # fmt: skip
    else:
        yield Seen("signs", State.FINE, Sentence("This is the copy of the node that ran last, and it is in service."))


def _unheard(ledger: Ledger, now: int) -> Iterator[Seen]:
    org, unheard = ledger.node.organisation, rostering.unheard(ledger)
    for host, count in sorted(unheard.items()):
        yield Seen(
            "unheard",
            State.LOOK,
            Sentence(
                "What the node of {host} said for {org}, and for those under it, stands aside: {entries}.",
                host=host, org=org, entries=entries(count),
            ),
            Sentence(
                "If it spoke for {org} then: 'twinline roster add {org} --parent {host}', then exchange.",
                host=host, org=org,
            ),
        )  # fmt: skip
    if not unheard:
        yield Seen("unheard", State.FINE, Sentence("Nothing that was said for {org} stands aside.", org=org))


def _clock(ledger: Ledger, now: int) -> Iterator[Seen]:
    told = [contacts.told_at(ledger, peer.node) for peer in peers.all_peers(ledger)]
    latest = max((moment for moment in told if moment is not None), default=None)
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT MAX(arrived) FROM store_entry")
        arrived = cursor.fetchone()[0]
    behind = max((moment for moment in (latest, arrived) if moment is not None), default=now)
    if now < behind - SKEW_MS:
        yield Seen(
            "clock",
            State.WRONG,
            Sentence("This machine’s clock is behind what was signed already."),
            Sentence("Set the clock. Until then nothing should be said here."),
        )
    elif keeping.clock_doubt(ledger, now=now) is not None:
        yield Seen(
            "clock",
            State.LOOK,
            Sentence("No other node’s recent word agrees with this machine’s clock."),
            Sentence("Compare the clock with another; exchange with a peer."),
        )
    else:
        yield Seen("clock", State.FINE, Sentence("The clock agrees with what other nodes signed."))


def without_ledger(folder: Path, error: Exception) -> list[Seen]:
    """Return how a node stands whose ledger can't be opened, as on a full disk: why, and what room there is."""
    said = Sentence(
        "The ledger's database says: {reason}. Look at the disk and at other programs that use it.", reason=error
    )
    return [*_room(folder), Seen("ledger", State.WRONG, said)]


def _disk(ledger: Ledger, now: int) -> Iterator[Seen]:
    yield from _room(ledger.folder)


def _room(folder: Path) -> Iterator[Seen]:
    free = shutil.disk_usage(folder).free
    told = Sentence("Free on the disk: {free:,} MB.", free=free // 1_000_000)
    if free < TOO_FULL:
        yield Seen("disk", State.WRONG, told, Sentence("Free some space now: a full disk keeps nothing more."))
    elif free < RATHER_FULL:
        yield Seen("disk", State.LOOK, told, Sentence("Free some space soon."))
    else:
        yield Seen("disk", State.FINE, told)


def _address(ledger: Ledger, now: int) -> Iterator[Seen]:
    bare = sorted({url for peer in peers.all_peers(ledger) for url in peer.urls if not _guarded(url)})
    if bare:
        yield Seen(
            "address",
            State.LOOK,
            Sentence("Without TLS on the road to: {urls}.", urls=bare),
            Sentence("Parcels are signed, but can be read there: use https, or a protected network."),
        )
    elif os.environ.get("TWINLINE_HTTPS") != "1":
        yield Seen(
            "address",
            State.LOOK,
            Sentence("The desk is not told that it is served by TLS."),
            Sentence("Behind a proxy with TLS set TWINLINE_HTTPS=1; without one serve this machine alone."),
        )
    else:
        yield Seen("address", State.FINE, Sentence("The desk and its peers are reached by TLS."))


def _guarded(url: str) -> bool:
    told = urlsplit(url)
    if told.scheme == "https":
        return True
    try:
        return ip_address(told.hostname or "").is_loopback
    except ValueError:
        return told.hostname == "localhost"


def _backup(ledger: Ledger, now: int) -> Iterator[Seen]:
    made = backing.last(ledger.folder)
    todo = Sentence("Back up: 'twinline backup', to a disk that is kept elsewhere.")
    if made is None:
        yield Seen("backup", State.WRONG, Sentence("No backup of this node was made here."), todo)
        return
    told = Sentence("Last backup: {day}.", day=iso(day_of(made)))
    yield (
        Seen("backup", State.FINE, told)
        if now - made <= BACKUP_DAYS * DAY_MS
        else Seen("backup", State.LOOK, told, todo)
    )


def _peers(ledger: Ledger, now: int) -> Iterator[Seen]:
    found = peers.all_peers(ledger)
    if not found:
        yield Seen(
            "peers",
            State.LOOK,
            Sentence("This node is paired with no other."),
            Sentence("Pair it: 'twinline peer add'."),
        )
    for peer in found:
        last = _heard(ledger, peer.node, now)
        since = now - (peer.added if last is None else last)
        told = (
            Sentence("{peer}: nothing heard from it yet.", peer=peer.name)
            if last is None
            else Sentence("{peer}: last heard from {day}.", peer=peer.name, day=iso(day_of(last)))
        )
        failures = contacts.contact(ledger, peer.node).failures
        if since <= PEER_DAYS * DAY_MS and failures >= FAILURES and (last is None or now - last > DAY_MS):
            failed = Plural("{told} {number:,} try in a row failed.", "{told} {number:,} tries in a row failed.",
                            failures, told=told)  # fmt: skip
            yield Seen("peers", State.LOOK, failed, Sentence("'twinline exchange {peer}' says why.", peer=peer.name))
        elif since <= PEER_DAYS * DAY_MS:
            yield Seen("peers", State.FINE, told)
        else:
            state = State.WRONG if since > SILENT_DAYS * DAY_MS else State.LOOK
            yield Seen("peers", state, told, Sentence("Exchange with it, by link or by stick; ask whether it is well."))


def _heard(ledger: Ledger, node: str, now: int) -> int | None:
    """Return when a peer was last reached, or wrote what a stick brought, whose time is by its own clock."""
    by_stick = contacts.told_at(ledger, node)
    times = [contacts.contact(ledger, node).last_success, None if by_stick is None else min(by_stick, now)]
    return max((each for each in times if each is not None), default=None)


def _schema(ledger: Ledger, now: int) -> Iterator[Seen]:
    executor = MigrationExecutor(ledger.connection)
    unknown = sorted(
        "/".join(each) for each in set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    )  # type: ignore[arg-type]
    if unknown:
        yield Seen(
            "schema",
            State.WRONG,
            Sentence("A newer version of Twinline wrote into this ledger ({names}).", names=unknown),
            Sentence("Use that version here, or one that is newer."),
        )
    elif _unlisted(ledger):
        yield Seen(
            "schema",
            State.WRONG,
            Sentence("The database no longer refuses an offence that is not on the list: somebody took that out."),
            Sentence("Ask who did; 'twinline rebuild' sets it again."),
        )
    else:
        yield Seen("schema", State.FINE, Sentence("The tables are those of this version."))


def _unlisted(ledger: Ledger) -> list[str]:
    with ledger.connection.cursor() as cursor:
        return allowed.lacking(cursor)


def _trace(ledger: Ledger, now: int) -> Iterator[Seen]:
    broken = tracing.broken()
    if broken is None:
        yield Seen("trace", State.FINE, Sentence("The trace is whole."))
    else:
        yield Seen(
            "trace",
            State.WRONG,
            broken.told,
            Sentence("Keep the folder as it is, and tell the data protection officer."),
        )


def _alarms(ledger: Ledger, now: int) -> Iterator[Seen]:
    number = len(peers.alarms(ledger))
    if number:
        yield Seen(
            "alarms",
            State.LOOK,
            Sentence("Alarms that stand: {number:,}.", number=number),
            Sentence("Read them on the page of alarms, or with 'twinline verify'."),
        )
    else:
        yield Seen("alarms", State.FINE, Sentence("No alarm stands."))


def _persons(ledger: Ledger, now: int) -> Iterator[Seen]:
    vault, today = Vault(ledger.folder), day_of(now)
    if lost := vault.unopened():
        yield Seen(
            "lost-persons",
            State.WRONG,
            Sentence("Personal parts that can’t be opened any more: {number:,}.", number=lost),
            Sentence("Put back keys/sealed.key, or bring them back: 'twinline persons restore'."),
        )
    kept = vault.kept()
    due = [each for each in kept if max(each.ends, each.held_to or each.ends) < today]
    if due:
        yield Seen(
            "persons",
            State.WRONG,
            Sentence("Personal parts past their date: {number:,}.", number=len(due)),
            _IF_THE_CLOCK_IS_RIGHT if keeping.clock_doubt(ledger, now=now) else _ERASE,
        )
    else:
        yield Seen("persons", State.FINE, Sentence("No personal part is past its date."))


def _parts_backup(ledger: Ledger, now: int) -> Iterator[Seen]:
    vault = Copies(ledger.folder)
    made = vault.last_backup()
    if not vault.kept() or (made and now - from_rfc3339(made) <= BACKUP_DAYS * DAY_MS):
        yield Seen("persons-backup", State.FINE, Sentence("Personal parts are backed up, or there are none."))
    else:
        yield Seen(
            "persons-backup",
            State.LOOK,
            Sentence("Personal parts were last backed up: {day}.", day=made[:10] or "–"),
            Sentence("Back them up: 'twinline persons backup', and keep keys/sealed.key apart."),
        )


def _accounts(ledger: Ledger, now: int) -> Iterator[Seen]:
    alone = [
        user.username
        for user in User.objects.filter(is_active=True).order_by("username")
        if owing.opens_much(user) and not owing.has(user)
    ]
    if alone:
        yield Seen(
            "accounts",
            State.LOOK,
            Sentence("With a password alone, though their role opens much: {names}.", names=alone),
            Sentence("Let each add a second proof, on the page of their account."),
        )
    else:
        yield Seen("accounts", State.FINE, Sentence("Whoever releases or opens personal parts has a second proof."))


def _fields(ledger: Ledger, now: int) -> Iterator[Seen]:
    found = gathering.everything(ledger, now=now)
    if differences(found, listed()) or listing.suspicious(found):
        yield Seen(
            "fields",
            State.WRONG,
            Sentence("This node has fields that the list of this version doesn’t have."),
            Sentence("Look which: 'twinline rights --check'."),
        )
    else:
        yield Seen("fields", State.FINE, Sentence("All fields are those of the list."))


def _places(ledger: Ledger, now: int) -> Iterator[Seen]:
    astray = lines.astray(ledger)
    if astray:
        yield Seen(
            "places",
            State.LOOK,
            Sentence("Records whose kilometre isn’t the one of their coordinates: {number:,}.", number=astray),
            Sentence("An earlier version reckoned it: run 'twinline rebuild' once."),
        )
    else:
        yield Seen("places", State.FINE, Sentence("Coordinates have the kilometre that this version gives them."))


def _figures(ledger: Ledger, now: int) -> Iterator[Seen]:
    waiting = settled.waiting(ledger)
    if waiting:
        yield Seen(
            "figures",
            State.LOOK,
            Plural(
                "Figures are right but slow: {number:,} fact lies beyond their indexes.",
                "Figures are right but slow: {number:,} facts lie beyond their indexes.",
                waiting,
            ),
            Sentence("At an hour when nobody writes, run 'twinline rebuild --indexes'."),
        )
    else:
        yield Seen("figures", State.FINE, Sentence("Figures are read by their indexes."))


LOOKS: tuple[Callable[[Ledger, int], Iterator[Seen]], ...] = (
    _keys,
    _signs,
    _unheard,
    _clock,
    _disk,
    _schema,
    _figures,
    _places,
    _trace,
    _fields,
    _alarms,
    _persons,
    _backup,
    _parts_backup,
    _peers,
    _address,
    _accounts,
)
