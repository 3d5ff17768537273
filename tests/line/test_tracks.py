"""Tracks as receivers write them: cleaned with a word for what was dropped, or refused with a reason."""

import json
import re
import tracemalloc
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinline.line.axis import packaged_line
from twinline.line.intervals import length
from twinline.line.shapes import Unreadable, read_shapes
from twinline.line.tracks import NoTrack, walked
from twinline.times import days_of
from twinline.tongues import speaking, told

LINE = packaged_line()
START = datetime(2026, 6, 3, 1, 0, tzinfo=UTC)
DAY = days_of("2026-06-03")[0]


def fixes(from_m=203_400, to_m=206_000, step=20, every=20, start=START):
    """A walk along the line, a fix every 20 s."""
    at = np.arange(from_m, to_m + 1, step, dtype=float)
    lon, lat = LINE.point_at(at)
    return [(x, y, start + timedelta(seconds=every * i)) for i, (x, y) in enumerate(zip(lon, lat, strict=True))]


def gpx(*segments, more=""):
    def point(x, y, t):
        time = f"<time>{t:%Y-%m-%dT%H:%M:%SZ}</time>" if t else ""
        return f'<trkpt lat="{y}" lon="{x}">{time}</trkpt>'

    inside = "".join("<trkseg>" + "".join(point(*p) for p in segment) + "</trkseg>" for segment in segments)
    head = '<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
    return f"{head}<trk>{inside}</trk>{more}</gpx>".encode()


def clean(content, **named):
    return walked(read_shapes(content, "walk.gpx"), LINE, **named)


def test_a_walk_along_the_line_is_its_interval_and_its_day():
    found = clean(gpx(fixes()))
    (walk,) = found.walks
    assert walk.day == DAY
    assert walk.stretches[0][0] == pytest.approx(203_400, abs=2)
    assert walk.stretches[-1][1] == pytest.approx(206_000, abs=2)
    assert len(walk.stretches) == 1
    assert (found.kept, sum(found.dropped.values()), found.gaps) == (131, 0, 0)


def test_a_walk_past_midnight_belongs_to_both_days_of_the_border():
    late = datetime(2026, 6, 3, 16, 40, tzinfo=UTC)  # 23:40 at the border
    found = clean(gpx(fixes(start=late)))
    assert [walk.day for walk in found.walks] == [DAY, DAY + 1]


def test_where_the_receiver_began_anew_nothing_is_bridged_and_that_is_said():
    first, later = fixes(to_m=204_000), fixes(from_m=205_000, start=START + timedelta(hours=2))
    found = clean(gpx(first, later))
    assert [len(walk.stretches) for walk in found.walks] == [2]
    assert found.gaps == 1
    assert clean(gpx(first, first)).gaps == 0
    assert clean(gpx(first, fixes(from_m=205_000, start=START + timedelta(days=1)))).gaps == 0


@pytest.mark.parametrize("under", [("coordTimes",), ("times",), ("coordinateProperties", "times")])
def test_times_are_read_from_where_converters_to_geojson_put_them(under):
    track = fixes()
    says = [t.isoformat() for *_, t in track]
    for key in reversed(under):
        says = {key: says}
    shape = {"type": "LineString", "coordinates": [(x, y) for x, y, _ in track]}
    assert clean(json.dumps({"type": "Feature", "properties": says, "geometry": shape}).encode()).walks[0].day == DAY
    with pytest.raises(NoTrack, match="no times"):
        clean(json.dumps({"type": "Feature", "properties": {}, "geometry": shape}).encode())


def test_a_jump_of_the_receiver_is_dropped_and_said():
    track = fixes()
    x, y, t = track[50]
    track[50] = (x + 0.05, y, t)
    found = clean(gpx(track))
    assert found.dropped["jump"] == 1
    assert len(found.walks[0].stretches) == 1


def test_a_jump_in_the_very_first_fix_is_not_taken_for_where_they_began():
    track = fixes()
    track[0] = (track[0][0] + 0.05, track[0][1], track[0][2])
    found = clean(gpx(track))
    assert found.dropped["jump"] == 1
    assert found.walks[0].length_m == pytest.approx(2_580, abs=5)


def moved(track, which, by=0.05):
    return [(x + by if which(i) else x, y, t) for i, (x, y, t) in enumerate(track)]


