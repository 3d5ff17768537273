"""Draw the picture of the README anew: one figure, opened on the two desks of a fresh demo, side by side.

    .venv/bin/python -m tools.picture

Runs the demo in a folder of its own, makes an account at each desk with its one-time link, opens the figure of the
story's last line and writes docs/img/two-desks.png. Needs Chromium, like the tests that need a browser.
"""

from __future__ import annotations

import base64
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tools.system import PARTS

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "img" / "two-desks.png"
SIZE: ViewportSize = {"width": 620, "height": 830}
LIMIT = 250_000
PORT = "18471"
_FIGURE = re.compile(r"^ +(http://\S+/report/figure/\S+)$", re.MULTILINE)
_LINK = re.compile(r"^ .*(http://\S+/link/\S+)$", re.MULTILINE)
_BESIDE = """<style>
body {{ margin: 0; padding: 16px; display: flex; align-items: start; gap: 16px; background: #c9cdd2; width: {width}px }}
img {{ width: {each}px; border-radius: 4px }}
</style>
<body>{images}</body>"""


@contextmanager
def demo() -> Iterator[str]:
    """Give what a fresh demo says, both its desks open; they close with the block."""
    python = [sys.executable, "-m", "twinline.node"]
    with tempfile.TemporaryDirectory() as folder:
        command = [*python, "demo", "--once", "--lang", "en", "--folder", folder, "--port", PORT]
        said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
        ports = [urlsplit(link).port for link in _LINK.findall(said)]
        serving = [[*python, "serve", "--quiet", "--node", f"{folder}/{name}"] for name in ("vn", "la")]
        desks = [
            subprocess.Popen([*command, "--port", str(port)]) for command, port in zip(serving, ports, strict=True)
        ]
        try:
            for link in _LINK.findall(said):
                _open(link)
            yield said
        finally:
            for running in desks:
                running.terminate()
                running.wait()


def _open(link: str) -> None:
    """Wait until a desk answers."""
    for _ in range(150):
        try:
            with urllib.request.urlopen(link, timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"picture: no desk answers at {link}")


def desk(browser: Browser, link: str, figure: str) -> bytes:
    """Return the page of a figure as an officer sees it who has just made an account."""
    page = browser.new_page(viewport=SIZE, locale="en", color_scheme="light")
    page.goto(link)
    page.fill("[name=display_name]", "Officer")
    page.fill("[name=username]", "officer")
    for name in ("password", "again"):
        page.fill(f"[name={name}]", "three calm words of a demo")
    page.click("main form button")
    page.goto(figure)
    return page.screenshot(type="png")


def beside(browser: Browser, pages: list[bytes]) -> bytes:
    """Return some pictures as one, side by side."""
    sources = (base64.b64encode(each).decode() for each in pages)
    images = "".join(f'<img src="data:image/png;base64,{source}">' for source in sources)
    width = 16 + len(pages) * (SIZE["width"] + 16)
    page = browser.new_page(viewport={"width": width, "height": 100})
    page.set_content(_BESIDE.format(width=width - 32, each=SIZE["width"], images=images))
    return page.screenshot(type="png", full_page=True)


def main() -> int:
    with demo() as said, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PARTS["chromium"].find(), args=["--no-sandbox"])
        pairs = zip(_LINK.findall(said), _FIGURE.findall(said), strict=True)
        picture = beside(browser, [desk(browser, link, figure) for link, figure in pairs])
        browser.close()
    if len(picture) > LIMIT:
        print(f"picture: {len(picture):,} bytes is more than {LIMIT:,}; nothing was written.", file=sys.stderr)
        return 1
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_bytes(picture)
    print(f"{PICTURE.relative_to(ROOT)}: {len(picture):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
