"""Versions of the line at a node, and questions about who was where on it."""

import json
import sqlite3
import struct
import subprocess
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from tests.border import carry, incident
from tests.line.test_survey import course, geojson
from tests.needs import needs, part
from twinline.line import survey, tracks, watch
from twinline.line.places import packaged_places
from twinline.line.shapes import Unreadable, read_shapes
from twinline.node.cli import twinline
from twinline.records.gazetteer import packaged
from twinline.reports.strips import gates
from twinline.store import geopackage, gis, lines, reading, verifying, watching
from twinline.store.commands import line as line_commands
from twinline.store.commands.reading import reader_for
from twinline.store.errors import StoreError
from twinline.store.reading import Reader
from twinline.times import days_of

PATROL = {
    "type": "joint",
    "when": "2026-01-03",
    "place": {"marker": "400", "to_marker": "403"},
    "counterparts": ["la-xk"],
    "example": True,
}


def day(text):
    return days_of(text)[0]


def rows(side, table):
    with side.ledger.connection.cursor() as cursor:
        cursor.execute(f"SELECT record, m_from, m_to FROM {table} ORDER BY record, id")
        return cursor.fetchall()


def bodies(side):
    with side.ledger.connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM store_entry ORDER BY id")
        return [bytes(raw) for (raw,) in cursor.fetchall()]


def better():
    return survey.surveyed(geojson({"at": course()}), packaged_places(), source="survey.geojson")


def test_a_survey_places_all_records_anew_and_changes_nothing_that_was_said(border):
    vn = border.vn
    vn.say("patrol", PATROL)
    vn.say("incident", incident(place={"lon": 1040801200, "lat": 194512300}))
    vn.say("incident", incident(place={"chainage": 203_400, "line": packaged_places().line.version}))
    said, before, facts = bodies(vn), rows(vn, "store_record"), rows(vn, "store_fact")
    done = lines.adopt(vn.ledger, better(), "survey.geojson", now=vn.clock())
    assert done.moved >= 1
    assert (done.placed, done.lost) == (3, 0)
    assert bodies(vn) == said
    assert rows(vn, "store_record") != before
    assert rows(vn, "store_fact") == facts  # a joint figure keeps the version both agreed on
    vn.say("patrol", {**PATROL, "when": "2026-01-04"})
    assert verifying.verify(vn.ledger).faults == []
    lines.use(vn.ledger, "packaged")
    assert rows(vn, "store_record")[: len(before)] == before
    assert verifying.verify(vn.ledger).faults == []


def test_a_record_placed_on_another_line_than_the_one_in_use_is_found_out(border):
    """Negative control: the version is switched without placing the records."""
    vn = border.vn
    vn.say("patrol", PATROL)
    lines.adopt(vn.ledger, better(), "survey.geojson", now=vn.clock())
    with vn.ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE store_line_version SET current = FALSE")
    assert verifying.verify(vn.ledger).faults


def test_versions_are_listed_and_an_unknown_one_is_refused(border):
    vn = border.vn
    places = better()
    lines.adopt(vn.ledger, places, "survey.geojson", now=vn.clock())
    lines.adopt(vn.ledger, places, "survey.geojson", now=vn.clock())
    told = lines.versions(vn.ledger)
    assert [(each.source, each.current) for each in told] == [("packaged", False), ("survey.geojson", True)]
    with pytest.raises(StoreError, match="names 0 versions"):
        lines.use(vn.ledger, "zzz")


def test_what_was_patrolled_is_asked_of_what_a_reader_may_see(border):
    vn, la = border.vn, border.la
    vn.say("patrol", PATROL)
    vn.say(
        "activity",
        {"type": "patrol", "when": "2026-01-05", "place": {"marker": "410", "to_marker": "411"}, "example": True},
        to="self",
    )
    ours = watching.watched(vn.ledger, Reader.of_node(vn.ledger))
    shared = watching.watched(vn.ledger, Reader(frozenset({"la-xk"}), every=True))
    assert (len(ours.walks), len(shared.walks)) == (2, 1)
    assert ours.walks.la.tolist().count(True) == 1
    carry(vn, la)
    theirs = watching.watched(la.ledger, Reader.of_node(la.ledger))
    period = day("2026-01-01"), day("2026-01-31")
    assert watch.patrolled(theirs.walks, (0, 468_281), period) == watch.patrolled(shared.walks, (0, 468_281), period)