@pytest.mark.parametrize("fixes_long", [1, 2, 5])
def test_a_jump_is_one_however_many_fixes_it_lasts(fixes_long):
    found = clean(gpx(moved(fixes(), lambda i: 20 <= i % 40 < 20 + fixes_long)))
    assert found.dropped["jump"] == 3 * fixes_long
    assert (found.walks, found.gaps) == (clean(gpx(fixes())).walks, 0)


def test_of_two_receivers_in_one_part_the_one_that_says_more_counts_and_the_other_is_said():
    first, second = fixes(), fixes(from_m=215_000, to_m=217_000, start=START + timedelta(seconds=7))
    found = clean(gpx(sorted(first + second, key=lambda fix: fix[2])))
    assert found.dropped["jump"] == len(second)
    assert found.walks == clean(gpx(first)).walks
    # In a part each both count, and so do two at one place
    assert clean(gpx(first, second)).dropped["jump"] == 0
    beside = [(x, y, t + timedelta(seconds=7)) for x, y, t in first]
    assert clean(gpx(sorted(first + beside, key=lambda fix: fix[2]))).kept == 2 * len(first)


@pytest.mark.parametrize("back", [timedelta(minutes=5), timedelta(hours=1)])
def test_where_a_clock_was_set_back_nothing_is_lost_but_the_way_between_two_fixes(back):
    track = fixes()
    found = clean(gpx(track[:60] + [(x, y, t - back) for x, y, t in track[60:]]))
    assert sum(found.dropped.values()) == 0
    assert (found.kept, found.gaps) == (len(track), 1)
    assert found.walks[0].length_m == pytest.approx(2_580, abs=5)


@pytest.mark.parametrize(
    "order", [lambda track: track[::-1], lambda track: sorted(track, key=lambda fix: hash(fix[:2]))]
)
def test_a_file_that_is_not_in_the_order_of_time_is_put_in_it(order):
    assert clean(gpx(order(fixes()))).walks == clean(gpx(fixes())).walks


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(-3, 3), st.integers(-2, 40)), min_size=1, max_size=60))
@settings(max_examples=150, deadline=None)
def test_every_fix_is_kept_or_named_with_the_reason_why_it_was_left_out(steps):
    at, way = START, []
    for metres, off, seconds in steps:
        at += timedelta(seconds=seconds)
        x, y = LINE.point_at(203_400 + 10 * metres)
        way.append((x + off * 0.01, y, at))
    try:
        found = clean(gpx(way), today=DAY)
    except NoTrack:  # nothing was kept: there is no report to add up
        return
    assert found.fixes == len(way) == found.kept + sum(found.dropped.values())


def test_nothing_is_taken_as_walked_over_a_gap():
    track = fixes()
    pause = [(x, y, t + timedelta(hours=2)) for x, y, t in track[90:]]
    found = clean(gpx(track[:60] + pause))
    assert found.gaps == 1
    assert len(found.walks[0].stretches) == 2
    assert length(found.walks[0].stretches) == pytest.approx(1_180 + 800, abs=10)


def test_a_track_recorded_twice_counts_once():
    found = clean(gpx(fixes(), fixes()))
    assert found.dropped["recorded twice"] == 131
    assert found.walks == clean(gpx(fixes())).walks


def test_the_way_there_is_no_walk_along_the_line():
    road = [(x + 0.02, y + 0.02, t - timedelta(hours=3)) for x, y, t in fixes()[:40]]
    found = clean(gpx(road + fixes()))
    assert found.dropped["far from the line"] == 40
    assert found.walks == clean(gpx(fixes())).walks


def test_without_times_the_day_must_be_said():
    track = [(x, y, None) for x, y, _ in fixes()]
    with pytest.raises(NoTrack, match="which day"):
        clean(gpx(track))
    found = clean(gpx(track), day=DAY)
    assert found.untimed
    assert [walk.day for walk in found.walks] == [DAY]
    assert found.walks[0].length_m == pytest.approx(2_600, abs=5)


def test_a_route_is_a_plan_and_is_never_taken_as_walked():
    track = fixes()
    route = "<rte>" + "".join(f'<rtept lat="{y}" lon="{x}"/>' for x, y, _ in fixes(210_000, 220_000)) + "</rte>"
    found = clean(gpx(track, more=route))
    assert found.walks == clean(gpx(track)).walks
    assert found.dropped["planned"] == 501
    assert not found.untimed
    with pytest.raises(NoTrack, match="only a route"):
        clean(gpx(more=route), day=DAY)


