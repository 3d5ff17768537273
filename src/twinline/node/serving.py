"""``twinline serve``: the desk's pages and the other side's calls."""

from __future__ import annotations

import os

import click

from twinline.exchange import sizes
from twinline.node import served
from twinline.node.server import EVERY, answer_to, claim, serve_forever
from twinline.store.commands.common import as_json, folder, print_json, say
from twinline.store.ledger import open_ledger


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address or name to answer at.")
@click.option(
    "--port", default=served.PORT, show_default=True, type=click.IntRange(1, 65535), help="The port to answer at."
)
@click.option(
    "--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="How many are served at once."
)
@click.option("--every", default="15m", show_default=True, type=sizes.SPAN, help="The time between two exchanges.")
@click.option("--no-exchange", is_flag=True, help="Answer, but call nobody.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@as_json
def serve(host: str, port: int, threads: int, every: int, no_exchange: bool, quiet: bool, as_json: bool) -> None:
    """Serve the node's desk, and exchange with the nodes it is paired with, until told to end."""
    node = open_ledger(folder())
    answer_to(host)
    claim(host, port)
    os.environ["TWINLINE_NODE"] = str(node.folder)
    if no_exchange:
        os.environ.pop(EVERY, None)
    else:
        os.environ[EVERY] = str(every)
    node.close()
    url = served.url_of(host, port)
    served.remember(node.folder, url)
    if as_json:
        print_json({"organisation": node.node.organisation, "node": node.node.id, "url": f"{url}/"})
    elif not quiet:
        say("The desk of {organisation} is at {url}", organisation=node.node.organisation, url=f"{url}/", err=True)
    serve_forever(host, port, threads=threads, quiet=quiet or as_json)
