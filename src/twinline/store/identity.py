"""Who this node is: the keys in its folder and the organisation it speaks for."""

from __future__ import annotations

import os
import secrets
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyrage

from twinline.feeds import certificates
from twinline.feeds.errors import FeedError
from twinline.feeds.keys import PublicKey, SigningKey
from twinline.sentences import Sentence
from twinline.store.errors import StoreError
from twinline.times import rfc3339

_KEYS = ("root", "organisation", "node")
#: The node's certificate as strangers see it.
SHOWN = "node.shown"
#: Where a new root lies until the roster says that it speaks.
RENEWING = "renewing"


class NoNode(StoreError):
    """There is no node in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "no-node",
            Sentence(
                "There is no Twinline node in {folder}: "
                "make one with 'twinline init DIR --org ORG', or name one with --node DIR.",
                folder=folder,
            ),
        )


class Exposed(StoreError):
    """A signing key can be read by others on this machine."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "exposed",
            Sentence(
                "The key {path} can be read by other users: allow only its owner to read it, then try again.", path=path
            ),
        )


class Unreadable(StoreError):
    """What describes a node, or one of its keys, isn't what was written there."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "unreadable",
            Sentence(
                "{path} can't be read as what was written there: put back the copy that is kept apart, or bring the "
                "node back from a backup.",
                path=path,
            ),
        )


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

    def shown(self) -> str:
        """Return the certificate that strangers see: of whom else the node speaks for it says nothing."""
        path = self.folder / "keys" / SHOWN
        return path.read_text(encoding="utf-8") if path.exists() else self.certificate

    def root_public(self) -> PublicKey:
        """Return the public root key, whose fingerprint is compared in person."""
        return PublicKey.from_base64((self.folder / "keys" / "root.public").read_text(encoding="utf-8").strip())


def create(
    folder: Path,
    *,
    organisation: str,
    side: str,
    hosts: tuple[str, ...],
    now: int,
    given: Mapping[str, SigningKey] | None = None,
) -> NodeIdentity:
    """Write the keys of a node into ``folder`` and return its identity.

    All are fresh but those ``given``: a root's or an organisation's, kept
    elsewhere. A node's own key always is. Whatever lies there is replaced.
    """
    keys = folder / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        # The ledger holds what stays at home, and the accounts: no other user of the machine reads the folder.
        folder.chmod(0o700)
        keys.chmod(0o700)
    made = {name: (given or {}).get(name) or SigningKey.generate() for name in _KEYS if name != "node"}
    made["node"] = SigningKey.generate()
    for name, key in made.items():
        _replace_secret(keys / f"{name}.key", key.seed.hex() + "\n")
    age = pyrage.x25519.Identity.generate()
    _replace_secret(keys / "age.key", str(age) + "\n")
    _replace_secret(keys / "web.key", secrets.token_hex(32) + "\n")
    (folder / "spool").mkdir(exist_ok=True)
    certificate = certificates.certify_node(
        node=made["node"].public,
        organisation=organisation,
        hosts=hosts,
        age=str(age.to_public()),
        valid_from=rfc3339(now),
        key=made["organisation"],
    )
    if given:  # the other side may not have heard of an organisation key made anew: the root itself vouches
        certificate = certificates.countersign_by_root(certificate, made["root"], organisation)
    (keys / "root.public").write_text(made["root"].public.base64 + "\n", encoding="utf-8", newline="\n")
    (folder / "keys" / "node.certificate").write_text(certificate, encoding="utf-8", newline="\n")
    shown = _shown(certificates.read_node(certificate), made["organisation"])
    (folder / "keys" / SHOWN).write_text(shown, encoding="utf-8", newline="\n")
    _describe(folder, organisation, side, hosts)
    return load(folder)


def _shown(told: certificates.NodeCertificate, key: SigningKey) -> str:
    """Return a node's certificate for its organisation alone."""
    return certificates.certify_node(
        node=told.node, organisation=told.organisation, hosts=(told.organisation,), age=told.age,
        valid_from=told.valid_from, key=key,
    )  # fmt: skip


def certify_again(
    node: NodeIdentity, *, hosts: tuple[str, ...], now: int, key: SigningKey | None = None
) -> NodeIdentity:
    """Certify a node's key anew, for other hosts or by a fresh organisation key, which is kept; return it so."""
    if key is not None:
        _replace_secret(node.folder / "keys" / "organisation.key", key.seed.hex() + "\n")
    signing = key or organisation_key(node.folder)
    certificate = certificates.certify_node(
        node=node.key.public, organisation=node.organisation, hosts=hosts, age=node.age_recipient,
        valid_from=rfc3339(now), key=signing,
    )  # fmt: skip
    shown = _shown(certificates.read_node(certificate), signing)
    (node.folder / "keys" / SHOWN).write_text(shown, encoding="utf-8", newline="\n")
    certificate = certificates.countersign_by_root(certificate, node.root(), node.organisation)
    (node.folder / "keys" / "node.certificate").write_text(certificate, encoding="utf-8", newline="\n")
    _describe(node.folder, node.organisation, node.side, hosts)
    return load(node.folder)


