import uuid

import pytest

from tests.feeds.cast import AGE, NODE, ORGANISATION, ROOT, STRANGER, WRITTEN, node_certificate, records_genesis, said
from tests.feeds.vectors import load, named, raw
from tests.feeds.world import key_of
from twinline.feeds import canonical, certificates, entries, genesis, ids, notes
from twinline.feeds.errors import BadSignature, FeedError, Malformed

ENTRIES, GENESIS = load("entries"), load("genesis")


@pytest.mark.parametrize("vector", ENTRIES["good"], ids=named)
def test_good_entries_are_read_and_kept_as_received(vector):
    entry = entries.read(raw(vector))
    assert (entry.raw, entry.hex) == (raw(vector), vector["leaf_hash"])


@pytest.mark.parametrize("vector", ENTRIES["bad"], ids=named)
def test_bad_entries_are_refused_with_their_reason(vector):
    with pytest.raises(Malformed) as refusal:
        entries.read(raw(vector))
    assert refusal.value.check == vector["check"]


def test_a_sentence_says_what_was_given():
    with pytest.raises(Malformed, match="author must be an organisation code; 'Nghe An' was given"):
        said(author="Nghe An")


def test_unknown_header_fields_are_kept_and_known_ones_cant_be_extra():
    assert entries.read(said(extra={"mood": "calm"})).extra == {"mood": "calm"}
    assert entries.read(said()).extra == {}
    with pytest.raises(Malformed):
        said(extra={"author": "la-xk"})


@pytest.mark.parametrize("intended", [None, ["vn-na", "la-xk"]], ids=["at home", "for both"])
@pytest.mark.parametrize(
    "body", [{}, {"note": "Nậm Cắn", "cases": 2}, {"note": '"body":{} "id":"%b" "number":0'}],
    ids=["nothing", "something", "a form's own words"],
)  # fmt: skip
def test_a_form_filled_in_is_the_entry_that_is_made_at_once(body, intended):
    same = {
        "kind": "incident", "version": 1, "author": "vn-na", "about": "vn-na", "written": WRITTEN, "intended": intended
    }  # fmt: skip
    name = ids.new_id(1)
    made = entries.make(id=name, record=name, act="say", follows=None, body=body, extra={"number": 7}, **same)
    form = entries.Form(**same)
    assert form.filled(name, 7, canonical.encode(body)) == made.raw
    with pytest.raises(Malformed, match="author"):
        entries.Form(**{**same, "author": "Nghe An"})
    with pytest.raises(Malformed, match="UUID"):
        form.filled("7", 7, b"{}")
    with pytest.raises(Malformed, match="65,536"):
        form.filled(name, 7, b"{%b}" % (b" " * canonical.MAX_BYTES))


def test_the_audience_asked_for_is_sorted_by_the_writer():
    assert entries.read(said(intended=["vn-na", "la-xk"])).intended == ("la-xk", "vn-na")
    assert entries.read(said()).intended is None


def test_ids_are_version_7_with_their_instant_and_random_below():
    made = [ids.new_id(1_795_402_800_123) for _ in range(50)]
    assert len(set(made)) == 50
    assert all(ids.is_id(one) and uuid.UUID(one).version == 7 for one in made)
    assert all(uuid.UUID(one).variant == uuid.RFC_4122 for one in made)
    assert {uuid.UUID(one).int >> 80 for one in made} == {1_795_402_800_123}
    assert sorted(made) != made
    assert not ids.is_id(made[0].upper())
    with pytest.raises(ValueError, match="outside"):
        ids.new_id(-1)


@pytest.mark.parametrize("vector", GENESIS["good"], ids=named)
def test_good_genesis_leaves_are_read(vector):
    read = genesis.read(raw(vector))
    assert (read.feed, read.origin) == (vector["feed"], f"twinline/1/{vector['feed']}")


@pytest.mark.parametrize("vector", GENESIS["bad"], ids=named)
def test_bad_genesis_leaves_are_refused_with_their_reason(vector):
    with pytest.raises(FeedError) as refusal:
        genesis.read(raw(vector))
    assert refusal.value.check == vector["check"]


def test_two_feeds_of_one_node_have_two_ids():
    assert genesis.feed_id(records_genesis(nonce=None)) != genesis.feed_id(records_genesis(nonce=None))


def test_a_genesis_says_who_to_whom_and_what_it_continues():
    old = genesis.Head("cd" * 32, 7, bytes(32))
    read = genesis.read(records_genesis(continues=[old]))
    assert (read.organisation, read.audience, read.lane, read.type) == (
        "vn-na",
        ("la-xk", "vn-na"),
        "routine",
        "records",
    )
    assert read.continues == (old,)
    assert read.certificate is not None
    assert read.certificate.hosts == ("vn-na", "vn-na-nam-can")


def test_a_node_certificate_opens_only_with_its_organisations_key():
    opened = certificates.open_node(node_certificate(), ORGANISATION.public)
    assert (opened.node, opened.age, opened.valid_from) == (NODE.public, AGE, WRITTEN)
    with pytest.raises(BadSignature):
        certificates.open_node(node_certificate(), STRANGER.public)


def test_an_organisation_certificate_opens_only_with_its_root():
    note = key_of("vn-na", "VN", ORGANISATION, ROOT, "vn-na")["certificate"]
    assert certificates.open_organisation(note, ROOT.public, "vn-na").key == ORGANISATION.public
    with pytest.raises(BadSignature):
        certificates.open_organisation(note, STRANGER.public, "vn-na")
    with pytest.raises(BadSignature):
        certificates.open_organisation(note, ROOT.public, "la-xk")


def test_one_certificate_isnt_taken_for_the_other():
    with pytest.raises(Malformed, match="two lines"):
        certificates.read_organisation(node_certificate())


@pytest.mark.parametrize(
    "changes",
    [{"age": "age2xyz"}, {"age": "age1 x"}, {"hosts": []}, {"hosts": ["line", "vn-na"]}, {"valid_from": "2026-01-01"}],
    ids=repr,
)
def test_a_certificate_that_cant_be_read_isnt_written(changes):
    with pytest.raises(Malformed):
        node_certificate(**changes)


def test_unknown_fields_of_a_certificate_are_ignored_and_kept():
    body = certificates.untitled(notes.parse(node_certificate()).text, certificates.NODE_TITLE)
    text = certificates.titled(certificates.NODE_TITLE, {**body, "colour": "green"})
    note = notes.sign(text, certificates.organisation_name("vn-na"), ORGANISATION)
    assert certificates.open_node(note, ORGANISATION.public).note == note
