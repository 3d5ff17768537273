"""What is promised, which suite proves it, and how often each tries: docs/promises.md is made from this list.

A suite takes its numbers from here (``tries``) and says what it found (``tell``); the
last lines of a run are those words, so whoever runs the tests sees what was run,
not what somebody wrote about it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

#: One seed for all suites that draw by chance; every line says it, and TWINLINE_SEED sets another.
SEED = int(os.environ.get("TWINLINE_SEED") or 1)


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite: what it tries (``unit``), how often in ``make test`` and in ``make test-long``, and its control."""

    promise: str
    what: str
    file: str
    unit: str
    quick: int
    long: int
    control: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise in a sentence, and what no test proves yet."""

    name: str
    sentence: str
    missing: str


@dataclass
class Told:
    """What a suite found in this run: how often it tried, and what, counted over all its tests."""

    run: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    seed: int | None = None


TOLD: dict[str, Told] = {}


def lines() -> list[str]:
    """Return one line for each suite that ran, in the order of the promises."""
    found = []
    for what, told in sorted(TOLD.items(), key=lambda one: list(SUITES).index(one[0])):
        drawn = "" if told.seed is None else f", seed {told.seed}"
        counts = ", ".join(f"{count:,} {name}" for name, count in told.counts.items())
        found.append(f"{SUITES[what].promise} {what}: {told.run:,} {SUITES[what].unit}{drawn}: {counts}")
    return found


def handed_on() -> dict[str, tuple[int, dict[str, int], int | None]]:
    """Return what ran in this process, in plain words for another one."""
    return {what: (told.run, dict(told.counts), told.seed) for what, told in TOLD.items()}


def take_over(found: Mapping[str, tuple[int, dict[str, int], int | None]]) -> None:
    """Add what ran in another process."""
    for what, (run, counts, seed) in found.items():
        tell(what, run, counts, seed=seed)


def tries(what: str) -> list[object]:
    """Return the numbers of a suite, for ``parametrize``: the quick one, and the long one under its mark."""
    suite = SUITES[what]
    long = [pytest.param(suite.long, marks=pytest.mark.long, id=f"long-{suite.long}")] if suite.long else []
    return [pytest.param(suite.quick, id=f"quick-{suite.quick}"), *long]


def cells(what: str, quick: Sequence[object], every: Sequence[object]) -> list[object]:
    """Return the cells of a matrix, those that aren't quick under the mark of the long suite."""
    suite = SUITES[what]
    assert (len(quick), len(every) - len(quick)) == (suite.quick, suite.long), what
    return [*quick, *(pytest.param(*cell, marks=pytest.mark.long) for cell in every if cell not in quick)]  # type: ignore[misc]


def tell(what: str, run: int, found: Mapping[str, int], *, seed: int | None = SEED) -> None:
    """Say what a suite found; ``run`` is how often it really tried. What several tests of a suite say is added up."""
    told = TOLD.setdefault(what, Told(seed=seed))
    told.run += run
    told.counts.update(dict.fromkeys(found, 0))
    told.counts.update(found)


PROMISES: dict[str, Promise] = {}
SUITES: dict[str, Suite] = {}


def promise(name: str, sentence: str, missing: str = "") -> None:
    """Declare a promise."""
    PROMISES[name] = Promise(name, sentence, missing)


def suite(name: str, what: str, file: str, unit: str, quick: int, long: int, control: str) -> None:
    """Declare a suite of a promise. ``control`` names the test, here or in another file, that sees it fail."""
    assert what not in SUITES
    SUITES[what] = Suite(name, what, f"tests/{file}", unit, quick, long, control)


promise(
    "A1",
    "What we acknowledged is on disk",
    "submissions from phones: not built yet",
)
_KILL = "recovery/test_kills.py"
suite("A1", "kills while saying", "store/test_kills.py", "kills", 8, 1000,
      "test_what_is_acknowledged_before_it_is_kept_is_found_lost")  # fmt: skip