def test_a_patrol_that_tells_one_spot_is_said_to_tell_no_stretch_in_its_period_alone(border):
    vn = border.vn
    vn.say("patrol", PATROL)
    vn.say("patrol", {"type": "own", "when": "2026-02-10", "place": {"marker": "441"}, "example": True})
    found = watching.watched(vn.ledger, Reader.of_node(vn.ledger))
    assert len(found.walks) == 2
    assert found.without_a_stretch((day("2026-02-01"), day("2026-02-28"))) == 1
    assert found.without_a_stretch((day("2026-01-01"), day("2026-01-31"))) == 0


def test_questions_are_answered_as_known_on_a_day_and_anew_when_something_is_said(border):
    vn = border.vn
    before = vn.clock()
    record = vn.say("patrol", PATROL).record
    between = vn.clock()
    everyone = Reader.of_node(vn.ledger)
    assert len(watching.watched(vn.ledger, everyone, known_on=before).walks) == 0
    assert len(watching.watched(vn.ledger, everyone).walks) == 1
    vn.withdraw(record)
    assert len(watching.watched(vn.ledger, everyone).walks) == 0
    assert len(watching.watched(vn.ledger, everyone, known_on=between).walks) == 1


def test_a_patrol_of_which_only_the_month_is_said_hides_no_gap_for_a_month(border):
    """Of several days said, all count; of a month, the first day it can have been."""
    vn = border.vn
    vn.say("patrol", {**PATROL, "when": "2026-01", "markers": [{"number": "401", "condition": "sound"}]})
    vn.say(
        "patrol",
        {**PATROL, "when": {"from": "2026-01-05", "to": "2026-01-09"}, "place": {"marker": "410", "to_marker": "412"}},
    )
    found = watching.watched(vn.ledger, Reader.of_node(vn.ledger))
    told = watch.not_walked_for(found.walks, (0, 468_281), days=10, on=day("2026-01-31"))
    assert {each.day for each in told} == {None, day("2026-01-01"), day("2026-01-09")}
    assert found.seen["401"] == [day("2026-01-01")]
    assert not watch.patrolled(found.walks, (0, 468_281), (day("2026-01-20"), day("2026-01-31"))).covered_m
    assert watch.patrolled(found.walks, (0, 468_281), (day("2026-01-01"), day("2026-01-31"))).together_m > 10_000


def test_three_readers_find_what_all_of_each_may_read(border):
    """Who asks for the line finds what is said to it; what is said to fewer they don't."""
    vn = border.vn
    for to in ("line", "twin:la-xk", "self"):
        vn.say("patrol", PATROL, to=to)
    found = {
        who: len(watching.watched(vn.ledger, reader_for(vn.ledger, who)).walks)
        for who in ("line", "twin:la-xk", "self")
    }
    assert found == {"line": 1, "twin:la-xk": 2, "self": 3}
    assert Reader.all_of(("line",), frozenset()).reads(("line",), frozenset()) is False  # nobody on it, nobody reads