def test_a_track_far_away_is_refused_with_what_was_found():
    with pytest.raises(NoTrack, match=r"No two of its points \(131\)"):
        clean(gpx([(x + 1, y, t) for x, y, t in fixes()]))
    with pytest.raises(NoTrack, match=r"only single points \(1\)"):
        clean(gpx(more='<wpt lat="19" lon="104"><name>412</name></wpt>'))


def test_fixes_without_a_fix_are_dropped():
    track = fixes()
    content = gpx(track).replace(b"</trkseg>", b'<trkpt lat="0" lon="0"/><trkpt lat="x" lon="104"/></trkseg>')
    assert clean(content).dropped["no coordinates"] == 2


def test_geojson_with_times_is_the_same_walk():
    track = fixes()
    feature = {
        "type": "Feature",
        "properties": {"coordTimes": [t.isoformat() for *_, t in track]},
        "geometry": {"type": "LineString", "coordinates": [[x, y, 1200.5] for x, y, _ in track]},
    }
    assert clean(json.dumps(feature).encode()).walks == clean(gpx(track)).walks


HOSTILE = {
    "entities": b'<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><gpx>&b;</gpx>',
    "a file of ours": b'<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><wpt lat="1" lon="1"/>&x;</gpx>',
    "depth of XML": b"<gpx>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</gpx>",
    "depth of JSON": b'{"type": "GeometryCollection", "geometries": ' + b"[" * 100_000,
    "another root": b"<svg/>",
    "broken": b"<gpx><trk>",
    "neither": b"PK\x03\x04",
    "elements without end": b"<gpx>" + b"<a/>" * 3_000_000 + b"</gpx>",
    "a tag without end": b"<gpx><a " + b"".join(b'b%d="" ' % i for i in range(20_000)) + b"/></gpx>",
    "parts without end": b"<gpx>" + b'<rte><rtept lat="19" lon="104"/></rte>' * 2_001 + b"</gpx>",
    "an encoding that there isn't": b'<?xml version="1.0" encoding="klingon"?><gpx/>',
    "objects without end": b'{"features": [' + b"{}," * 1_600_000 + b"{}]}",
    "another plane": json.dumps({"type": "FeatureCollection", "crs": {"name": "EPSG:3405"}, "features": []}).encode(),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_and_foreign_files_are_refused_in_a_sentence(what):
    with pytest.raises(Unreadable, match=r"walk\.gpx"):
        read_shapes(HOSTILE[what], "walk.gpx")


@pytest.mark.parametrize("what", HOSTILE)
def test_why_a_file_is_refused_is_said_in_the_readers_language(what):
    """No reason of a library's in English; the control: in English the same sentence is another."""
    with pytest.raises(Unreadable) as refused:
        read_shapes(HOSTILE[what], "walk.gpx")
    with speaking("en"):
        english = told(refused.value)
    for lang in ("vi", "lo", "fr"):
        with speaking(lang):
            assert told(refused.value) != english
            assert not re.search(r"recursion|expecting|element|delimiter|encoding|token|codec", told(refused.value))


def test_where_a_file_breaks_off_is_said():
    with pytest.raises(Unreadable, match=r"walk\.json is broken in line 2, at character 12"):
        read_shapes(b'{"type":\n "Feature" "x"}', "walk.json")
    with pytest.raises(Unreadable, match="nested deeper than 32 levels"):
        read_shapes(b'{"type": "LineString", "coordinates": ' + b"[" * 50_000, "walk.json")


def test_of_a_file_nothing_is_kept_but_its_points():
    """The control: a reader that builds the whole tree of it needs a hundred times the memory."""
    content = b"<gpx><trk><trkseg>" + b"<a><b>x</b></a>" * 100_000 + b"</trkseg></trk></gpx>"
    assert _peak(lambda: read_shapes(content, "walk.gpx")) < 1 << 20
    assert _peak(lambda: ElementTree.fromstring(content)) > 20 << 20


def _peak(read):
    tracemalloc.start()
    try:
        read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_file_beyond_the_limits_is_refused(monkeypatch):
    monkeypatch.setattr("twinline.line.shapes.POINTS", 100)
    with pytest.raises(Unreadable, match="100 points"):
        read_shapes(json.dumps({"type": "LineString", "coordinates": [[104, 19]] * 101}).encode(), "walk.gpx")
    monkeypatch.setattr("twinline.line.shapes.BYTES", 100)
    with pytest.raises(Unreadable, match="bytes long"):
        read_shapes(gpx(fixes()), "walk.gpx")


def test_what_a_receiver_with_a_wrong_clock_dates_is_left_out_and_said():
    track = fixes()
    odd = fixes(start=datetime(1980, 1, 6, tzinfo=UTC))[:10] + fixes(start=datetime(2036, 6, 3, tzinfo=UTC))[:7]
    found = clean(gpx(odd, track), today=DAY)
    assert found.dropped["no such day"] == 17
    assert [walk.day for walk in found.walks] == [DAY]
    assert clean(gpx(track), today=DAY).dropped["no such day"] == 0
    with pytest.raises(NoTrack, match="dated before 2000 or after today: 17"):
        clean(gpx(odd), today=DAY)


def test_what_was_driven_is_refused_and_a_boat_is_not():
    with pytest.raises(NoTrack, match="nobody walks so"):
        clean(gpx(fixes(to_m=230_000, step=200, every=8)))
    with pytest.raises(NoTrack, match="no patrol rides so"):
        clean(gpx(fixes(to_m=230_000, step=200, every=8)), ridden=True)
    assert clean(gpx(fixes(step=80, every=10)), ridden=True).walks


def test_what_falls_into_more_stretches_than_a_patrol_holds_is_refused_and_none_is_lost():
    track = fixes(to_m=210_000)
    parts = [track[i : i + 3] for i in range(0, 4 * 61, 4)]
    with pytest.raises(NoTrack, match="61 stretches, and a patrol holds 60"):
        clean(gpx(*parts))
    assert len(clean(gpx(*parts[1:])).walks[0].stretches) == 60


def test_points_with_a_time_each_are_a_track_and_other_points_are_none():
    """So a logger on a phone writes GeoJSON."""
    track = fixes()

    def features(**said):
        return [{"type": "Feature", "properties": {name: t.isoformat() for name in said if said[name]},
                 "geometry": {"type": "Point", "coordinates": [x, y]}} for x, y, t in track]  # fmt: skip

    logged = {"type": "FeatureCollection", "features": features(time=True)}
    assert clean(json.dumps(logged).encode()).walks == clean(gpx(track)).walks
    with pytest.raises(NoTrack, match=r"only single points \(131\)"):
        clean(json.dumps(logged | {"features": features()}).encode())


def test_coordinates_the_wrong_way_round_are_named():
    shape = {"type": "LineString", "coordinates": [[y, x] for x, y, _ in fixes()]}
    with pytest.raises(NoTrack, match=r"131 of its points .* the wrong way round"):
        clean(json.dumps(shape).encode(), day=DAY)


@pytest.mark.parametrize("how", [lambda text: b"\n" + text.encode(), lambda text: text.encode("utf-16")])
def test_what_some_programs_write_before_or_around_the_xml_is_read(how):
    assert clean(how(gpx(fixes()).decode())).walks == clean(gpx(fixes())).walks


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_geojson_is_read_in_each_encoding_of_json(encoding):
    says = {"coordTimes": [t.isoformat() for *_, t in fixes()]}
    shape = {"type": "LineString", "coordinates": [(x, y) for x, y, _ in fixes()]}
    text = json.dumps({"type": "Feature", "properties": says, "geometry": shape})
    assert clean(text.encode(encoding)).walks == clean(gpx(fixes())).walks


@pytest.mark.parametrize("thousandfold", [1, 1000])
def test_times_may_be_counted_in_seconds_or_milliseconds(thousandfold):
    says = {"times": [t.timestamp() * thousandfold for *_, t in fixes()]}
    shape = {"type": "LineString", "coordinates": [(x, y) for x, y, _ in fixes()]}
    text = json.dumps({"type": "Feature", "properties": says, "geometry": shape})
    assert clean(text.encode()).walks == clean(gpx(fixes())).walks


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon", "MultiPoint"])
def test_an_area_is_no_track_and_that_is_said(kind):
    ring = [(x, y) for x, y, _ in fixes()[:4]]
    inside = {"Polygon": [ring], "MultiPolygon": [[ring]], "MultiPoint": ring}[kind]
    with pytest.raises(NoTrack, match="no track in it"):
        clean(json.dumps({"type": kind, "coordinates": inside}).encode())


def test_a_file_with_nothing_in_it_says_so():
    with pytest.raises(NoTrack, match="no track in it"):
        clean(gpx())
