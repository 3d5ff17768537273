"""``twinline user``: who may sign in at this desk."""

from __future__ import annotations

import sys

import click
import msgspec
from django.db import transaction

from twinline.access import factor, links, signed, tokens, tracing
from twinline.access.models import User
from twinline.access.roles import DEFAULT, LABELS, ROLES
from twinline.access.scopes import Scope, known
from twinline.node import served
from twinline.records.registry import KINDS
from twinline.sealed.commands import proved
from twinline.store.commands.common import folder, ledger, print_json, say
from twinline.times import iso, now_ms, rfc3339
from twinline.tongues import spoken, tell


@click.group()
def user() -> None:
    """Accounts of this desk; each is made by a one-time link, none has a default password."""


@user.command("link")
@click.option("--org", metavar="ORG", help="The organisation the person acts for; the node's own if not given.")
@click.option("--role", "roles", multiple=True, type=click.Choice(list(ROLES)),
              help="What the person may do; may be given several times. Without: officer.")  # fmt: skip
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(list(KINDS)),
    metavar="KIND",
    help="Bind the roles to this kind of record; may be given several times. Without: every kind.",
)
@click.option("--release", "may_release", is_flag=True, help="The same as --role commander.")
@click.option("--operator", is_flag=True, help="The same as --role operator.")
@click.option("--renew", metavar="NAME", help="Instead of a new account: a new password for the one that is there.")
@click.option("--drop-second", is_flag=True,
              help="With --renew: ask for no second proof any more, where telephone and codes are lost.")  # fmt: skip
