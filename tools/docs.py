"""Write those parts of the documentation that follow from the code: run it when a test says that one has drifted.

    .venv/bin/python -m tools.docs

Between `<!-- made: NAME -->` and `<!-- end -->` of README.md (how many texts no native has read), of
docs/commands.md (what each command says of itself), docs/coverage.md (what the two articles say, and where it is) and
docs/promises.md (which suite proves which promise) and docs/rights.md (what must be impossible, and how to see that it
is).
"""

from __future__ import annotations

import dataclasses
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from tools.coverage import told_coverage

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/commands.md", "docs/coverage.md", "docs/promises.md", "docs/rights.md")
LANGUAGES = ("vi", "lo")
WIDTH = 100
_MADE = re.compile(r"(<!-- made: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)

Tally = dict[str, tuple[int, int]]


def command_group() -> click.Group:
    """Return the `twinline` command."""
    from twinline.node.cli import twinline

    assert isinstance(twinline, click.Group)
    return twinline


def commands() -> Iterator[tuple[str, str]]:
    """Yield the name of each command, those inside a group too, and what it says with --help."""
    group = command_group()
    yield from _helps(group, _context(group, "twinline", None))


def _helps(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    # A command called by itself before remembers how --help was spelled then; here it is the whole program's.
    vars(command)["_help_option"] = None
    yield context.command_path, _trimmed(command.get_help(context))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inside = command.get_command(context, name)
            if inside is not None:
                yield from _helps(inside, _context(inside, name, context))


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    return click.Context(command, info_name=name, parent=parent, **settings)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def told_commands() -> str:
    """Return what each command says of itself, a heading for each."""
    return "\n".join(f"### {name}\n\n```text\n{said}\n```\n" for name, said in commands())


def tallies() -> dict[str, Tally]:
    """Return, per body of text and language, how many texts no native has read, and how many there are."""
    from twinline.desk import catalogue, words
    from twinline.records.catalogue import tally

    pages = catalogue.unreviewed_counts()
    labels = tally()
    return {
        "pages and commands": {lang: pages[lang] for lang in LANGUAGES},
        "glossary of the screen": {lang: (words.unreviewed_terms(lang), len(words.glossary())) for lang in LANGUAGES},
        "kinds and acts": {lang: (labels[lang][1] - labels[lang][0], labels[lang][1]) for lang in LANGUAGES},
        "indicators and units": _indicators(),
        "reports": _reports(),
        "the strip": _strip(),
    }


def _indicators() -> Tally:
    """Return the tally of the labels and definitions of indicators, and of the units."""
    from twinline.figures.catalogue import packaged

    known = packaged()
    found = {}
    for lang in LANGUAGES:
        unread = 2 * sum(lang in each.unreviewed for each in known.indicators.values())
        units = len(known.units) if lang in known.unreviewed_units else 0
        found[lang] = (unread + units, 2 * len(known.indicators) + len(known.units))
    return found


def _reports() -> Tally:
    from twinline.reports import declared, words

    said = [*words.packaged_toml("words.toml").values(), words.packaged_toml("letter.toml")["words"]]
    common = sum(len(group) for group in said if isinstance(group, dict)) + len(words.common_footers())
    reports = [declared.declared(name) for name in declared.NAMES]
    sizes = {report.name: 2 + sum(2 + len(section.charts) for section in report.sections) for report in reports}
    found = {}
    for lang in LANGUAGES:
        unread = sum(sizes[report.name] for report in reports if lang in report.unreviewed)
        found[lang] = (unread + (common if lang in words.unreviewed() else 0), common + sum(sizes.values()))
    return found


def _strip() -> Tally:
    from twinline.line.strip.words import WORDS, Words, unreviewed

    size = len(dataclasses.fields(Words)) - 2  # neither the language's code nor its decimal sign is a text
    return {lang: (size if lang in WORDS and lang in unreviewed else 0, size) for lang in LANGUAGES}


def told_unread() -> str:
    """Return the table of texts that no native has read."""
    lines = ["| texts | Vietnamese, unread | Lao, unread |", "|---|--:|--:|"]
    total = dict.fromkeys(LANGUAGES, (0, 0))
    for name, tally in tallies().items():
        lines.append(f"| {name} | {_of(tally['vi'])} | {_of(tally['lo'])} |")
        total = {lang: (total[lang][0] + tally[lang][0], total[lang][1] + tally[lang][1]) for lang in LANGUAGES}
    lines.append(f"| **all** | **{_of(total['vi'])}** | **{_of(total['lo'])}** |")
    return "\n".join(lines) + "\n"


def told_promises() -> str:
    """Return the table of promises and the suites that prove them."""
    from tests import promises

    lines = ["| promise | tried | by | quick | long | control |", "|---|---|---|--:|--:|---|"]
    for one in promises.PROMISES.values():
        lines.append(f"| **{one.name}** {one.sentence} | | | | | |")
        for each in promises.SUITES.values():
            if each.promise == one.name:
                long = f"{each.long:,}" if each.long else "–"
                lines.append(
                    f"| | {each.what} | `{each.file}` | {each.quick:,} {each.unit} | {long} | `{each.control}` |"
                )
    return "\n".join(lines) + "\n"


def told_missing() -> str:
    """Return what no test proves yet, by promise."""
    from tests import promises

    return "".join(f"- **{one.name}** {one.missing}.\n" for one in promises.PROMISES.values() if one.missing)


def told_impossible() -> str:
    """Return the table of what must be impossible: how a reviewer sees it, which tests hold it, what they don't."""
    from tests.impossible import IMPOSSIBLE
    from twinline.node.rights.impossible import impossible

    lines = ["| | impossible | see for yourself | held by | not held |", "|---|---|---|---|---|"]
    for name, told in impossible().items():
        held = IMPOSSIBLE[name]
        files = dict.fromkeys(each.partition("::")[0] for each in (*held.tests, *held.controls))
        by = ", ".join(f"`{file}`" for file in files)
        check = re.sub(r"'(twinline [^']+)'", r"`\1`", told["check"]["en"])
        lines.append(f"| **{name}** | {told['what']['en']} | {check} | {by} | {held.missing or '–'} |")
    return "\n".join(lines) + "\n"


def told_rates() -> str:
    """Return how many ordinary sentences the list of words flags, and how many it catches, as counted here."""
    from tests.promises import SUITES
    from tests.records import ordinary, planted
    from twinline.records.free_text import flags

    drawn = ordinary.sentences(SUITES["ordinary sentences looked through"].quick, 1)
    hidden = planted.sentences()
    flagged, caught = (sum(bool(flags(line)) for line in lines) for lines in (drawn, hidden))
    told = f"{flagged:,} of {len(drawn):,} ordinary sentences flagged"
    return f"{told}; {caught:,} of {len(hidden):,} planted ones caught.\n"


def _of(pair: tuple[int, int]) -> str:
    return f"{pair[0]:,} of {pair[1]:,}"


def made_anew(text: str) -> str:
    """Return a page with its made parts as the code has them now."""
    makers = {
        "commands": told_commands,
        "unread": told_unread,
        "coverage": told_coverage,
        "promises": told_promises,
        "missing": told_missing,
        "impossible": told_impossible,
        "rates": told_rates,
    }
    return _MADE.sub(lambda part: f"{part[1]}{makers[part[2]]()}{part[3]}", text)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinline.node.settings")
    import django

    django.setup()
    for name in PAGES:
        path = ROOT / name
        before = path.read_text(encoding="utf-8")
        after = made_anew(before)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            print(f"{name}: written anew")
    return 0


if __name__ == "__main__":
    sys.exit(main())
