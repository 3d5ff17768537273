import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feeds.cast import LAO_NODE, NODE
from tests.feeds.vectors import load, named
from twinline.feeds import audiences, checkpoints, merkle, notes, receipts
from twinline.feeds.errors import FeedError, Malformed
from twinline.feeds.keys import PublicKey

VECTORS = load("checkpoints")
AUTHOR, READER = PublicKey.from_base64(VECTORS["public"]), PublicKey.from_base64(VECTORS["reader"])
CODES = st.lists(st.sampled_from(["vn-na", "la-xk", "la-hp", "la-bl"]), max_size=4)


def test_the_good_checkpoint_signs_the_root_of_its_leaves():
    checkpoint = checkpoints.open(VECTORS["good"], AUTHOR)
    hashes = [merkle.leaf_hash(base64.b64decode(leaf)) for leaf in VECTORS["leaves"]]
    assert (checkpoint.size, checkpoint.root) == (len(hashes), merkle.root(hashes))
    assert checkpoint.text == VECTORS["text"]
    assert checkpoints.sign(checkpoint.feed, checkpoint.size, checkpoint.root, NODE) == VECTORS["good"]
    assert checkpoints.peek(VECTORS["good"]) == checkpoint


@pytest.mark.parametrize("vector", VECTORS["bad"], ids=named)
def test_bad_checkpoints_are_refused_with_their_reason(vector):
    with pytest.raises(FeedError) as refusal:
        checkpoints.open(vector["note"], AUTHOR)
    assert refusal.value.check == vector["check"]


def test_the_good_receipt_says_when_the_reader_had_it():
    checkpoint = checkpoints.open(VECTORS["good"], AUTHOR)
    line, at = VECTORS["receipt"]["line"], VECTORS["receipt"]["time"]
    assert receipts.check(line, checkpoint, READER) == at
    assert receipts.cosign(checkpoint, LAO_NODE, at) == line
    assert receipts.read(line).node == READER.id


def test_a_checkpoint_with_a_receipt_line_is_still_that_checkpoint():
    cosigned = notes.attach(VECTORS["good"], VECTORS["receipt"]["line"])
    assert checkpoints.open(cosigned, AUTHOR) == checkpoints.open(VECTORS["good"], AUTHOR)


@pytest.mark.parametrize("vector", VECTORS["bad_receipts"], ids=named)
def test_bad_receipts_are_refused_with_their_reason(vector):
    def taken_in(line):
        return receipts.read(line), receipts.check(line, checkpoints.open(VECTORS["good"], AUTHOR), READER)

    with pytest.raises(FeedError) as refusal:
        taken_in(vector["line"])
    assert refusal.value.check == vector["check"]


def test_a_receipt_of_another_time_than_signed_is_refused():
    line = receipts.cosign(checkpoints.peek(VECTORS["good"]), LAO_NODE, 5)
    signature = notes.parse_line(line)
    forged = notes.signature_line(signature.name, READER, 4, (6).to_bytes(8, "big") + signature.blob[8:])
    with pytest.raises(FeedError, match="doesn't fit"):
        receipts.check(forged, checkpoints.peek(VECTORS["good"]), READER)


@pytest.mark.parametrize("at", [-1, receipts.MAX_TIME + 1, 2**63])
def test_a_receipt_has_no_time_outside_the_format(at):
    with pytest.raises(Malformed):
        receipts.cosign(checkpoints.peek(VECTORS["good"]), LAO_NODE, at)


@pytest.mark.parametrize("row", load("audiences"), ids=lambda row: f"{row['codes']}-{row['organisations']}")
def test_who_may_read(row):
    assert audiences.may_read(row["codes"], row["organisations"], row["line_members"]) is row["may_read"]
    if row["id"]:
        assert audiences.audience_id(row["codes"]) == row["id"]


@given(CODES, CODES)
def test_nobody_reads_what_isnt_addressed_to_an_organisation_it_hosts(codes, hosted):
    asked = tuple(sorted(set(codes)))
    assert audiences.may_read(asked, hosted, ()) is bool(set(asked) & set(hosted))


@given(CODES.filter(bool))
def test_an_audience_is_the_same_in_any_order(codes):
    assert audiences.audience(codes) == audiences.audience(reversed(codes))
    assert audiences.audience_id(audiences.audience(codes)) == audiences.audience_id(audiences.audience(codes[::-1]))


@pytest.mark.parametrize("codes", [[], ["line", "vn-na"], ["vn na"], ["a" * 65], [""], ["Vn"], ["-a"], [1]], ids=repr)
def test_what_isnt_an_audience_is_refused(codes):
    with pytest.raises(Malformed):
        audiences.check(codes)
