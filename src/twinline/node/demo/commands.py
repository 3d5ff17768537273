"""``twinline demo``."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import resources
from pathlib import Path

import click

from twinline.node.demo import story, world
from twinline.node.demo.story import Line
from twinline.sentences import Sentence
from twinline.store.commands.common import as_json, lang_option, print_json, say_text
from twinline.store.errors import StoreError
from twinline.times import day_of, iso, now_ms
from twinline.tongues import tell

START_SECONDS = 30
FIRST_YEAR, LAST_YEAR = 2016, 2199


@click.command()
@click.option("--folder", default="demo", show_default=True, type=click.Path(path_type=Path), help="Where it is kept.")
@click.option("--once", is_flag=True, help="Tell the story, then end.")
@click.option("--port", default=8471, show_default=True, type=click.IntRange(1024, 65534), help="And the next one.")
@click.option("--example-year", "year", is_flag=False, flag_value=0, default=None, type=int, metavar="[YEAR]",
              help="And fill both desks with a made-up year of work; last year's if none is named.")  # fmt: skip
@lang_option
@as_json
def demo(folder: Path, once: bool, port: int, year: int | None, lang: str, as_json: bool) -> None:
    """Two desks side by side, and one story told on them in six lines."""
    words = tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))[lang]
    folder.mkdir(parents=True, exist_ok=True)
    # Told to end, by whomever: the desks end too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    ports = _free(port), _free(port + 1)
    urls = (f"http://127.0.0.1:{ports[0]}", f"http://127.0.0.1:{ports[1]}")
    anew = not world.begun(folder)
    with _servers(folder) as start:
        if anew:
            vn, la = world.begin(folder, urls, _progress)
            start("vn", ports[0])
            lines = story.tell(vn, la, folder, lambda: start("la", ports[1]))
        else:
            vn, la = world.opened(folder, urls)
            world.pair(vn, la)
            world.pair(la, vn)
            start("vn", ports[0])
            start("la", ports[1])
            lines = _readdressed(story.earlier(folder), urls)
        filled = _filled(vn, la, folder, year)
        ways_in = {} if once else {desk.code: world.way_in(desk) for desk in (vn, la)}
        if as_json:
            _print_json(lines, ways_in, words, anew=anew, filled=filled)
        else:
            _print(lines, ways_in, words, anew=anew, filled=filled)
        if not once:
            _open_desks(ways_in)
            _wait()


def _progress(doing: Sentence) -> None:
    say_text(doing, indent="… ", err=True)


def _filled(vn: world.Desk, la: world.Desk, folder: Path, year: int | None) -> dict[str, int]:
    """Return what an example year brought to both desks, if one was asked for."""
    if year is None:
        return {}
    year = year or date.fromisoformat(iso(day_of(now_ms()))).year - 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise click.UsageError(tell("--example-year is from {first} to {last}.", first=FIRST_YEAR, last=LAST_YEAR))
    _progress(Sentence("Filling both desks with the example year {year}", year=str(year)))
    vn_said, la_said, agreed = story.fill(vn, la, folder, year)
    return {"year": year, "vn": vn_said, "la": la_said, "agreed": agreed}


def _print(
    lines: list[Line], ways_in: dict[str, str], words: dict[str, str], *, anew: bool, filled: dict[str, int]
) -> None:
    if not anew:
        click.echo(words["told"])
    for number, line in enumerate(lines, start=1):
        click.echo(f"{number}. {words[line.name].format(**line.blanks)}")
        for link in line.links:
            click.echo(f"   {link}")
    if filled:
        click.echo(f"   {words['year'].format(**filled)}")
    click.echo()
    if not ways_in:
        click.echo(words["closed"])
        return
    click.echo(words["desks"])
    for side, way_in in zip(("vn", "la"), ways_in.values(), strict=True):
        click.echo(f"   {words[side]:<22} {way_in}")
    click.echo(words["end"])


def _print_json(
    lines: list[Line], ways_in: dict[str, str], words: dict[str, str], *, anew: bool, filled: dict[str, int]
) -> None:
    told = [{"says": words[line.name].format(**line.blanks), "links": list(line.links)} for line in lines]
    print_json({"anew": anew, "story": told, "ways_in": ways_in, "example_year": filled or None})


def _open_desks(ways_in: dict[str, str]) -> None:
    """Open both desks in a browser where there is a screen."""
    if sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        for way_in in ways_in.values():
            webbrowser.open(way_in)


def _readdressed(lines: list[Line], urls: tuple[str, str]) -> list[Line]:
    """Return lines told before with the addresses that the desks have now."""

    first = lines[0].links[0].split("/")[2]

    def now(link: str) -> str:
        _, _, host, *path = link.split("/")
        return "/".join([urls[0] if host == first else urls[1], *path])

    return [Line(line.name, tuple(map(now, line.links)), line.blanks) for line in lines]


def _free(port: int) -> int:
    """Return the port, or a free one where somebody else has it."""
    with socket.socket() as probe:
        # A port whose last user has just ended is free, whatever lingers of its connections.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            probe.close()
            with socket.socket() as other:
                other.bind(("127.0.0.1", 0))
                return int(other.getsockname()[1])
    return port


@contextmanager
def _servers(folder: Path) -> Iterator[object]:
    """Give a function that serves a side's node; what it started ends with the block."""
    running: list[subprocess.Popen[bytes]] = []

    def start(side: str, port: int) -> None:
        log = (folder / f"{side}.log").open("ab")
        command = [
            sys.executable,
            "-m",
            "twinline.node",
            "serve",
            "--port",
            str(port),
            "--quiet",
            # In the story people press the button.
            "--no-exchange",
            "--node",
            str(folder / side),
        ]
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        log.close()
        running.append(process)
        _answering(process, port, folder / f"{side}.log")

    try:
        yield start
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def _answering(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until a desk answers; raises ``StoreError`` where it ended or takes too long."""
    since = time.monotonic()
    while time.monotonic() - since < START_SECONDS:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise StoreError("desk-closed", Sentence("A desk did not open on port {port}: {log} says why.", port=port, log=log))


def _wait() -> None:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        click.echo()