def test_plans_stretches_and_markers_come_from_the_kinds_that_tell_them(border):
    vn = border.vn
    vn.say(
        "patrol",
        {
            "type": "own",
            "stage": "planned",
            "when": {"from": "2026-01-10", "to": "2026-01-12"},
            "place": {"marker": "400", "to_marker": "403"},
            "example": True,
        },
    )
    vn.say(
        "patrol",
        {
            "type": "own",
            "when": "2026-01-11",
            "place": {"marker": "401", "to_marker": "402"},
            "markers": [{"number": "401", "condition": "sound"}, {"number": "402", "condition": "not_reached"}],
            "example": True,
        },
    )
    vn.say(
        "stretch",
        {
            "entrusted_to": "vn-v-tien-tieu",
            "place": {"marker": "403", "to_marker": "404"},
            "from": "2024-01-01",
            "example": True,
        },
    )
    found = watching.watched(vn.ledger, Reader.of_node(vn.ledger))
    (plan,) = watch.planned_and_done(found.plans, found.walks, (day("2026-01-01"), day("2026-01-31")))
    assert 0 < plan.done_m < plan.to_m - plan.from_m
    assert found.seen == {"401": [day("2026-01-11")]}
    everything = (0, found.places.line.length_m)
    left = watch.nobody_looks_after(found.stretches, everything, on=day("2026-01-01"))
    assert sum(b - a for a, b in left) < everything[1]
    assert watch.nobody_looks_after(found.stretches, everything, on=day("2023-01-01")) == (everything,)


def test_a_geopackage_is_read_as_the_geojson_of_the_same_line(tmp_path):
    at = course()
    file = tmp_path / "survey.gpkg"
    layer = geopackage.Layer(
        "line", "The line", "MULTILINESTRING", [("kind", "TEXT")], [([[tuple(p) for p in at]], ("land",))]
    )
    geopackage.write_geopackage(file, [layer], made="2026-01-01T00:00:00Z")
    assert geopackage.is_geopackage(file)
    places = survey.surveyed(geopackage.read_geopackage(file), packaged_places(), source="survey.geojson")
    assert places.line.version == better().line.version
    with sqlite3.connect(file) as database:  # WGS 84 with heights, as GDAL calls it
        database.execute("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 4979 WHERE srs_id = 4326")
    assert len(geopackage.read_geopackage(file).courses) == 1


def test_a_gpx_survey_is_the_same_version_as_the_geojson_of_the_same_line():
    """The control: a line of which one vertex lies elsewhere is another version."""

    def version(at):
        spots = "".join(f'<trkpt lat="{lat!r}" lon="{lon!r}"/>' for lon, lat in at)
        told = f'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{spots}</trkseg></trk></gpx>'
        found = read_shapes(told.encode(), "survey.gpx")
        return survey.surveyed(found, packaged_places(), source="survey.geojson").line.version

    at = course()
    plain = survey.surveyed(geojson({"at": at}), packaged_places(), source="survey.geojson")
    assert version(at) == plain.line.version
    assert version([[at[0][0] + 1e-4, at[0][1]], *at[1:]]) != plain.line.version


def test_a_geopackage_in_another_system_or_broken_is_refused(tmp_path):
    file = tmp_path / "survey.gpkg"
    layer = geopackage.Layer("line", "The line", "POINT", [("name", "TEXT")], [([[(104.0, 19.0)]], ("1",))])
    geopackage.write_geopackage(file, [layer], made="2026-01-01T00:00:00Z")
    with sqlite3.connect(file) as database:
        database.execute(
            "UPDATE line SET geom = ?", (b"GP\x00\x01" + b"\x00" * 4 + b"\x01\x02\x00\x00\x00\xff\xff\xff\xff",)
        )
    with pytest.raises(Unreadable, match="broken in its table"):
        geopackage.read_geopackage(file)
    with sqlite3.connect(file) as database:
        database.execute("UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = 3405 WHERE srs_id = 4326")
    with pytest.raises(Unreadable, match="EPSG:3405"):
        geopackage.read_geopackage(file)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE line (geom BLOB)")
    with pytest.raises(Unreadable, match="neither GPX, GeoJSON nor GeoPackage"):
        geopackage.read_geopackage(other)
    file.write_bytes(geopackage.MAGIC + b"nothing")
    with pytest.raises(Unreadable, match="broken"):
        geopackage.read_geopackage(file)


LATE = 1_795_500_000_000
KML, GPX = "{http://www.opengis.net/kml/2.2}", "{http://www.topografix.com/GPX/1/1}"


