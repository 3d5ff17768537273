"""Help texts in the reader's language. They are written in English where each command stands."""

from __future__ import annotations

import copy
import inspect

import click

from twinline.tongues import catalogued, spoken


def translated(command: click.Command) -> click.Command:
    """Return a command whose help texts are in the language spoken now; the command given stays as it is."""
    if spoken() == "en":
        return command
    found = copy.copy(command)
    found.help = tell_text(command.help)
    found.epilog = tell_text(command.epilog)
    found.params = [_parameter(each) for each in command.params]
    if isinstance(found, click.Group):
        found.commands = {name: translated(each) for name, each in found.commands.items()}
    return found


def tell_text(text: str | None) -> str | None:
    """Return a help text in the language spoken now."""
    return catalogued(literal(text)) if text else text


def literal(text: str) -> str:
    """Return a help text as it stands in the catalogues."""
    return inspect.cleandoc(text).partition("\f")[0].strip()


def _parameter(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option) or not parameter.help:
        return parameter
    found = copy.copy(parameter)
    found.help = tell_text(parameter.help)
    return found


def write_commands(group: click.Group, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write each command of a group with the first sentence of its help, whole: no language is cut short."""
    rows = []
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if command is not None and not command.hidden:
            first = (command.help or "").partition("\n\n")[0]
            rows.append((name, " ".join(first.split())))
    if rows:
        with formatter.section(catalogued("Commands")):
            formatter.write_dl(rows)
