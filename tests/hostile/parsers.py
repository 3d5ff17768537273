"""Every parser that a file, a parcel or a typed text from outside meets, with right ones to begin from."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from email import message_from_bytes, policy
from pathlib import Path

import numpy as np
import xlsxwriter
import zstandard
from PIL import Image

from tests.border import incident
from tests.exchange.world import NOON, parcel_for, plain
from tests.feeds import cast
from tests.feeds.proof_world import good
from tests.hostile.talk import TALK
from tests.hostile.trying import Parser
from tests.hostile.worlds import border, of, offices, text
from tests.reports.office_book import monthly as monthly_book
from tests.reports.office_file import monthly
from tests.store.pictures import photo
from twinline.access.forms import ReminderForm
from twinline.exchange import cards, files, frames, message, parcel, sealing
from twinline.feeds import checkpoints, entries, notes, proofs
from twinline.line import survey
from twinline.line.axis import packaged_line
from twinline.line.coordinates import place_from
from twinline.line.shapes import read_shapes
from twinline.line.tracks import walked
from twinline.node import mail
from twinline.records import registry, written
from twinline.reports import cuts, declared, forms
from twinline.reports.as_json import as_json
from twinline.reports.collect import joint_report
from twinline.reports.ledger_source import LedgerSource
from twinline.reports.office import judged, keeping
from twinline.reports.office.opened import opened
from twinline.sealed import backing as of_parts
from twinline.sealed.copies import Copies
from twinline.sealed.part import Part
from twinline.sealed.vault import Vault
from twinline.sentences import Problem
from twinline.sheets import tables, writing
from twinline.sheets.columns import columns
from twinline.sheets.importing import preview
from twinline.store import backing, geopackage, gis, lines, meaning, proven, scans, stripping
from twinline.store.commands.line import shapes_of
from twinline.store.commands.rounds import _read as round_sheet
from twinline.store.commands.saying import _body
from twinline.times import days_of, parse_knowledge


def _frames(folder: Path) -> list[bytes]:
    one, _, packed = offices(folder)
    return [plain(packed), one.card()]


def _unpack(told: bytes, folder: Path) -> object:
    """Read a parcel whose inside was altered, packed again as a sender would."""
    one, other, _ = offices(folder)
    return parcel.unpack(
        io.BytesIO(zstandard.compress(told)), reader=other.id,
        key_of=lambda name: one.key.public if name == one.id else None,
    )  # fmt: skip


def _bundles(folder: Path) -> list[bytes]:
    one, other, _ = offices(folder)
    sink = io.BytesIO()
    recipient = str(sealing.read_identity(other.shelf.own.age_identity).to_public())
    sealing.seal(parcel_for(one, other), recipient, sink)
    return [sink.getvalue()]


def _bundle(told: bytes, folder: Path) -> object:
    return files.read_bundle_from(offices(folder)[1].shelf, io.BytesIO(told), at_ms=NOON)


def _message(told: bytes, folder: Path) -> object:
    one, other, _ = offices(folder)
    by = message.Reading(other.id, lambda name: one.key.public if name == one.id else None, lambda *_: None, io.BytesIO)
    return [each.manifest for each in message.opened(io.BytesIO(told), by)]


def _entries(folder: Path) -> list[bytes]:
    one, _, _ = offices(folder)
    return [one.entry("Đồn biên phòng"), one.entry("ດ່ານຊາຍແດນ")]


def _lines(_: Path) -> list[bytes]:
    first = {"type": "incident", **incident(note={"language": "vi", "text": "Gần mốc 412"})}
    second = {
        "type": "joint_patrol", "when": "2026-06-03", "place": {"marker": "412", "to_marker": "415"},
        "participants_vn": 12, "participants_la": 9, "distance": {"amount": "8.5", "unit": "km"},
        "counterparts": ["la-xk"], "example": True,
    }  # fmt: skip
    return [json.dumps(each, ensure_ascii=False).encode() for each in (first, second)]


def _line(told: bytes, _: Path) -> object:
    body = _body(told, 1)
    if not isinstance(body, dict):
        return body
    kind = body.pop("type", None)
    found = []
    known = isinstance(kind, str) and kind in registry.KINDS
    for name in (str(kind),) if known else registry.KINDS:
        found += meaning.judge_own("say", name, registry.normalise(name, body))
    return [str(each) for each in found]


def _workbooks(_: Path) -> list[bytes]:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sổ")
    for number, column in enumerate(columns(registry.of_kind("incident"))):
        sheet.write_string(0, number, column.headers["vi"])
        sheet.write(1, number, 3)
    sheet.write_formula(2, 1, "=2+3", None, 5)
    sheet.merge_range(3, 1, 4, 2, "x")
    book.close()
    return [out.getvalue(), writing.template("incident", "lo", "xlsx"), writing.template("patrol", "vi", "xlsx")]


def _commas(_: Path) -> list[bytes]:
    head = writing.template("incident", "vi", "csv")
    return [
        head, head + "03/06/2022;Xã Nậm Cắn;405;x;1;2\r\n".encode(), b"sep=;\na;b\n\"c\";d\n",
        "ngày,nơi\n1,2\n".encode("utf-16"), "a\tb\nç\t2\n".encode("cp1252"),
    ]  # fmt: skip


def _sheet(told: bytes, folder: Path) -> object:
    side = border(folder).vn
    return preview(side.ledger, "incident", tables.read(told, "sheet"), lang="vi", author="vn-na")


#: A walk along the line, a fix each minute.
_WALK = list(
    zip(*(side.tolist() for side in packaged_line().point_at(np.arange(203_400.0, 205_400.0, 50.0))), strict=True)
)
_GPX = (
    '<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="19.5" '
    'lon="104.1"><name>m</name></wpt><trk><trkseg>'
    + "".join(
        f'<trkpt lat="{lat}" lon="{lon}"><time>2026-06-03T01:{at:02}:00Z</time></trkpt>'
        for at, (lon, lat) in enumerate(_WALK)
    )
    + "</trkseg></trk></gpx>"
)
_GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"number": "412", "time": "2026-06-03T01:00:00Z"},
             "geometry": {"type": "Point", "coordinates": [104.1, 19.4]}},
            {"type": "Feature", "properties": {"coordTimes": [f"2026-06-03T01:{at:02}:00Z" for at in range(40)]},
             "geometry": {"type": "LineString", "coordinates": [list(point) for point in _WALK]}},
            {"type": "Feature", "properties": None, "geometry": {"type": "GeometryCollection", "geometries": [
                {"type": "MultiLineString", "coordinates": [[[104.1, 19.4, 5], [104.2, 19.5]]]}]}},
        ],
    }
)  # fmt: skip


def _track(told: bytes, _: Path) -> object:
    return walked(read_shapes(told, "walk"), packaged_line())


def _packages(folder: Path) -> list[bytes]:
    names = tuple(name for name, _ in gis.COLUMNS)
    shapes = [gis.Feature(course, names) for course in (((104.0, 19.0),), ((104.0, 19.0), (104.1, 19.1)), ())]
    side = border(folder).vn
    return [gis.written("gpkg", shapes, lines.in_use(side.ledger), made="2026-06-03T00:00:00+07:00", lang="en")]


def _package(told: bytes, folder: Path) -> object:
    place = folder / "map.gpkg"
    place.write_bytes(told)
    return geopackage.read_geopackage(place) if geopackage.is_geopackage(place) else shapes_of(place)


def _pictures(form: str) -> Callable[[Path], list[bytes]]:
    def made(_: Path) -> list[bytes]:
        with Image.open(io.BytesIO(photo(size=(48, 32)))) as opened:
            found = []
            for mode in ("RGB", "L"):
                out = io.BytesIO()
                opened.convert(mode).save(out, form)
                found.append(out.getvalue())
        return [*found, photo(size=(40, 30), rotated=True)] if form == "JPEG" else found

    return made


def _scans(_: Path) -> list[bytes]:
    first, second = _pictures("JPEG")(Path())[:2]
    scanned = io.BytesIO()
    with Image.open(io.BytesIO(first)) as opened:
        opened.save(scanned, "PDF")
    return [scans.write([stripping.bare(first, "marker")[0], stripping.bare(second, "marker")[0]]), scanned.getvalue()]


def _scan(told: bytes, _: Path) -> object:
    scans.is_bare(told)
    return scans.bare(told)


def _picture(told: bytes, _: Path) -> object:
    for media in ("image/png", "image/jpeg"):
        stripping.is_bare(told, media)
    return stripping.bare(told, "marker")


def _declarations(_: Path) -> list[bytes]:
    from importlib.resources import files as of_package

    folder = of_package("twinline.reports") / "declarations"
    return [each.read_bytes() for each in folder.iterdir() if each.name.endswith(".toml")]


def _mail(told: bytes, folder: Path) -> object:
    (folder / mail.FILE).write_bytes(told)
    found = mail.settings(folder)
    return found and mail.message(found, "a@b.example", "Twinline", "1", now=NOON)


def _address(told: bytes, _: Path) -> object:
    form = ReminderForm({"email": text(told)})
    if form.is_valid():
        at = mail.Mail("127.0.0.1", 25, "none", "desk@na.example")
        made = mail.message(at, form.cleaned_data["email"], "Twinline", "1", now=NOON)
        # Read as a mail server reads it: one receiver, and the one that was typed.
        (to,) = message_from_bytes(made.as_bytes(), policy=policy.default).get_all("To")
        assert [each.addr_spec for each in to.addresses] == [form.cleaned_data["email"]]
    return form.errors


def _dates(told: bytes, _: Path) -> object:
    said = written.day(text(told))
    days_of(said)
    return parse_knowledge(said)


def _proof(told: bytes, _: Path) -> object:
    checked = proofs.check(proofs.read(told))
    # What is said in it needs not be of a kind that counts.
    with suppress(Problem):
        proven.tell(checked, [cast.ROOT.public.fingerprint, cast.LAO_ROOT.public.fingerprint])
    return checked


def _reports(folder: Path) -> list[bytes]:
    both = border(folder)
    both.vn.say("incident", incident())
    made = as_json(joint_report(LedgerSource(both.vn.ledger), name="joint", since="2022", until="2022"))
    return [made.encode()]


def _report(told: bytes, folder: Path) -> object:
    source = LedgerSource(border(folder).vn.ledger)
    return list(forms.differences(told, forms.of_file(told, source)))


def _notes(folder: Path) -> list[bytes]:
    one, _, _ = offices(folder)
    mark = checkpoints.sign("0" * 64, 7, bytes(32), one.key)
    return [mark.encode(), one.certificate.encode()]


def _note(told: bytes, _: Path) -> object:
    notes.parse(told)
    return checkpoints.peek(told)


def _letter(told: bytes, _: Path) -> object:
    return judged.asked(opened(told))


def _backups(folder: Path) -> list[bytes]:
    both = border(folder)
    (folder / "whole.twinline").unlink(missing_ok=True)
    return [backing.back_up(both.vn.ledger, folder / "whole.twinline", now=both.clock()).path.read_bytes()]


def _backup(told: bytes, folder: Path) -> object:
    (folder / "backup").write_bytes(told)
    (folder / "unpacked").mkdir(exist_ok=True)
    about = backing.unpack(folder / "backup", folder / "unpacked")
    return backing.traced(folder / "backup"), about, backing.offices_files(folder / "backup", folder / "unpacked")


def _parts(folder: Path) -> list[bytes]:
    """Return a backup of personal parts; nothing is in it that a trace, which the accounts have, would know."""
    side = border(folder).vn
    part = Part(person="suspect", basis="fact", purpose="investigation", ends=30_000, name="Ka Lo")
    Vault(side.ledger.folder).put("r", part, now=side.clock())
    (folder / "seed.parts").unlink(missing_ok=True)
    with closing(sqlite3.connect(folder / "seed.parts")) as made:
        Copies(side.ledger.folder).copy_to(made)
        made.execute(of_parts._ABOUT)
        made.execute("INSERT INTO about VALUES ('vn-na', '2026-11-23T10:00:00+07:00')")
        made.commit()
    return [(folder / "seed.parts").read_bytes()]


def _part(told: bytes, folder: Path) -> object:
    (folder / "told.parts").write_bytes(told)
    return of_parts.opened(folder / "told.parts")


def _round_sheets(_: Path) -> list[bytes]:
    head = "indicator,unit,returned,qualifier\r\n"
    return [f"\ufeff{head}own_patrols,,12,exact\r\ndrug_cases,,nothing,\r\n".encode(), f"{head}a,b,0,\n".encode()]


PARSERS: dict[str, Parser] = {
    "lines of JSON": Parser(_lines, _line),
    "entries": Parser(_entries, lambda told, _: entries.read(told)),
    "frames": Parser(_frames, lambda told, _: list(frames.read_all(io.BytesIO(told)))),
    "parcels": Parser(_frames, _unpack),
    "messages": Parser(lambda folder: [offices(folder)[2]], _message),
    "sticks": Parser(_bundles, _bundle),
    "pairing cards": Parser(lambda folder: [offices(folder)[0].card()], lambda told, _: cards.read_card(told)),
    "notes and checkpoints": Parser(_notes, _note),
    "workbooks": Parser(_workbooks, _sheet),
    "comma-separated sheets": Parser(_commas, _sheet),
    "GPX": Parser(of(_GPX), _track),
    "GeoJSON": Parser(of(_GEOJSON), _track),
    "GeoPackage": Parser(_packages, _package),
    "surveys of another node": Parser(
        lambda _: [survey.written(lines.base()).encode()], lambda told, _: survey.handed_over(text(told), lines.base())
    ),
    "PNG": Parser(_pictures("PNG"), _picture),
    "JPEG": Parser(_pictures("JPEG"), _picture),
    "scans": Parser(_scans, _scan),
    "report declarations": Parser(_declarations, lambda told, _: declared.read("own", text(told))),
    "coordinates": Parser(
        of("19.43, 104.12", "19°26'05\"B 104°07'12\"Đ", "48QVG1234567890", "marker 412 + 350 m", "48N 400000 2140000"),
        lambda told, _: place_from(text(told)),
    ),
    "dates": Parser(of("03/06/2022", "2022-06-03", "06/2022", "2022", "3-6-2565"), _dates, (ValueError,)),
    "mail settings": Parser(
        of(
            'from = "Twinline <desk@na.example>"\nhost = "localhost"\nsecurity = "none"\nuser = "desk"\n',
            'host = "mail.na.example"\nfrom = "desk@na.example"\nport = 587\nsecurity = "starttls"\nhour = 7\n',
        ),
        _mail,
    ),
    "mail addresses": Parser(of("lan@na.example", "a.b+c@d-e.example"), _address),
    "office letters": Parser(lambda _: [monthly()], _letter),
    "office workbooks": Parser(lambda _: [monthly_book()], lambda told, _: judged.asked(keeping.parts_of(told))),
    "backups": Parser(_backups, _backup),
    "backups of personal parts": Parser(_parts, _part),
    "sheets of rounds": Parser(_round_sheets, lambda told, _: list(round_sheet(io.BytesIO(told)))),
    "proofs": Parser(lambda _: [proofs.write(good())], _proof),
    "cuts": Parser(_reports, lambda told, _: cuts.read(text(told))),
    "reports to check": Parser(_reports, _report),
    **TALK,
}
