"""The benchmarks run, on a few records, and their page says plainly what was not reached. No time is asserted."""

from __future__ import annotations

import json
import socket
import threading
from pathlib import Path

import numpy as np
import pytest

from bench import __main__ as bench
from bench import adding, exchanging, floor, goals, keeping, line, nodes, page, records, run, year
from bench.proxy import HERE, Link, Proxy, free_port
from bench.results import Book, Row, Sizes, middle, slope
from twinline.line.axis import packaged_line
from twinline.records import registry

FEW = 200


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> nodes.Pair:
    """Two nodes that have said nothing yet; they are copied, never written to."""
    return nodes.found(tmp_path_factory.mktemp("bench") / "pair")


def test_the_records_are_sound_marked_example_of_the_right_size_and_the_same_each_time():
    made = list(records.bodies(FEW))
    assert [registry.validate("incident", body) for body in made] == [[]] * FEW
    assert all(body["example"] for body in made)
    assert made == list(records.bodies(FEW))
    assert made != list(records.bodies(FEW, seed=1))
    lines = [len(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()) for body in made]
    assert 445 <= sum(lines) / FEW <= 465


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system doesn't tell what a process used")
def test_a_node_is_measured_from_the_file_of_lines_to_what_the_other_side_holds(paired, tmp_path):
    pair = paired.copy(tmp_path / "pair")
    lines = records.write(tmp_path / "records.jsonl", FEW)
    rows = [floor.got(lines, FEW, tmp_path, pair.port), adding.added(pair.a, lines, FEW)]
    sizes = floor.squeezed(pair.a, lines, FEW)
    rows += [exchanging.exchanged(pair, FEW), keeping.verified(pair.b, FEW)]
    assert all(row.records == FEW and row.work_s > 0 and row.peak for row in rows)
    got, _, exchanged, _ = rows
    assert got.bytes > sizes.lines_zstd_3
    assert sizes.plain > exchanged.bytes > sizes.zstd_19 > 0
    assert exchanged.trips == 3
    assert exchanged.other_peak


def test_what_was_not_brought_is_not_measured_as_if_it_were(paired, tmp_path):
    pair = paired.copy(tmp_path / "pair")
    with pytest.raises(run.BenchError, match="verify says"):
        keeping.verified(pair.b, FEW)


def test_the_proxy_counts_what_passes_and_each_time_the_asking_side_speaks_again():
    with socket.create_server((HERE, 0)) as server:
        threading.Thread(target=_echo, args=(server,), daemon=True).start()
        link = Link(bits_per_s=8_000_000, round_trip_s=0.01)
        with (
            Proxy(free_port(), server.getsockname()[1], link) as proxy,
            socket.create_connection((HERE, proxy.port)) as client,
        ):
            for word in (b"one", b"twoo"):
                client.sendall(word)
                assert client.recv(100) == word
            assert (proxy.up, proxy.down, proxy.connections, proxy.turns, proxy.trips) == (7, 7, 1, 2, 3)


def _echo(server: socket.socket) -> None:
    near, _ = server.accept()
    with near:
        while data := near.recv(100):
            near.sendall(data)


def test_the_page_says_reached_and_not_reached_plainly():
    book = Book([("cores", "2")], "make bench", "2026-01-01")
    book.rows = [Row("add", 10_000, 1.0, peak=100), Row("exchange", 10_000, 4.0, peak=100, up=1, down=1, trips=3)]
    book.sizes = [Sizes(10_000, 10, 3, 1, 5, 4)]
    told = {goal: (measured, reached) for goal, measured, reached in goals.goals(book)}
    assert told["add: 5,000 records/s"] == ("10,000/s at 10,000", True)
    assert told["exchange: 5,000 records/s"] == ("2,500/s at 10,000", False)
    assert told["verify: 5,000 records/s"] == ("", None)
    text = page.written(book, bench.STEPS)
    assert "| exchange: 5,000 records/s | 2,500/s at 10,000 | **not reached** |" in text
    assert "| verify: 5,000 records/s | - | not measured in this run |" in text


def test_of_several_runs_the_middle_one_is_told_with_the_slowest_the_fastest_and_the_largest_memory():
    runs = [Row("add", 6_000, 1.0, peak=100), Row("add", 6_000, 2.0, peak=300), Row("add", 6_000, 1.5, peak=200)]
    book = Book([], "make bench", "2026-01-01")
    book.rows = [middle(runs)]
    assert (book.rows[0].work_s, book.rows[0].peak) == (1.5, 300)
    told = {goal: (measured, reached) for goal, measured, reached in goals.goals(book)}
    assert told["add: 5,000 records/s"] == ("4,000/s at 6,000 (of 3 runs: 3,000 to 6,000)", False)
    assert middle(runs[:1]) is runs[0]