def exported(side, form, *, audience=None, made="2026-02-01T00:00:00Z", lang="en"):
    reader = Reader.of_node(side.ledger) if audience is None else Reader(frozenset({audience}), every=True)
    rows = reading.records(side.ledger, reader, limit=1_000)
    places = lines.in_use(side.ledger)
    found = gis.features(rows, places, lambda row: (row.kind, f"<{row.kind}> & more"))
    return rows, gis.written(form, found, places, made=made, lang=lang)


def say_some(vn):
    vn.say("patrol", PATROL)
    vn.say("incident", incident(place={"lon": 1040801200, "lat": 194512300}))
    vn.say("activity", {"type": "talks", "when": "2026-01-06", "place": {"name": "Vinh"}, "example": True})


@pytest.mark.parametrize("form", gis.FORMS)
def test_whoever_is_outside_an_audience_gets_the_same_bytes_as_if_the_record_did_not_exist(border, form):
    vn = border.vn
    say_some(vn)
    before = exported(vn, form, audience="la-xk")[1]
    own = exported(vn, form)[1]
    vn.say("incident", incident(place={"marker": "403"}), to="self")
    assert exported(vn, form, audience="la-xk")[1] == before
    assert exported(vn, form)[1] != own


@pytest.mark.parametrize("form", gis.FORMS)
def test_a_file_of_an_instant_is_the_same_bytes_whenever_it_is_made(border, form, tmp_path, monkeypatch):
    """So is one of what is known now, until more is. The control: another instant, of which the file tells."""
    vn = border.vn
    say_some(vn)
    monkeypatch.setenv("TWINLINE_NODE", str(vn.ledger.folder))

    def made(now, *asked):
        monkeypatch.setattr(line_commands, "now_ms", lambda: now)
        ran = CliRunner().invoke(twinline, ["line", "export", str(tmp_path / f"list.{form}"), "--for", "la-xk", *asked])
        assert ran.exit_code == 0, ran.output
        return (tmp_path / f"list.{form}").read_bytes()

    early = made(LATE, "--known-on", "2026-06-30")
    vn.say("incident", incident(place={"marker": "403"}), to="self")
    assert made(LATE + 1_000, "--known-on", "2026-06-30") == early
    now = made(LATE)
    assert made(LATE + 1_000) == now
    assert made(LATE, "--known-on", "2026-07-01") != early


def test_a_geopackage_holds_what_the_list_holds(border, tmp_path):
    vn = border.vn
    say_some(vn)
    rows, content = exported(vn, "gpkg")
    file = tmp_path / "list.gpkg"
    file.write_bytes(content)
    with sqlite3.connect(file) as database:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        counts = {
            name: database.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0]
            for name in ("points", "stretches", "elsewhere")
        }
        styled = {row[0] for row in database.execute("SELECT f_table_name FROM layer_styles")}
    assert version == 10200
    assert sum(counts.values()) == len(rows)
    assert counts["points"] >= 1
    assert counts["stretches"] >= 1
    assert counts["elsewhere"] >= 1
    assert {"points", "stretches", "border", "markers"} <= styled


def test_gpx_and_kml_are_read_by_others(border):
    gpxpy = pytest.importorskip("gpxpy")
    vn = border.vn
    say_some(vn)
    rows, content = exported(vn, "gpx")
    read = gpxpy.parse(content.decode())
    spots = [each for each in read.waypoints if each.type != "gate"]
    assert len(spots) + len(read.tracks) == len(rows) - 1  # the talks in Vinh have no place on the line
    assert read.tracks[0].name == "<patrol> & more"
    marks = [each.get("id", "") for each in ElementTree.fromstring(exported(vn, "kml")[1]).iter(f"{KML}Placemark")]
    assert sum(1 for each in marks if each.startswith("r-")) == len(rows)


