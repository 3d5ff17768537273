"""``twinline rights``: every field there is, whose it is, whether it may cross, how long it is kept, and what for."""

from __future__ import annotations

import sys
from itertools import groupby

import click

from twinline.node.rights import gathering
from twinline.node.rights.field import HEADINGS, UNRULED, VOCABULARIES, Difference, Field, as_list, differences, listed
from twinline.node.rights.impossible import impossible
from twinline.records.rights import COUNTS_OF_HOMES, forbidden_field
from twinline.sentences import Sentence
from twinline.store.commands.common import as_json, lang_option, ledger, print_json, say, say_text
from twinline.times import now_ms


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Print only what differs from the list of this version.")
@click.option("--personal", is_flag=True, help="Only what is about a person, or may be typed freely.")
@click.option("--impossible", "only_impossible", is_flag=True,
              help="What must be impossible, and how you see for yourself that it is.")  # fmt: skip
@click.option("--list", "as_csv", is_flag=True, help="Print CSV, as the list in the package has it.")
@lang_option
@as_json
def rights(
    only_check: bool, personal: bool, only_impossible: bool, as_csv: bool, lang: str, as_json: bool
) -> None:  # fmt: skip
    """Print every field this node stores, shows or gives away, read from what it really stores, shows and gives away.

    Each with its type, whose data it is, whether it may cross the border, how
    long it is kept at most, and what for. Exit code 1: something differs from
    the list that was looked at when this version was made.
    """
    if only_impossible:
        _impossible(lang, as_json)
        return
    found = gathering.everything(ledger(), now=now_ms())
    wrong = differences(found, listed())
    shown = [each for each in found if each.personal != "no"] if personal else found
    odd = suspicious(found)
    if as_json:
        _json([] if only_check else shown, wrong, odd)
    elif as_csv:
        click.echo(as_list(shown), nl=False)
    else:
        _print([] if only_check else shown, lang)
        _tell(len(found), wrong, odd)
    sys.exit(1 if wrong or odd else 0)


def suspicious(found: list[Field]) -> list[Field]:
    """Return the fields that no rule covers, or that are called like what may not be recorded of anybody."""
    return [each for each in found if each.personal == UNRULED or (each.personal == "no" and _looks_forbidden(each))]


def _looks_forbidden(field: Field) -> bool:
    kind = field.where.partition(": ")[2]
    return bool(forbidden_field(field.field)) and f"{kind}.{field.field}" not in COUNTS_OF_HOMES


def _impossible(lang: str, as_json: bool) -> None:
    for name, told in impossible().items():
        if as_json:
            print_json({"name": name, **told})
        else:
            click.echo(f"{name}  {told['what'][lang]}\n     {told['check'][lang]}")


def _json(shown: list[Field], wrong: list[Difference], odd: list[Field]) -> None:
    for each in shown:
        print_json({**each.row(), "stands": list(each.stands)})
    told = [{"how": each.how, "where": each.where, "field": each.field} for each in wrong]
    told += [{"how": "forbidden", "where": each.where, "field": each.field} for each in odd]
    print_json({"as_listed": not told, "differences": told})


def _print(shown: list[Field], lang: str) -> None:
    """Print the fields by where they are: one line each, what the words mean in the reader's language."""
    heads = [HEADINGS[name].to(lang) for name in ("field", "type", "personal", "crosses", "longest", "purpose")]
    if shown:
        _line(heads)
    for where, group in groupby(shown, key=lambda each: each.where):
        click.echo(f"\n{where}")
        for each in group:
            _line([each.field, each.type, *(_word(each, name, lang) for name in VOCABULARIES)])
    if shown:
        click.echo()


def _line(cells: list[str]) -> None:
    click.echo(f"  {cells[0]:<34} {' · '.join(cells[1:])}".rstrip())


def _word(field: Field, name: str, lang: str) -> str:
    code = getattr(field, name)
    return VOCABULARIES[name][code].to(lang) if code in VOCABULARIES[name] else UNRULED


def _tell(number: int, wrong: list[Difference], odd: list[Field]) -> None:
    for each in wrong:
        say_text(_difference(each), indent="  ")
    for field in odd:
        say_text(Sentence("{where}: {field} is called like something that may not be recorded, or no rule covers it.",
                          where=field.where, field=field.field), indent="  ")  # fmt: skip
    if wrong or odd:
        say("Ask whoever made this version why; until then let nobody rely on it.")
    else:
        say("{number:,} fields, all as in the list that was looked at when this version was made.", number=number)


def _difference(each: Difference) -> Sentence:
    if each.how == "new":
        return Sentence("{where}: {field} is not in the list.", where=each.where, field=each.field)
    if each.how == "changed":
        return Sentence("{where}: {field} is not as the list says.", where=each.where, field=each.field)
    return Sentence("{where}: {field} is in the list and not here.", where=each.where, field=each.field)
