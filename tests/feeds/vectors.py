"""Reading tests/vectors/."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from twinline.feeds.keys import PublicKey

FOLDER = Path(__file__).parent.parent / "vectors"


def load(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def raw(vector: dict[str, Any]) -> bytes:
    return base64.b64decode(vector["bytes"])


def named(vector: dict[str, Any]) -> str:
    return str(vector["name"]).replace(" ", "-")


def verifier_key(vkey: str) -> tuple[str, bytes, int, PublicKey]:
    """Return name, key id, signature type and key of a C2SP verifier key."""
    name, key_id, material = vkey.split("+", 2)
    encoded = base64.b64decode(material)
    return name, bytes.fromhex(key_id), encoded[0], PublicKey(encoded[1:])