def gates_of(form, content, tmp_path):
    """Return the gates of a map file: code or name, and where."""
    if form == "gpkg":
        (tmp_path / "list.gpkg").write_bytes(content)
        with sqlite3.connect(tmp_path / "list.gpkg") as database:
            told = database.execute("SELECT name, geom FROM gates").fetchall()
        return {name: tuple(round(x, 5) for x in struct.unpack_from("<dd", geom, 13)) for name, geom in told}
    read = ElementTree.fromstring(content)
    if form == "gpx":
        spots = [each for each in read.iter(f"{GPX}wpt") if each.findtext(f"{GPX}type") == "gate"]
        return {
            each.findtext(f"{GPX}name"): tuple(round(float(each.get(axis)), 5) for axis in ("lon", "lat"))
            for each in spots
        }
    return {
        each.findtext(f"{KML}name"): tuple(
            round(float(x), 5) for x in each.findtext(f"{KML}Point/{KML}coordinates").split(",")
        )
        for each in read.iter(f"{KML}Placemark")
        if each.get("id", "").startswith("gate-")
    }


@pytest.mark.parametrize("form", gis.FORMS)
def test_a_map_file_has_the_gates_where_strip_and_map_have_them(border, form, tmp_path):
    """Also one of an empty list; the control: on a survey they lie elsewhere."""
    on = lines.in_use(border.vn.ledger)
    there = {
        packaged().gate(code).names.to("vi"): tuple(round(x, 5) for x in on.line.point_at(on.gate_point(code).chainage))
        for code, _, _ in gates()
    }
    assert len(there) >= 5
    assert gates_of(form, exported(border.vn, form, lang="vi")[1], tmp_path) == there
    lines.adopt(border.vn.ledger, better(), "survey.geojson", now=border.vn.clock())
    moved = gates_of(form, exported(border.vn, form, lang="vi")[1], tmp_path)
    assert moved.keys() == there.keys()
    assert moved != there


@needs("gdal")
def test_gdal_counts_what_the_list_holds(border, tmp_path):
    vn = border.vn
    say_some(vn)
    rows, content = exported(vn, "gpkg")
    file = tmp_path / "list.gpkg"
    file.write_bytes(content)
    total = 0
    for layer in ("points", "stretches", "elsewhere"):
        ran = subprocess.run([part("gdal"), "-so", file, layer], capture_output=True, text=True, check=True)
        assert "Warning" not in ran.stdout + ran.stderr
        assert "ERROR" not in ran.stdout + ran.stderr
        total += int(ran.stdout.split("Feature Count: ")[1].split()[0])
    assert total == len(rows)


def test_a_track_becomes_the_body_of_a_patrol_that_can_be_said(border, tmp_path):
    from tests.line.test_tracks import fixes, gpx

    found = tracks.walked(read_shapes(gpx(fixes()), "walk.gpx"), packaged_places().line)
    body = {**watching.patrol_body(found, packaged_places().line.version), "example": True}
    said = border.vn.say("patrol", body)
    told = watching.watched(border.vn.ledger, Reader.of_node(border.vn.ledger))
    assert told.walks.stretch.tolist() == [list(found.walks[0].stretches[0])]
    entry = reading.record(border.vn.ledger, Reader.of_node(border.vn.ledger), said.record).row.body
    assert "lon" not in json.dumps(entry)  # the raw track stays at home


@needs("gdal")
def test_gdal_opens_a_geopackage_we_wrote(tmp_path):
    file = tmp_path / "line.gpkg"
    layer = geopackage.Layer(
        "line", "The line", "MULTILINESTRING", [("kind", "TEXT")], [([[tuple(p) for p in course()]], ("land",))]
    )
    geopackage.write_geopackage(file, [layer], made="2026-01-01T00:00:00Z")
    ran = subprocess.run([part("gdal"), "-al", "-so", file], capture_output=True, text=True, check=True)
    assert "Feature Count: 1" in ran.stdout
    assert "Warning" not in ran.stdout + ran.stderr
    assert json.dumps("WGS 84") in ran.stdout