suite("A1", "kills while confirming", _KILL, "kills", 6, 1000, "test_what_was_told_before_it_was_done_is_found")
suite("A1", "kills while exchanging", _KILL, "kills", 8, 1000, "test_a_node_that_holds_more_than_its_author_is_found")
suite("A1", "kills while writing and reading a stick", _KILL, "kills", 6, 1000,
      "test_a_file_written_in_place_is_found_cut")  # fmt: skip
suite("A1", "kills while backing up", _KILL, "kills", 5, 1000, "test_what_was_told_before_it_was_done_is_found")
suite("A1", "kills while migrating", _KILL, "kills", 6, 1000, "test_what_was_told_before_it_was_done_is_found")
suite("A1", "kills while erasing", "sealed/test_erasing.py", "kills", 6, 1000,
      "test_an_erasure_told_before_it_was_done_is_found")  # fmt: skip
suite("A1", "power cuts while erasing", "sealed/test_erasing.py", "disk images", 30, 1000,
      "test_a_vault_that_does_not_wait_for_the_disk_is_found")  # fmt: skip
suite("A1", "kills while reading a large stick", "exchange/test_kill.py", "kills", 3, 1000,
      "test_what_was_kept_without_a_receipt_is_found")  # fmt: skip
_CUTS = "store/test_power_cuts.py"
suite("A1", "power cuts while saying", _CUTS, "disk images", 30, 1000,
      "test_a_node_that_does_not_wait_for_the_disk_is_found_losing")  # fmt: skip

_CUTS_OF_TWO = "recovery/test_power_cuts.py"
suite("A1", "power cuts while exchanging", _CUTS_OF_TWO, "disk images", 12, 1000,
      "test_nodes_that_do_not_wait_for_the_disk_are_found")  # fmt: skip
suite("A1", "power cuts while reading a stick", _CUTS_OF_TWO, "disk images", 12, 1000,
      "test_nodes_that_do_not_wait_for_the_disk_are_found")  # fmt: skip

promise("A2", "Nothing leaves a node before it is durable")
suite("A2", "failing syncs while two nodes exchange", _CUTS_OF_TWO, "disk images", 4, 250,
      "test_a_node_that_sends_before_its_disk_has_it_is_found_lacking")  # fmt: skip
suite("A2", "power cuts after syncs that failed", _CUTS, "disk images (for each of 8 ways)", 4, 125,
      "test_a_node_that_builds_on_what_a_failed_sync_left_is_found_losing")  # fmt: skip

promise("A3", "A full or failing disk harms nothing",
        "the 8 MB disk, full to its last byte, and erasing on it are tried where one may be mounted: "
        "tests/desk/test_full_disk.py; erasing where a disk takes no more writes: tests/sealed/test_erasing.py, a "
        "story")  # fmt: skip
suite("A3", "writes that a disk refuses", "store/test_failing_disk.py", "deeds", 25, 500,
      "test_an_acknowledgement_that_does_not_wait_for_the_disk_is_found_lost")  # fmt: skip

promise("A5", "Old and new versions live together",
        "exchange with earlier versions: 0.1 is the first; unknown words and killed migrations are tried")  # fmt: skip
suite("A5", "words of versions to come", "recovery/test_versions.py", "words", 120, 5000,
      "test_a_bad_word_that_is_folded_would_be_seen")  # fmt: skip

promise("A6", "A backup brings the node back")
suite("A6", "restore drills", "recovery/test_drills.py", "drills", 2, 100,
      "test_a_backup_that_lacks_what_was_said_before_it_would_be_seen")  # fmt: skip

promise(
    "B1",
    "Nodes with the same feeds say the same, byte for byte",
    "in the stories in memory nothing is restored, merged or erased; in those on SQLite it is. Roots that are replaced "
    "have stories of their own (tests/recovery/test_new_root.py)",
)
suite("B1", "random stories of two nodes", "store/test_random_stories.py", "stories on SQLite", 8, 300,
      "test_a_broken_store_is_caught")  # fmt: skip
