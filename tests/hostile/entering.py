"""Every place in the code that takes bytes or text apart: found in the source, each with the fuzzer that tries it.

What reads a format calls one of a few things. A function that does so and stands in no list here fails the suite:
whoever adds a reader says which of ``parsers.PARSERS`` tries it, or why nobody from outside reaches it.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from tests.functions import SOURCE, calling

#: What takes a format apart, by how it is called.
_CALLS = {
    "json.loads", "msgspec.json.decode", "msgspec.json.Decoder", "tomllib.loads", "csv.reader", "csv.DictReader",
    "zipfile.ZipFile", "PdfReader", "Image.open", "zxingcpp.read_barcodes", "base64.b64decode", "read_po", "fromstring",
    "ET.fromstring", "minidom.parseString", "parseString", "sqlite3.connect", "struct.unpack_from", "marshal.loads",
    "zstandard.ZstdDecompressor", "verify_registration_response", "verify_authentication_response",
    "parsedate_to_datetime", "pyrage.x25519.Identity.from_str", "signing.loads", "unhexlify", "yaml.safe_load",
    "pickle.loads", "xmltodict.parse", "etree.parse", "ElementTree.parse", "cbor2.loads", "zlib.decompress",
}  # fmt: skip

#: By which fuzzer (``parsers.PARSERS``) each place is tried.
FUZZED: Mapping[str, str] = {
    "passkeys that are made": "access.passkeys:keep",
    "passkeys that are shown": "access.passkeys:shown access.passkey_pages:_read",
    "own words": "desk.own_words:taken",
    "answers to a parcel": "exchange.client:Link._adjust",
    "refusals of a node": "exchange.client:_told sentences:unpacked",
    "messages": "exchange.dictionary:decompressor",
    "digits taken out": "exchange.hexes:taken_out.tail exchange.hexes:taken_out.text",
    "parcels": "exchange.parcel:_stream",
    "requests of nodes": "exchange.views:_keys_of.key_of",
    "entries": "feeds.canonical:",
    "certificates": "feeds.keys:from_base64",
    "proofs": "feeds.proofs:read",
    "GeoJSON": "line.shapes:read_geojson",
    "surveys of another node": "line.survey:read",
    "mail settings": "node.mail:settings",
    "cuts": "reports.cuts:_of_json",
    "reports to check": "reports.forms:of_file reports.forms:differences",
    "report declarations": "reports.judging:judged",
    "office letters": "reports.office.opened:tree reports.office.opened:unpacked",
    "office workbooks": "reports.office.sheets:is_book",
    "backups of personal parts": "sealed.backing:opened",
    "workbooks": "sheets.tables:_workbook",
    "comma-separated sheets": "sheets.tables:_comma_separated",
    "backups": "store.backing:unpack store.backing:traced store.backing:offices_files",
    "codes on papers": "store.codes:_on",
    "rounds": "store.commands.rounds:_asked",
    "sheets of rounds": "store.commands.rounds:_read",
    "lines of JSON": "store.commands.saying:",
    "GeoPackage": "store.geopackage:read_geopackage store.geopackage:_wkb",
    "PNG": "store.stripping:_drawn",
    "scans": "store.scans:_pages",
}

#: What reads what this program wrote itself, or its package holds, or what is tried elsewhere; by the reason.
NOT_FUZZED: Mapping[str, str] = {
    "what the package holds": """
        desk.catalogue:kept desk.words:_file figures.calendars:calendars figures.catalogue:_toml line.packaged:border
        line.packaged:pins line.packaged:places node.demo.commands:demo node.rights.field:_rules
        node.rights.field:listed node.rights.impossible:impossible records.data:rows records.data:declared
        records.free_text:_lists reports.words:packaged_toml
    """,
    "what this node wrote in its own tables and folder": """
        access.drafts:read access.filters:of desk.own_words:_read.made node.demo.story:fill node.demo.story:earlier
        node.rights.gathering:_tables reports.office.keeping:_eras sealed.backing:back_up sealed.backing:_too_old
        sealed.vault:Vault.read sealed.vault:Vault._open store.backing:_copy store.database:_opened
        store.database:_brought_home_by_nobody store.evidence:piece store.evidence:_plain store.feeds:codes_of
        store.foresight:_receive store.guard:outrun store.identity:NodeIdentity.age_recipient store.identity:load
        store.identity:unreadable store.linking:_seen_by store.marks:_read store.naming:_connected store.once:once
        store.peers:keep_alarm store.peers:_row store.reading:_readable_now store.reading:_row
        store.reading:audience_codes store.restoring:recover store.sending:_sendable store.traces:trace
        store.unchanged:state exchange.sealing:read_identity
    """,
    "what was made in the same breath": """
        exchange.reasons:write node.rights.beside:_papers node.rights.beside:_names node.rights.gathering:_head
        node.rights.travelling:everything node.rights.travelling:frame node.rights.travelling:_note
        reports.minutes:minutes reports.on_paper:drawing reports.packed:packed reports.packed:repacked
        reports.pdf_text:extractable store.geopackage:write_geopackage store.scans:write
    """,
    "what this desk signed, and reads by its signature": "desk.house.papers:_given",
    "a file that was compared with what was made here, or is read as an office's letter next": """
        reports.as_csv:may_tell reports.office.keeping:asks
    """,
    "a report whose digest stands in the signed record of its issue": "reports.forms:other_figures",
    "tests/api/test_hostile_programs.py": "api.asked:body",
    "the command that has the same reader as lines of JSON": "store.commands.saying:amend",
    "the description in a backup that was verified": "store.restoring:_described",
}


def entering(folder: Path = SOURCE) -> dict[str, list[str]]:
    """Return what each function of the package reads a format by, as ``module:function`` -> what it calls."""
    return calling(folder, _reads)


def _reads(node: ast.AST) -> str:
    """Return by what name a piece of code reads a format; empty if it doesn't."""
    name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return name if name in _CALLS else ""


def listed() -> list[str]:
    """Return each place that is in one of the lists."""
    return [place for places in (*FUZZED.values(), *NOT_FUZZED.values()) for place in places.split()]
