"""The ``twinline`` command: each room brings its own."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from twinline.node import faults, helping
from twinline.sentences import Problem, Sentence
from twinline.store import tuning
from twinline.tongues import FALLBACK, LANGUAGES, preferred, speaking, tell

#: Where each command lives. Modules are only loaded when their command is called.
COMMANDS = {
    "init": "twinline.store.commands.founding",
    "kinds": "twinline.store.commands.kinds",
    "data": "twinline.store.commands.kinds",
    "add": "twinline.store.commands.saying",
    "amend": "twinline.store.commands.saying",
    "withdraw": "twinline.store.commands.saying",
    "recount": "twinline.store.commands.recounting",
    "countersign": "twinline.store.commands.saying",
    "dispute": "twinline.store.commands.saying",
    "on-paper": "twinline.store.commands.on_paper",
    "same-event": "twinline.store.commands.saying",
    "translate": "twinline.store.commands.saying",
    "release": "twinline.store.commands.saying",
    "reconcile": "twinline.store.commands.pairing",
    "attachment": "twinline.store.commands.attaching",
    "view-as": "twinline.store.commands.taking_back",
    "narrow": "twinline.store.commands.taking_back",
    "list": "twinline.store.commands.reading",
    "show": "twinline.store.commands.reading",
    "line": "twinline.store.commands.line",
    "follow": "twinline.store.commands.following",
    "feed": "twinline.store.commands.feeds",
    "proof": "twinline.store.commands.proofs",
    "verify": "twinline.node.verifying",
    "rebuild": "twinline.store.commands.rebuilding",
    "roster": "twinline.store.commands.roster",
    "backup": "twinline.store.commands.keeping",
    "restore": "twinline.store.commands.keeping",
    "node": "twinline.store.commands.keeping",
    "peer": "twinline.exchange.commands",
    "exchange": "twinline.exchange.commands",
    "tick": "twinline.node.ticking",
    "bundle": "twinline.exchange.commands",
    "sheet": "twinline.sheets.commands",
    "round": "twinline.store.commands.rounds",
    "figures": "twinline.reports.commands",
    "report": "twinline.reports.commands",
    "calendar": "twinline.reports.calendar_commands",
    "monday": "twinline.reports.monday_commands",
    "minutes": "twinline.reports.paper_commands",
    "inspection-sheet": "twinline.reports.paper_commands",
    "patrol-sheet": "twinline.reports.paper_commands",
    "persons": "twinline.sealed.commands",
    "trace": "twinline.sealed.commands",
    "user": "twinline.node.accounts",
    "rights": "twinline.node.rights.commands",
    "doctor": "twinline.node.doctor.commands",
    "remind": "twinline.node.remind",
    "serve": "twinline.node.serving",
    "demo": "twinline.node.demo.commands",
}

#: Commands that can do their work without a node; where they need one they call ``ctx.obj``.
WITHOUT_NODE = frozenset({"proof"})
#: Commands whose ``--lang`` is not the reader's language but that of what is said.
OWN_LANG = frozenset({"translate"})


class Twinline(click.Group):
    """The group of all commands, found where they live."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        if cmd_name in WITHOUT_NODE:
            ctx.obj = _set_up
        else:
            _set_up()
        name = {"list": "list_records"}.get(cmd_name, cmd_name).replace("-", "_")
        found = getattr(import_module(place), name)
        assert isinstance(found, click.Command)
        return helping.translated(found)

    def get_help(self, ctx: click.Context) -> str:
        return click.Group.get_help(helping.translated(self), ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        helping.write_commands(self, ctx, formatter)


def _set_up() -> None:
    """Make Django ready for the node that the command is about."""
    import django
    from django.apps import apps

    if not apps.ready:
        tuning.for_many_records()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinline.node.settings")
        django.setup()


@click.command(cls=Twinline, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--node", metavar="DIR", help="The node's folder (or TWINLINE_NODE, or the current folder).")
@click.version_option(package_name=None, version=__import__("twinline").__version__, prog_name="twinline")
def twinline(node: str | None) -> None:
    """The record that two neighbouring states keep together of the border they share."""
    del node  # taken out by main: shown here for --help


def main(arguments: list[str] | None = None) -> None:
    """Run a command; exit with 0, 1 (it could not be done) or 2 (it was asked wrongly)."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    for_program = "--json" in arguments
    with speaking(FALLBACK if for_program else _asked(arguments)):
        sys.exit(_run(arguments, for_program))


def _run(arguments: list[str], for_program: bool) -> int:
    try:
        code = twinline.main(_without_node(arguments), prog_name="twinline", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        return faults.show(faults.of_click(error), for_program, error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        problem = Problem("interrupted", Sentence("Interrupted; nothing was half done."))
        return faults.show(problem, for_program, 1)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        found = faults.of(error)
        if found is None or os.environ.get("TWINLINE_TRACE"):
            raise
        return faults.show(found, for_program, 1)
    return code if isinstance(code, int) else 0


def _asked(arguments: list[str]) -> str:
    """Return the language that ``--lang`` asks for, where the command has it, else the one of the surroundings."""
    command = next((each for each in arguments if each in COMMANDS), "")
    told = "" if command in OWN_LANG else option(arguments, "--lang")
    return told if told in LANGUAGES else preferred()


def option(arguments: list[str], name: str) -> str:
    """Return the value of an option before it is parsed; empty if it isn't given."""
    for number, each in enumerate(arguments):
        if each == "--":
            break
        if each == name:
            return next(iter(arguments[number + 1 :]), "")
        if each.startswith(f"{name}="):
            return each.partition("=")[2]
    return ""


def _without_node(arguments: list[str]) -> list[str]:
    """Take ``--node DIR`` out, wherever it was written, and let it say which node this is about.

    Django must know the node before any command is loaded.
    """
    rest: list[str] = []
    left = iter(arguments)
    for each in left:
        if each == "--":
            return [*rest, each, *left]
        name, equals, value = each.partition("=")
        if name != "--node":
            rest.append(each)
            continue
        told = value if equals else next(left, "")
        if not told:
            raise click.UsageError(tell("--node needs a folder."))
        os.environ["TWINLINE_NODE"] = told
    return rest


if __name__ == "__main__":
    main()