suite("B1", "stories of five offices in memory", "exchange/test_neighbours_in_memory.py", "stories", 5, 2000,
      "test_offices_that_fold_by_arrival_are_caught")  # fmt: skip
suite("B1", "stories of five neighbours", "recovery/test_neighbours.py", "stories on SQLite", 1, 200,
      "test_nodes_with_a_broken_part_are_caught")  # fmt: skip

promise("B3", "A damaged or hostile parcel changes nothing")
_REFUSE = "exchange/test_refusals.py"
_TAKES = "test_control_a_reader_that_does_not_compare_the_digest_takes_mutants"
suite("B3", "files altered after encryption", _REFUSE, "mutants", 300, 10_000, _TAKES)
suite("B3", "parcels altered before compression", _REFUSE, "mutants", 300, 10_000, _TAKES)
suite("B3", "parcels altered before encryption", _REFUSE, "mutants", 300, 10_000, _TAKES)

promise(
    "B2",
    "A bad link still ends well",
    "held by tests/exchange/test_bad_link.py, its time reckoned and not slept, whichever side asks: a scaled story in "
    "the quick suite, 500 records and a 5 MB photo in the long one",
)

promise("B4", "One bad entry stops nothing else")
suite("B4", "bad words amid good ones", "recovery/test_versions.py", "words", 80, 5000,
      "test_a_bad_word_that_is_folded_would_be_seen")  # fmt: skip

promise(
    "B5",
    "Silence is visible",
    "held by tests/reports/test_sources.py: sources stand on figures, pages and reports with what they are known up "
    "to, and 30 days of silence mark them, on two nodes. No random stories yet",
)

promise("C1", "A feed shows its readers all of itself and nothing of others")
suite("C1", "worlds with words for others", "exchange/test_leak.py", "worlds", 4, 500,
      "test_control_a_rule_that_lets_everybody_see_is_caught")  # fmt: skip

promise("C2", "A restored, copied or cloned node never forks")
suite("C2", "nodes lost and brought back", "recovery/test_no_fork.py", "cells of 36", 12, 24,
      "test_a_restore_that_kept_its_old_key_would_fork")  # fmt: skip

promise("C3", "Two histories are found and can be shown")
suite("C3", "forks told to two readers", "recovery/test_two_histories.py", "forks", 4, 1000,
      "test_one_history_raises_no_alarm_and_proves_nothing")  # fmt: skip

promise(
    "C4",
    "Keys can be rotated, lost, stolen",
    "2 of 3 officers and parcel keys that turn quarterly: not built. Rotation, loss and theft of node, organisation "
    "and root keys by stick alone are held by tests/recovery/test_roster.py and test_new_root.py, a story each",
)

promise("C5", "Organisations change, the past doesn't")
suite("C5", "the reform of 2025", "recovery/test_reform.py", "replay", 1, 0,
      "test_a_figure_that_moved_with_the_places_would_be_seen")  # fmt: skip

promise(
    "D1",
    "Clocks may lie",
)
suite("D1", "clocks off by ten years", "recovery/test_clocks.py", "worlds", 2, 200,
      "test_a_figure_that_forgets_what_it_was_known_on_would_be_seen")  # fmt: skip

promise(
    "R1",
    "What is never recorded of people doesn't cross in free text either",
    "a list of words catches what is said plainly, not what is hidden on purpose, nor a name with nothing beside it "
    "that tells one; the sentences are our own",
)
_FREE = "records/test_free_text.py"
suite("R1", "ordinary sentences looked through", _FREE, "sentences", 1000, 20_000,
      "test_a_list_of_careless_words_flags_many_ordinary_sentences")  # fmt: skip
suite("R1", "sentences that may not cross", _FREE, "sentences", 130, 0, "test_without_the_list_none_is_caught")
suite("R1", "sentences that may not cross, in other words", _FREE, "sentences", 443, 0,
      "test_without_the_list_none_is_caught")  # fmt: skip
