"""Who this node is: the keys in its folder and the organisation it speaks for."""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pyrage

from twinline.feeds import certificates
from twinline.feeds.keys import PublicKey, SigningKey
from twinline.store.errors import StoreError
from twinline.times import rfc3339

_KEYS = ("root", "organisation", "node")


class NoNode(StoreError):
    """There is no node in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no Twinline node in {folder}: "
            "make one with 'twinline init DIR --org ORG', or name one with --node DIR."
        )


class Exposed(StoreError):
    """A signing key can be read by others on this machine."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The key {path} can be read by other users: allow only its owner to read it, then try again.")


@dataclass(frozen=True)
class NodeIdentity:
    """The keys and the name of a node. ``id`` is SHA-256 of the node key, in hex."""

    organisation: str
    side: str
    hosts: tuple[str, ...]
    certificate: str
    key: SigningKey
    age_identity: str
    folder: Path

    @property
    def id(self) -> str:
        return self.key.public.id

    @property
    def age_recipient(self) -> str:
        return str(pyrage.x25519.Identity.from_str(self.age_identity).to_public())

    def root(self) -> SigningKey:
        """Return the root key, which signs the roster; it is only read when the roster changes."""
        return _read_key(self.folder, "root")

    def root_public(self) -> PublicKey:
        """Return the public root key, whose fingerprint is compared in person."""
        return PublicKey.from_base64((self.folder / "keys" / "root.public").read_text(encoding="utf-8").strip())


def create(folder: Path, *, organisation: str, side: str, hosts: tuple[str, ...], now: int) -> NodeIdentity:
    """Write fresh keys for a node into ``folder`` and return its identity."""
    keys = folder / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        keys.chmod(0o700)
    made = {name: SigningKey.generate() for name in _KEYS}
    for name, key in made.items():
        write_secret(keys / f"{name}.key", key.seed.hex() + "\n")
    age = pyrage.x25519.Identity.generate()
    write_secret(keys / "age.key", str(age) + "\n")
    write_secret(keys / "web.key", secrets.token_hex(32) + "\n")
    (folder / "spool").mkdir(exist_ok=True)
    certificate = certificates.certify_node(
        node=made["node"].public,
        organisation=organisation,
        hosts=hosts,
        age=str(age.to_public()),
        valid_from=rfc3339(now),
        key=made["organisation"],
    )
    (keys / "root.public").write_text(made["root"].public.base64 + "\n", encoding="utf-8", newline="\n")
    (folder / "keys" / "node.certificate").write_text(certificate, encoding="utf-8", newline="\n")
    lines = [f'organisation = "{organisation}"', f'side = "{side}"', f"hosts = [{', '.join(map(_quoted, hosts))}]"]
    (folder / "node.toml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return load(folder)


def load(folder: Path) -> NodeIdentity:
    """Return the identity of the node in ``folder``; raises ``NoNode`` or ``Exposed``."""
    description = folder / "node.toml"
    if not description.exists():
        raise NoNode(folder)
    told = tomllib.loads(description.read_text(encoding="utf-8"))
    return NodeIdentity(
        organisation=told["organisation"],
        side=told["side"],
        hosts=tuple(told["hosts"]),
        certificate=(folder / "keys" / "node.certificate").read_text(encoding="utf-8"),
        key=_read_key(folder, "node"),
        age_identity=_read_secret(folder / "keys" / "age.key").strip(),
        folder=folder,
    )


def organisation_key(folder: Path) -> SigningKey:
    """Return the organisation's key, which certifies nodes."""
    return _read_key(folder, "organisation")


def write_secret(path: Path, text: str) -> None:
    """Write a secret so that only its owner can read it, from its first byte on."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _read_key(folder: Path, name: str) -> SigningKey:
    return SigningKey.from_seed(bytes.fromhex(_read_secret(folder / "keys" / f"{name}.key").strip()))


def _read_secret(path: Path) -> str:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Exposed(path)
    return path.read_text(encoding="utf-8")


def _quoted(code: str) -> str:
    return f'"{code}"'