def _describe(folder: Path, organisation: str, side: str, hosts: tuple[str, ...]) -> None:
    lines = [f'organisation = "{organisation}"', f'side = "{side}"', f"hosts = [{', '.join(map(_quoted, hosts))}]"]
    (folder / "node.toml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def renew(node: NodeIdentity, *, root: SigningKey, organisation: SigningKey, now: int) -> str:
    """Lay a new root, with what it vouches for, beside the keys in use; return the node's certificate under it.

    Nothing of it is in use before ``renewed``: only once the roster says so.
    """
    folder = node.folder / "keys" / RENEWING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if os.name == "posix":
        folder.chmod(0o700)
    for name, key in (("root", root), ("organisation", organisation)):
        write_secret(folder / f"{name}.key", key.seed.hex() + "\n")
    certificate = certificates.certify_node(
        node=node.key.public, organisation=node.organisation, hosts=node.hosts, age=node.age_recipient,
        valid_from=rfc3339(now), key=organisation,
    )  # fmt: skip
    certificate = certificates.countersign_by_root(certificate, root, node.organisation)
    write_secret(folder / "node.certificate", certificate)
    write_secret(folder / SHOWN, _shown(certificates.read_node(certificate), organisation))
    write_secret(folder / "root.public", root.public.base64 + "\n")
    return certificate


def is_renewing(folder: Path) -> bool:
    """Return whether a new root lies beside the keys in use."""
    return (folder / "keys" / RENEWING).exists()


def renewed(folder: Path, root: str | None) -> NodeIdentity:
    """Take the new root into use if it is ``root`` (by its id), else throw it away; may be done again after a cut."""
    beside = folder / "keys" / RENEWING
    public = beside / "root.public"
    if public.exists() and PublicKey.from_base64(public.read_text(encoding="utf-8").strip()).id == root:
        # The public half last: while it is there, it is known what this is about.
        for name in ("organisation.key", "node.certificate", SHOWN, "root.key", "root.public"):
            if (beside / name).exists():
                (beside / name).replace(folder / "keys" / name)
    shutil.rmtree(beside, ignore_errors=True)
    return load(folder)


def load(folder: Path) -> NodeIdentity:
    """Return the identity of the node in ``folder``; raises ``NoNode``, ``Exposed`` or ``Unreadable``."""
    description = folder / "node.toml"
    if not description.exists():
        raise NoNode(folder)
    try:
        told = tomllib.loads(description.read_text(encoding="utf-8"))
        organisation, side, hosts = str(told["organisation"]), str(told["side"]), tuple(map(str, told["hosts"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(description) from error
    for path in exposed(folder):
        raise Exposed(path)
    return NodeIdentity(
        organisation=organisation,
        side=side,
        hosts=hosts,
        certificate=(folder / "keys" / "node.certificate").read_text(encoding="utf-8"),
        key=_read_key(folder, "node"),
        age_identity=_read_secret(folder / "keys" / "age.key").strip(),
        folder=folder,
    )


def exposed(folder: Path) -> list[Path]:
    """Return the secrets of a node that other users of the machine can read; a node with one doesn't start."""
    if os.name != "posix":
        return []
    return [path for path in sorted((folder / "keys").glob("*.key")) if path.stat().st_mode & 0o077]


def unreadable(folder: Path) -> list[Path]:
    """Return the keys of a node that are there and are none; one kept elsewhere isn't missed."""
    found = []
    for name in ("node", "organisation", "root", "age"):
        path = folder / "keys" / f"{name}.key"
        if not path.exists():
            continue
        try:
            told = path.read_text(encoding="utf-8").strip()
            pyrage.x25519.Identity.from_str(told) if name == "age" else SigningKey.from_seed(bytes.fromhex(told))
        except (ValueError, FeedError, pyrage.IdentityError):
            found.append(path)
    return found


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


def kept_keys(folder: Path) -> dict[str, SigningKey]:
    """Return the root's and the organisation's key from a folder where they were kept; raises ``StoreError``."""
    found = folder if (folder / "root.key").exists() else folder / "keys"
    missing = [name for name in ("root", "organisation") if not (found / f"{name}.key").exists()]
    if missing:
        raise StoreError(
            "no-keys",
            Sentence(
                "Missing in {folder}: {missing}. A node is only brought back with the keys kept apart from it. Without "
                "them, begin a new node and let the other side compare its fingerprint anew.",
                missing=[f"{name}.key" for name in missing],
                folder=folder,
            ),
        )
    return {name: _key_in(found / f"{name}.key") for name in ("root", "organisation")}


def _replace_secret(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    write_secret(beside, text)
    beside.replace(path)


def _read_key(folder: Path, name: str) -> SigningKey:
    return _key_in(folder / "keys" / f"{name}.key")


def _key_in(path: Path) -> SigningKey:
    try:
        return SigningKey.from_seed(bytes.fromhex(_read_secret(path).strip()))
    except (ValueError, FeedError) as error:
        raise Unreadable(path) from error


def _read_secret(path: Path) -> str:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Exposed(path)
    return path.read_text(encoding="utf-8")


def _quoted(code: str) -> str:
    return f'"{code}"'