_NAMES = "test_without_the_forms_of_names_hardly_any_name_is_caught"
suite("R1", "sentences that name somebody", _FREE, "sentences", 79, 0, _NAMES)
suite("R1", "sentences with a bare name", _FREE, "sentences", 134, 0, _NAMES)
suite("R1", "sentences with a bare name that does something else", _FREE, "sentences", 120, 0, _NAMES)
suite("R1", "sentences that resemble a name", _FREE, "sentences", 1000, 20_000, _NAMES)

promise("R2", "No form, sheet, program or peer brings a field that there is not")
suite("R2", "fields that there are not, by every entrance", "hostile/test_entrances.py", "attempts", 60, 0,
      "test_what_would_come_in_is_seen")  # fmt: skip

promise("E2", "Nor is the number or size of what is hidden to be seen",
        "held by tests/hostile/test_twins.py, two worlds for each of three doors (pages, programs, commands that take "
        "a reader), and for parcels by tests/exchange/test_leak.py")  # fmt: skip
promise("F1", "After its date a sealed part is in no byte we keep, or that ever left",
        "held by tests/sealed/test_everywhere.py, a story on SQLite, as UTF-8, UTF-16, base64, hexadecimal and "
        "escaped, unpacked and decrypted. With secure_delete alone names are found. No node keeps anything in "
        "PostgreSQL: docs/decisions/0342")  # fmt: skip
promise("F3", "Backups follow: what was erased doesn't come back with one",
        "held by tests/sealed/test_backups.py, story by story; an erasure made after the last backup of the ledger, on "
        "a machine that is lost, isn't known to anybody")  # fmt: skip
promise("R13", "A person who asks gets an answer from two people",
        "held by tests/sealed/test_requests.py, story by story")  # fmt: skip

promise(
    "E1",
    "Nothing is seen outside its audience",
    "programs are tried by chance; every place and command that gives something away has its rule "
    "(tests/access/test_exporters.py), every address is asked for what is hidden (tests/access/test_audiences.py)",
)
suite("E1", "requests of programs drawn by chance", "api/test_hostile_programs.py", "requests (of each of 15 ways)",
      12, 300, "test_a_door_that_tells_what_it_should_not_is_found")  # fmt: skip
promise("E3", "Each role can do exactly what is written",
        "held by tests/access/test_doors.py, cell by cell: role, page or scope, method")  # fmt: skip

promise(
    "R10",
    "Small numbers that point at someone are told to nobody but who said them",
    "a record keeps its numbers for those it is addressed to, on its page, in lists, sheets and maps: hidden are "
    "figures, what lies behind them and what changed",
)
suite("R10", "ledgers with small numbers", "figures/test_small_numbers.py", "ledgers", 10, 300,
      "test_a_rule_that_hides_the_small_number_alone_is_found_out")  # fmt: skip

promise("E5", "Files from outside are hostile, and harm nothing")
_HOSTILE = "hostile/test_parsers.py"
_SEEN = "test_a_parser_that_crashes_says_nothing_or_hangs_is_found"
suite("E5", "altered files for each parser", _HOSTILE, "files", 60, 0, _SEEN)
suite("E5", "minutes of altered files for each parser", _HOSTILE, "minutes", 0, 10, _SEEN)

promise("E1", "Nothing is seen outside its audience",
        "held by the crawl below, tests/access/test_audiences.py, tests/access/test_exporters.py, "
        "tests/hostile/test_twins.py and tests/exchange/test_leak.py; tiles and phones: not built yet")  # fmt: skip
suite("E1", "addresses and forms of the desk", "hostile/test_crawl.py", "of each shape", 1, 3,
      "test_a_page_that_does_not_escape_is_found")  # fmt: skip
suite("E1", "pages in a browser", "hostile/test_crawl.py", "pages", 8, 80,
      "test_what_runs_or_is_stopped_in_a_browser_is_seen")  # fmt: skip
