"""``twinline user``: who may sign in at this desk."""

from __future__ import annotations

import click
import msgspec

from twinline.access import factor, links, tracing
from twinline.access.models import User
from twinline.access.roles import DEFAULT, LABELS, ROLES
from twinline.store.commands.common import ledger
from twinline.times import now_ms
from twinline.tongues import spoken, tell


@click.group()
def user() -> None:
    """Accounts of this desk; each is made by a one-time link, none has a default password."""


@user.command("link")
@click.option("--org", metavar="ORG", help="The organisation the person acts for; the node's own if not given.")
@click.option("--role", "roles", multiple=True, type=click.Choice(list(ROLES)),
              help="What the person may do; may be given several times. Without: officer.")  # fmt: skip
@click.option("--release", "may_release", is_flag=True, help="The same as --role commander.")
@click.option("--operator", is_flag=True, help="The same as --role operator.")
@click.option("--renew", metavar="NAME", help="Instead of a new account: a new password for the one that is there.")
@click.option("--drop-second", is_flag=True,
              help="With --renew: ask for no second proof any more, where telephone and codes are lost.")  # fmt: skip
@click.option("--url", default="http://127.0.0.1:8470", show_default=True, help="Where the desk is served.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def link(
    org: str | None, roles: tuple[str, ...], may_release: bool, operator: bool, renew: str | None, drop_second: bool,
    url: str, as_json: bool,
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
    secret = links.issue(organisation=acts_for, now=now_ms(), roles=sorted(named), renews=known)
    address = f"{url.rstrip('/')}/link/{secret}/"
    click.echo(msgspec.json.encode({"link": address}).decode() if as_json else address)


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def list_users(as_json: bool) -> None:
    """List the accounts of this desk."""
    ledger()
    for each in User.objects.order_by("username"):
        account = {
            "username": each.username, "name": each.display_name, "organisation": each.organisation,
            "roles": each.roles.split(","), "active": each.is_active,
        }  # fmt: skip
        if as_json:
            click.echo(msgspec.json.encode(account).decode())
        else:
            held = ", ".join(LABELS[name].to(spoken()) for name in each.roles.split(",") if name in LABELS)
            click.echo(f"{each.username:<20} {each.organisation:<16} {each.display_name} ({held})")


def _known(name: str) -> User:
    """Return the account of a name."""
    found = User.objects.filter(username=name).first()
    if found is None:
        raise click.UsageError(tell("--renew: there is no account called {name!r}.", name=name))
    return found


def _hosted(code: str | None) -> str:
    """Return the organisation a person will act for, once we know that this node speaks for it."""
    node = ledger().node
    if code is not None and code not in node.hosts:
        raise click.UsageError(tell("--org: this node does not speak for {code!r}.", code=code))
    return code or node.organisation