@click.option("--url", help="Where your desk answers; if not given, where it was last served on this machine.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def link(
    org: str | None, roles: tuple[str, ...], kinds: tuple[str, ...], may_release: bool, operator: bool,
    renew: str | None, drop_second: bool, url: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Print a link with which one person makes one account, or renews it, within seven days."""
    acts_for = _hosted(org)
    known = _known(renew) if renew else None
    if drop_second:
        if known is None:
            raise click.UsageError(tell("--drop-second goes with --renew: say whose."))
        factor.drop(known)
        tracing.note(
            now=now_ms(), officer=known.username, organisation=known.organisation, act="account", reason="no-second"
        )
    short = (("commander", may_release), ("operator", operator))
    named = {*roles, *(name for name, asked in short if asked)} or set(DEFAULT)
    secret = links.issue(organisation=acts_for, now=now_ms(), roles=sorted(named), kinds=kinds, renews=known)
    local = served.last(folder())
    address = f"{(url or local).rstrip('/')}/link/{secret}/"
    click.echo(msgspec.json.encode({"link": address}).decode() if as_json else address)
    if url is None and sys.stderr.isatty():
        say("If your desk answers elsewhere, put its address in the place of {local}.", local=local, err=True)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def list_users(as_json: bool) -> None:
    """List the accounts of this desk."""
    ledger()
    for each in User.objects.order_by("username"):
        account = {
            "username": each.username, "name": each.display_name, "organisation": each.organisation,
            "roles": each.roles.split(","), "kinds": _kinds(each), "active": each.is_active,
        }  # fmt: skip
        if as_json:
            click.echo(msgspec.json.encode(account).decode())
        else:
            click.echo(f"{each.username:<20} {each.organisation:<16} {each.display_name} ({_held(each)})")


@user.command("change")
@click.argument("name")
@click.option("--role", "roles", multiple=True, type=click.Choice(list(ROLES)),
              help="What the person may do from now on, instead of before; may be given several times.")  # fmt: skip
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(list(KINDS)),
    metavar="KIND",
    help="Bind the roles to this kind of record, instead of before; may be given several times.",
)
@click.option("--every-kind", is_flag=True, help="Bind the roles to no kind of record any more.")
@click.option("--sign-out", is_flag=True, help="End all of the person's sessions.")
@click.option("--close", is_flag=True, help="Let the account open nothing any more; its sessions end.")
@click.option("--open", "reopen", is_flag=True, help="Let a closed account open the desk again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def change(
    name: str, roles: tuple[str, ...], kinds: tuple[str, ...], every_kind: bool, sign_out: bool, close: bool,
    reopen: bool, as_json: bool,
) -> None:  # fmt: skip
    """Change what the account NAME may do, close it or open it again, or end its sessions; it acts at once.

    What was done is on the trace. Nobody's account is deleted: who did what stays readable.
    """
    ledger()
    who = _known(name)
    bound = bool(kinds) or every_kind
    if not (roles or bound or sign_out or close or reopen) or (close and reopen) or (kinds and every_kind):
        raise click.UsageError(
            tell("Say what is to change: --role, --kind or --every-kind, --sign-out, --close or --open.")
        )
    done = [reason for reason, asked in (("roles", roles or bound), ("closed", close), ("opened", reopen)) if asked]
    done += ["ended"] if sign_out and not close else []
    with transaction.atomic():
        if roles:
            who.roles = ",".join(sorted(set(roles)))
        if bound:
            who.kinds = ",".join(sorted(set(kinds)))
        if close or reopen:
            who.is_active = reopen
        who.save(update_fields=["roles", "kinds", "is_active"])
        ended = signed.end_all(who) if sign_out or close else 0
        for reason in done:
            tracing.note(
                now=now_ms(), officer=who.username, organisation=who.organisation, act="account", reason=reason
            )
    if as_json:
        told = {"username": who.username, "roles": who.roles.split(","), "kinds": _kinds(who)}
        print_json({**told, "active": who.is_active, "ended": ended})
    else:
        held = _held(who)
        say("{name} ({roles}): changed. Sessions that ended: {ended}.", name=who.username, roles=held, ended=ended)


@user.group("token")
def token() -> None:
    """Keys by which programs come in, in the name of an account and for no more than it may do."""


@token.command("new")
@click.argument("name")
@click.option("--for", "program", required=True, metavar="TEXT", help="Which program it is for, in a few words.")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice([each.value for each in Scope]),
              help="What it may do; may be given several times.")  # fmt: skip
@click.option("--days", required=True, type=click.IntRange(1, tokens.LONGEST), help="After how many days it ends.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def new_token(name: str, program: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a key for a program of the account NAME, and print it, this once.

    It takes the person's password, asked for on the terminal: a key acts in their name.
    """
    ledger()
    now = now_ms()
    made, word = tokens.make(proved(name, now), program, known(scopes), days=days, now=now)
    if as_json:
        print_json({"token": word, "number": made.pk, "ends": rfc3339(made.ends_ms)})
        return
    click.echo(word)
    say("It ends at {end}. It is not shown again: give it to the program now.", end=rfc3339(made.ends_ms), err=True)


@token.command("list")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def list_tokens(name: str | None, as_json: bool) -> None:
    """List the keys for programs of the account NAME, or of all: number, for which program, for what, until when."""
    ledger()
    for who in [_known(name)] if name else User.objects.order_by("username"):
        for each in tokens.of(who):
            used = iso(each.used_day) if each.used_day >= 0 else None
            plain = {"number": each.pk, "username": who.username, "for": each.name, "scopes": each.scopes.split(","),
                    "ends": rfc3339(each.ends_ms), "last_used": used}  # fmt: skip
            if as_json:
                print_json(plain)
            else:
                told = (f"{each.pk:<5} {who.username:<20}", each.scopes, rfc3339(each.ends_ms), used or "–", each.name)
                click.echo("  ".join(told))


@token.command("end")
@click.argument("name")
@click.argument("number", type=click.IntRange(1))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def end_token(name: str, number: int, as_json: bool) -> None:
    """End key NUMBER of the account NAME: the next request by it finds a closed door."""
    ledger()
    if not tokens.end(_known(name), number, now=now_ms()):
        raise click.UsageError(
            tell("{name} has no key {number}: 'twinline user token list' names them.", name=name, number=number)
        )
    if as_json:
        print_json({"ended": number})
    else:
        say("Ended: this key opens nothing any more.")


def _held(who: User) -> str:
    """Return what an account's roles are called, and the kinds that they are bound to."""
    roles = ", ".join(LABELS[each].to(spoken()) for each in who.roles.split(",") if each in LABELS)
    kinds = ", ".join(KINDS[each].label.to(spoken()) for each in _kinds(who) or () if each in KINDS)
    return f"{roles}: {kinds}" if kinds else roles


def _kinds(who: User) -> list[str] | None:
    """Return the kinds that an account's roles are bound to; ``None`` where they hold for every kind."""
    return who.kinds.split(",") if who.kinds else None


def _known(name: str) -> User:
    """Return the account of a name."""
    found = User.objects.filter(username=name).first()
    if found is None:
        raise click.UsageError(tell("There is no account called {name!r}.", name=name))
    return found


def _hosted(code: str | None) -> str:
    """Return the organisation a person will act for, once we know that this node speaks for it."""
    here = ledger()
    if code is not None and code not in here.hosts():
        raise click.UsageError(tell("--org: this node does not speak for {code!r}.", code=code))
    return code or here.node.organisation