def test_an_example_year_stands_in_a_table_of_its_own():
    book = Book([], "make bench", "2026-01-01")
    book.rows = [Row("year: exchange", 774, 2.0, up=1, down=2, trips=3), Row("year: Monday sheet, PDF", 774, 0.5)]
    text = page.written(book, bench.STEPS)
    assert "| exchange | 774 | 2.00 | - | - | 3 | 3 | - |" in text
    assert "| Monday sheet, PDF | 774 | 0.50 |" in text
    assert "## Links" not in text


def test_the_year_that_is_measured_is_our_side_s_part_kind_by_kind(tmp_path):
    files = list(year._written(tmp_path))
    assert len(files) == len({kind for kind, _, _ in files}) >= 15
    for kind, path, number in files:
        bodies = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert len(bodies) == number
        assert all(body.pop("about").startswith("vn-") and registry.validate(kind, body) == [] for body in bodies)


def test_the_line_is_measured_beside_shapelys_tree_which_finds_the_same():
    measured = line.placed(2_000)
    told = [each for each in measured if each.what.startswith("shapely")]
    assert len(told) == 2
    book = Book([], "make bench", "2026-01-01", placed=measured)
    times = goals.of_tree(book)
    assert times == pytest.approx(measured[4].cpu_rate / told[1].cpu_rate)
    assert f"| {times:.1f} × |" in page.written(book, bench.STEPS)


def test_another_answer_than_shapelys_is_not_reported(monkeypatch):
    monkeypatch.setattr(line, "mercator", lambda lon, lat: np.column_stack([lon * 104_700, lat * 110_680]))
    with pytest.raises(run.BenchError, match="other places"):
        line._located("as packaged", packaged_line(), 2_000)


def test_a_constant_cost_per_record_has_the_slope_one():
    assert slope([Row("add", 10, 1.0), Row("add", 100, 10.0), Row("add", 1000, 100.0)]) == pytest.approx(1)
    assert slope([Row("add", 10, 1.0), Row("add", 100, 100.0)]) == pytest.approx(2)
    assert slope([Row("add", 10, 1.0)]) is None


def test_what_was_brought_is_set_beside_the_floor_of_the_same_entries():
    book = Book([], "make bench", "2026-01-01")
    book.rows = [
        Row(goals.FIRST, 100, 1.0, up=60, down=90, zstd_19=100),
        Row("100 new on 10", 100, 1.0, up=1, down=3, zstd_19=2),
    ]
    book.rows += [Row("alert, asked for, x", 1, 2.0), Row("alert, brought, x", 1, 4.0)]
    told = {goal: (measured, reached) for goal, measured, reached in goals.goals(book)}
    assert told["next: 100 at first contact, bytes at most 1.5 × zstd-19 of them"] == ("1.50 ×", True)
    assert told["next: 100 new entries, bytes at most 1.5 × zstd-19 of them"] == ("2.00 ×", False)
    assert told["next: an alert on a 64 kbit/s link of 600 ms, much else waiting, under 3 s"] == ("4.0 s", False)
    assert "| 100 at first contact | 100 | 1.00 | - | 60 | 90 | 1.50 × |" in page.written(book, bench.STEPS)


@pytest.mark.parametrize(
    ("name", "given"), [("RECORDS", "many"), ("RECORDS", "9999999999"), ("ONLY", "all"), ("RUNS", "0")]
)
def test_what_can_not_be_measured_is_refused_in_a_sentence(monkeypatch, capsys, name, given):
    monkeypatch.setenv(name, given)
    assert bench.main() == 2
    assert given.split(",")[0] in capsys.readouterr().err


@pytest.mark.long
def test_all_of_it_runs_and_leaves_nothing_behind(monkeypatch, capsys, tmp_path):
    for name, value in {"RECORDS": str(FEW), "FACTS": "2000", "FOLDER": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("ONLY", raising=False)
    assert bench.main() == 0
    text = capsys.readouterr().out
    for heading in (
        "The machine",
        "Goals",
        "Records",
        "Bytes",
        "Links, and what is new",
        "An example year",
        "Figures",
        "The line",
    ):
        assert f"## {heading}\n" in text
    assert "## Not measured" not in text
    assert list(tmp_path.iterdir()) == []
