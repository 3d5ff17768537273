"""``twinline kinds`` and ``twinline data``: what can be said, and the packaged records."""

from __future__ import annotations

from typing import Any

import click

from twinline.records import examples, registry
from twinline.records.example_year import example_year
from twinline.store.commands.common import as_json, lang_option, print_json
from twinline.tongues import tell


@click.command()
@click.argument("kind", required=False)
@lang_option
@as_json
def kinds(kind: str | None, lang: str, as_json: bool) -> None:
    """List the kinds of record and act, or describe one; with --json its JSON Schema."""
    if kind is None:
        if as_json:
            print_json({"kinds": list(registry.KINDS), "acts": list(registry.ACTS)})
            return
        for name, declared in {**registry.KINDS, **registry.ACTS}.items():
            click.echo(f"{name:<14} {declared.label.to(lang)}")
        return
    if kind not in registry.KINDS and kind not in registry.ACTS:
        raise click.UsageError(
            tell("There is no kind {kind!r}; there are {kinds}.", kind=kind, kinds=[*registry.KINDS, *registry.ACTS])
        )
    schema = registry.json_schema(kind) if kind in registry.KINDS else registry.act_schema(kind)
    if as_json:
        print_json(schema)
        return
    click.echo(f"{kind}: {schema['x-labels'].get(lang, schema['title'])}")
    if schema.get("description"):
        click.echo(schema["description"])
    _print_fields(schema, lang, "  ")


def _print_fields(schema: dict[str, Any], lang: str, indent: str) -> None:
    """Print the fields of an object's schema, and those of the objects within."""
    required = set(schema.get("required", ()))
    for name, field in schema.get("properties", {}).items():
        label = field.get("x-labels", {}).get(lang) or field.get("title", "")
        mark = f" ({tell('required')})" if name in required else ""
        click.echo(f"{indent}{name}{mark}: {label}".rstrip(": "))
        for form in (field, field.get("items", {}), *field.get("anyOf", ()), *field.get("oneOf", ())):
            terms = [term["const"] for term in form.get("oneOf", ()) if "const" in term] or form.get("enum", ())
            if terms:
                click.echo(f"{indent}    {', '.join(map(str, terms))}")
            _print_fields(form, lang, indent + "    ")


@click.command()
@click.argument("kind")
@click.option("--ref", "prefix", default="", metavar="TEXT", help="Only those whose source has a reference like pf-0.")
@click.option("--example-year", "year", type=click.IntRange(2016, 2199), metavar="YEAR",
              help="Instead: a made-up year of work along the line, all of it marked EXAMPLE.")  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="Another number makes up another such year.")
@as_json
def data(kind: str, prefix: str, year: int | None, seed: int, as_json: bool) -> None:
    """Print the packaged public records of KIND as JSON Lines, ready for 'twinline add KIND'."""
    del as_json  # it prints nothing else
    if year is not None:
        for each in example_year(year, seed):
            if each.kind == kind:
                print_json({"about": each.about, **each.body})
        return
    found = [each for told in examples.ALL for each in told() if each.kind == kind]
    if not found:
        kinds_with = sorted({each.kind for told in examples.ALL for each in told()})
        raise click.UsageError(
            tell("Nothing public of kind {kind!r} is packaged; there is {kinds}.", kind=kind, kinds=kinds_with)
        )
    for each in found:
        source = each.body.get("source", {})
        if str(source.get("ref", "")).startswith(prefix):
            print_json({"about": each.about, **each.body})
