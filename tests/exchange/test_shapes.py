"""Frames and have lines: what is written reads back, whatever it is."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinline.exchange import frames, have, sealing
from twinline.exchange.errors import Damaged, NotAParcel, TooLarge
from twinline.exchange.have import FeedHave

ID = "0" * 64
ids = st.binary(min_size=32, max_size=32).map(bytes.hex)
sizes = st.integers(1, 10**12)
haves = st.dictionaries(
    ids, st.builds(FeedHave, st.integers(0, 10**12), st.dictionaries(ids, sizes, max_size=3)), max_size=20
)
fields = st.fixed_dictionaries({}, optional={"feed": st.integers(0, 2**50), "note": st.text(max_size=40)})
some_frames = st.lists(st.tuples(st.sampled_from(["entries", "x"]), st.binary(max_size=200), fields), max_size=5)


@settings(max_examples=50)
@given(haves)
def test_what_one_has_reads_back(told):
    assert have.decode(have.encode(told)) == told


@settings(max_examples=50)
@given(some_frames)
def test_frames_read_back_in_order(given_frames):
    raw = b"".join(frames.encode(kind, payload, **more) for kind, payload, more in given_frames)
    found = [(frame.kind, frame.payload) for frame in frames.read_all(io.BytesIO(raw))]
    assert found == [(kind, payload) for kind, payload, _ in given_frames]


def test_many_feeds_come_in_frames_within_the_limit():
    told = {f"{number:064x}": FeedHave(number, {f"{number:064x}": 1}) for number in range(10_000)}
    payloads = list(have.encode(told))
    assert len(payloads) > 1
    assert max(map(len, payloads)) <= frames.MAX_PAYLOAD
    assert have.decode(payloads) == told


@pytest.mark.parametrize(
    "line",
    [
        "x 1",
        ID,
        f"{ID} 01",
        f"{ID} -1",
        f"{ID} 1 x:1",
        f"{ID} 1 {ID}:0",
        f"{'A' * 64} 1",
        f"{ID} {'9' * 17}",
        f" {ID} 1",
    ],
)
def test_a_line_against_the_format_is_refused(line):
    with pytest.raises(Damaged):
        have.decode([line.encode() + b"\n"])


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"x" * 5000, NotAParcel),
        (b'{"bytes":1,"frame":"x"', Damaged),
        (b'{"bytes":2,"frame":"x"}\na', Damaged),
        (b'{"bytes":-1,"frame":"x"}\n', NotAParcel),
        (b'{"bytes":true,"frame":"x"}\n', NotAParcel),
        (b'{"bytes":1.5,"frame":"x"}\n', NotAParcel),
        (b'{"frame":"x","bytes":1}\na', NotAParcel),
        (b'{"bytes":9999999,"frame":"x"}\n', TooLarge),
        (b"[]\n", NotAParcel),
        (b"\xff\xfe\n", NotAParcel),
    ],
)
def test_what_is_no_frame_is_refused(raw, error):
    with pytest.raises(error):
        list(frames.read_all(io.BytesIO(raw)))


@given(st.integers(0, 1 << 40))
def test_padding_costs_at_most_an_eighth_and_never_shortens(size):
    target = sealing.padded(size)
    assert target >= size
    assert target <= max(sealing.SMALLEST, size * 1.125)
    assert sealing.padded(target) == target


@settings(max_examples=50)
@given(st.integers(0, 1 << 18))
def test_padding_brings_a_file_to_a_padded_length(size):
    total = size + sum(map(len, sealing.padding(size)))
    assert sealing.padded(total) == total


def test_an_identity_file_is_one_that_age_reads():
    text, recipient = sealing.new_identity("2026-11-23T10:00:00+07:00")
    assert str(sealing.read_identity(text).to_public()) == recipient
    with pytest.raises(ValueError, match="one line"):
        sealing.read_identity("# nothing\n")
    with pytest.raises(ValueError, match="isn't an age identity"):
        sealing.read_identity("AGE-SECRET-KEY-1NOTHING\n")
