"""The ``twinline`` command: each room brings its own."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from twinline.node import tuning

#: Where each command lives. Modules are only loaded when their command is called.
COMMANDS = {
    "init": "twinline.store.commands.founding",
    "kinds": "twinline.store.commands.kinds",
    "data": "twinline.store.commands.kinds",
    "add": "twinline.store.commands.saying",
    "amend": "twinline.store.commands.saying",
    "withdraw": "twinline.store.commands.saying",
    "countersign": "twinline.store.commands.saying",
    "dispute": "twinline.store.commands.saying",
    "same-event": "twinline.store.commands.saying",
    "translate": "twinline.store.commands.saying",
    "release": "twinline.store.commands.saying",
    "attachment": "twinline.store.commands.attaching",
    "view-as": "twinline.store.commands.taking_back",
    "narrow": "twinline.store.commands.taking_back",
    "list": "twinline.store.commands.reading",
    "show": "twinline.store.commands.reading",
    "line": "twinline.store.commands.line",
    "feed": "twinline.store.commands.feeds",
    "proof": "twinline.store.commands.proofs",
    "verify": "twinline.store.commands.verifying",
    "rebuild": "twinline.store.commands.verifying",
    "roster": "twinline.store.commands.roster",
    "backup": "twinline.store.commands.keeping",
    "restore": "twinline.store.commands.keeping",
    "node": "twinline.store.commands.keeping",
    "peer": "twinline.exchange.commands",
    "exchange": "twinline.exchange.commands",
    "tick": "twinline.exchange.commands",
    "bundle": "twinline.exchange.commands",
    "figures": "twinline.reports.commands",
    "report": "twinline.reports.commands",
    "user": "twinline.node.accounts",
    "serve": "twinline.node.serving",
    "demo": "twinline.node.demo.commands",
}

#: Commands that can do their work without a node; where they need one they call ``ctx.obj``.
WITHOUT_NODE = frozenset({"proof"})


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
        return found


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
    arguments = _without_node(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = twinline.main(arguments, prog_name="twinline", standalone_mode=False)
    except click.UsageError as error:
        _fail(f"{error.format_message()}{_hint(error)}", 2)
    except click.ClickException as error:
        _fail(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _fail("Interrupted; nothing was half done.", 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None or os.environ.get("TWINLINE_TRACE"):
            raise
        _fail(sentence, 1)
    sys.exit(code if isinstance(code, int) else 0)


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
            _fail("--node needs a folder.", 2)
        os.environ["TWINLINE_NODE"] = told
    return rest


def _sentence(error: Exception) -> str | None:
    """Return one clear sentence for an error that a person can mend, or ``None``."""
    from twinline.feeds.errors import FeedError
    from twinline.store.commands.common import language
    from twinline.store.errors import StoreError
    from twinline.store.saying import Unfit

    if isinstance(error, Unfit):
        return error.sentence(language())
    if isinstance(error, StoreError | FeedError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'The file system'}: {error.strerror or error}."
    name = type(error).__module__
    if name.startswith("twinline.") and str(error):
        return str(error)
    if type(error).__name__ == "OperationalError":
        return f"The ledger's database says: {error}. Look at the disk and at other programs that use it."
    return None


def _hint(error: click.UsageError) -> str:
    return f" Try '{error.ctx.command_path} --help'." if error.ctx else ""


def _fail(sentence: str, code: int) -> Any:
    print(f"twinline: {sentence}", file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
