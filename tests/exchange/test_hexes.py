"""Random hex digits travel as the bytes they stand for, and come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinline.exchange import frames, grammar, hexes
from twinline.exchange.errors import Damaged
from twinline.exchange.shelf import Batch

UUID = "01a21551-7f63-732f-8975-3f0cec86a9bb"
DIGEST = "faac8d4b122fc64abb2a7ceec277e1b149eb4c2314565cb98883d1fa26df75d3"
LINE = f'{{"body":{{"line":"{DIGEST}","ref":"{DIGEST[:32]}"}},"id":"{UUID}","record":"{UUID}"}}\n'.encode()

digits = st.binary(min_size=10, max_size=40).map(bytes.hex)
ids = st.uuids(version=4).map(lambda one: f"{str(one)[:14]}7{str(one)[15:]}")
texts = st.one_of(
    st.sampled_from((UUID, UUID.upper(), DIGEST, DIGEST[:32], DIGEST + "0", "-7", "\x05", "ຊາຍແດນ")),
    digits, ids, st.text(st.characters(codec="utf-8", exclude_characters="\n")),
)  # fmt: skip
lines = st.lists(st.lists(texts, min_size=1).map(lambda parts: '{"a":"' + '","b":"'.join(parts) + '"}'), min_size=1)


@given(lines)
def test_whatever_is_said_comes_back_byte_for_byte(said):
    raw = "".join(f"{line}\n" for line in said).encode()
    parts = hexes.taken_out(raw)
    if parts is not None:
        assert hexes.put_back(*parts) == raw


def test_an_identifier_costs_ten_bytes_once_and_a_digest_half_its_digits():
    marked, found = hexes.taken_out(LINE)
    assert found == bytes.fromhex(UUID[14:].replace("-", "") + DIGEST[:32] + DIGEST)
    assert marked == b'{"body":{"line":"\x04","ref":"\x03"},"id":"01a21551-7f63-\x01","record":"01a21551-7f63-\x02"}\n'


def test_a_digest_that_comes_again_is_left_to_the_compressor():
    marked, found = hexes.taken_out(LINE * 3)
    assert marked.count(DIGEST.encode()) == 2
    assert hexes.put_back(marked, found) == LINE * 3


def test_lines_that_hold_a_mark_themselves_travel_as_they_are():
    assert hexes.taken_out(b'{"a":"\x01"}\n') is None


@pytest.mark.parametrize("wrong", [b"", b"\0" * 57, b"\0" * 59])
def test_digits_that_are_too_few_or_too_many_are_refused(wrong):
    marked, _ = hexes.taken_out(LINE)
    with pytest.raises(Damaged):
        hexes.put_back(marked, wrong)


def test_lines_that_would_unfold_beyond_the_limit_are_refused_before_they_do():
    with pytest.raises(Damaged):
        hexes.put_back(b"\x01" + b"\x02" * 60_000 + b"\n", b"\0" * 10)


def test_a_batch_spelled_tersely_reads_as_it_was():
    batch = Batch("0" * 64, 1, [LINE[:-1], LINE.replace(b"body", b"BODY")[:-1]], "head")
    plain, terse = (
        [frames.encode(kind, payload, **fields) for kind, payload, fields in grammar.spell(batch, terse=terse)]
        for terse in (False, True)
    )
    assert len(terse[0]) < len(plain[0])
    assert [_read(plain), _read(terse)] == [batch, batch]


def _read(spelled: list[bytes]) -> Batch:
    import io

    return next(iter(grammar.items(frames.read_all(io.BytesIO(b"".join(spelled))))))  # type: ignore[return-value]
