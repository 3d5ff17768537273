"""The rule of everything that gives something away: by whose eyes it chooses, and the test that proves it.

One rule for each place in the code found by ``leaving``, and one for each command there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose an exporter is: who chooses what is in it, in words, and the tests that hold it to that."""

    whose: str
    proofs: tuple[str, ...]


_TWINS = "tests/hostile/test_twins.py::test_what_is_hidden_from_a_reader_changes_no_byte_that_they_get"
_DOORS = "tests/access/test_doors.py::test_each_role_enters_exactly_the_pages_its_rights_open"
_LEAK = "tests/exchange/test_leak.py::test_hidden_feeds_change_no_byte_of_a_parcel"
_NO_PERSON = (
    "tests/commands/test_every_command.py::test_a_command_that_does_its_work_ends_with_0_and_prints_json_when_asked"
)

#: A page or file of the desk: what the right of its address opens, and whoever is signed in may read.
OFFICER = Rule("who is signed in", (_DOORS, _TWINS))
#: An answer to a program: the same, within what its key was let in for.
PROGRAM = Rule("the account behind a key", (
    "tests/access/test_doors.py::test_a_key_opens_exactly_what_both_its_scope_and_its_account_s_role_open", _TWINS,
))  # fmt: skip
#: What goes to another node: what is addressed to an organisation it speaks for.
ADDRESSED = Rule(
    "the node it is for", (_LEAK, "tests/exchange/test_leak.py::test_hidden_feeds_change_no_byte_of_a_card")
)
#: A command that takes a reader: what all of these may read.
READER = Rule("the readers named with --for", (_TWINS, _NO_PERSON))
#: What whoever holds the node's keys does with it at a terminal: all that the node reads, no personal part.
NODE = Rule("the node itself", (_NO_PERSON,))
#: A copy of the whole node: no signing key, no personal part.
BACKUP = Rule("the node itself, whole", (
    "tests/recovery/test_backup.py::test_a_backup_is_verified_when_made_and_holds_no_key",
    "tests/sealed/test_everywhere.py::test_no_byte_that_is_kept_or_ever_left_has_a_name_after_it_was_erased",
))  # fmt: skip
#: Personal parts, each under its key, and the whole under the master key that is kept apart.
SEALED = Rule("the key kept apart", (
    "tests/sealed/test_backups.py::test_the_file_holds_no_name_and_no_key_and_others_can_not_read_it",
    "tests/sealed/test_backups.py::test_without_the_key_kept_apart_nothing_comes_back",
))  # fmt: skip
#: Personal parts told to two people at once, who both proved who they are.
TWO = Rule("two people", ("tests/sealed/test_requests.py::test_the_command_takes_both_passwords_and_does_the_same",))
#: A mail: a number and an address.
MAIL = Rule("who asked to be reminded", (
    "tests/access/test_reminders.py::test_what_a_reader_may_not_know_changes_no_byte_of_a_mail",
))  # fmt: skip
#: Stays in the node's own folder or with its own processes.
STAYS = Rule("nobody: it stays with the node", (
    "tests/sealed/test_everywhere.py::test_no_byte_that_is_kept_or_ever_left_has_a_name_after_it_was_erased",
))  # fmt: skip
#: Holds no record: a fixed text, a refusal, accounts and keys of one's own, what the node is.
NOTHING = Rule("anybody: no record is in it", (_NO_PERSON,))

PLACES: Mapping[Rule, str] = {
    READER: "reports.commands:figures",
    OFFICER: """
        desk.views.alarms:evidence desk.views.calendar:as_file desk.views.calendar:monday_pdf desk.views.grid:sheet
        desk.views.line:map_data desk.views.line:out desk.views.office:letter desk.views.papers:minutes
        desk.views.pictures:_give desk.views.report:issued desk.views.report:_file desk.views.sheets:as_file
        desk.views.new:keep_draft desk.views.words:as_file
    """,
    PROGRAM: "api.door:_told api.door:_written",
    ADDRESSED: """
        desk.views.exchange:write_file exchange.files:write_bundle exchange.client:_put
        exchange.views:ExchangeViews.card exchange.views:ExchangeViews._answer
        exchange.commands:card
    """,
    NODE: """
        store.commands.common:print_json store.commands.common:printed_when_done store.commands.common:whole_file
        store.commands.saying:add store.commands.feeds:export store.commands.proofs:write
        store.commands.attaching:get store.commands.line:export store.commands.line_versions:give
        reports.commands:report reports.paper_commands:_write
        reports.calendar_commands:calendar reports.monday_commands:monday
        sheets.commands:template sheets.commands:write sheets.commands:month store.evidence:write
    """,
    BACKUP: "store.backing:back_up store.backing:_copy store.backing:unpack",
    SEALED: "sealed.backing:back_up",
    MAIL: "node.mail:Post._reached",
    STAYS: """
        desk.own_words:_put exchange.aside:Asides.put reports.cubed:_copy reports.cubed:_as_parquet
        access.latest:name reports.own:write reports.office.keeping:begin reports.office.keeping:want
        sealed.copies:Copies.remember_backup sealed.reserve:fill sealed.vault:Vault._destroy sealed.vault:write
        store.room:make node.served:remember
        store.passing:take store.attachments:_write store.database:_write_again store.foresight:Foresight._started
        store.foresight:main store.identity:create store.identity:certify_again store.identity:_describe
        store.identity:write_secret store.marks:_put store.backing:offices_files
    """,
    NOTHING: """
        access.passkey_pages:ask access.programs:refusal desk.catalogue:_write desk.views.errors:broken
        desk.views.errors:unread
        desk.views.settings:strip_css exchange.door:answered exchange.views:_plain
        node.demo.commands:_servers.start node.demo.commands:_answering node.demo.story:tell node.demo.story:fill
        node.demo.world:begin node.rights.gathering:_map node.urls:healthz
    """,
}

COMMANDS: Mapping[Rule, str] = {
    READER: "list, line coverage, line export, line gaps, line markers, line unattended, figures, report",
    ADDRESSED: "exchange, tick, bundle write, peer card, serve",
    BACKUP: "backup",
    SEALED: "persons backup",
    TWO: "persons answer",
    MAIL: "remind",
    NOTHING: """
        init, kinds, data, proof check, verify, rebuild, rights, doctor, demo, persons status, persons retain,
        persons restore, trace check, user link, user list, user change, user token new, user token list,
        user token end, restore, node recover, peer add, peer list, peer remove, sheet template
    """,
    NODE: """
        add, amend, withdraw, recount, countersign, dispute, on-paper, same-event, translate, release, attachment add,
        attachment list, attachment get, view-as, narrow, show, feed list, feed export, proof write, roster list,
        roster add, roster end, roster reads, roster acknowledge, roster key new, roster node new, roster revoke,
        roster move, roster root new, bundle read, minutes, inspection-sheet, patrol-sheet, follow, calendar, monday,
        trace export, line give, line import, line locate, line propose, line track, line use, line versions, reconcile,
        round list, round open, round sheet, round show, round sign, sheet write, sheet read,
        sheet month, sheet answers
    """,
}


def places() -> dict[str, Rule]:
    """Return the rule of each place in the code by which something leaves."""
    return {name: rule for rule, names in PLACES.items() for name in names.split()}


def commands() -> dict[str, Rule]:
    """Return the rule of each command."""
    return {name.strip(): rule for rule, names in COMMANDS.items() for name in names.split(",")}
