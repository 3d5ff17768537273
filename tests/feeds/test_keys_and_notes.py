import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.cast import NODE, STRANGER
from tests.feeds.vectors import load, named, verifier_key
from twinline.feeds import notes, receipts
from twinline.feeds.errors import BadSignature, FeedError, Malformed
from twinline.feeds.keys import PublicKey, SigningKey, from_base64

VECTORS = load("notes")
PUBLISHED = VECTORS["published"]
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters=[chr(c) for c in range(32) if c != 10]))


@pytest.mark.parametrize("vector", load("keys"), ids=lambda vector: vector["fingerprint"][:4])
def test_a_seed_gives_its_key_id_and_fingerprint(vector):
    public = SigningKey.from_seed(base64.b64decode(vector["seed"])).public
    assert (public.base64, public.id, public.fingerprint) == (vector["public"], vector["id"], vector["fingerprint"])


def test_a_fingerprint_is_eight_groups_of_the_id():
    assert NODE.public.fingerprint.replace(" ", "").lower() == NODE.public.id[:32]
    assert [len(group) for group in NODE.public.fingerprint.split(" ")] == [4] * 8


def test_generated_keys_differ_and_never_show_their_seed():
    one, other = SigningKey.generate(), SigningKey.generate()
    assert one.public != other.public
    assert one.seed.hex() not in repr(one)


def test_only_the_signed_bytes_verify():
    signature = NODE.sign(b"said")
    assert NODE.public.verify(b"said", signature)
    assert not NODE.public.verify(b"Said", signature)
    assert not NODE.public.verify(b"said", signature[:-1])
    assert not STRANGER.public.verify(b"said", signature)


@pytest.mark.parametrize("text", ["", "AAA", "A" * 43, "A" * 42 + "B=", "A A=", "_" * 43 + "=", "é"])
def test_a_key_has_one_spelling_in_base64(text):
    with pytest.raises(Malformed):
        PublicKey.from_base64(text)


def test_base64_of_another_length_is_refused():
    with pytest.raises(Malformed, match="32 bytes"):
        from_base64("AAAA", where="key", length=32)


@pytest.mark.parametrize("vector", PUBLISHED["verifier_keys"], ids=lambda vector: vector["vkey"].split("+")[0])
def test_published_notes_verify_and_changed_ones_dont(vector):
    name, key_id, kind, public = verifier_key(vector["vkey"])
    assert notes.key_id(name, public, kind) == key_id
    assert notes.verify(vector["note"], name, public) == notes.parse(vector["note"]).text
    with pytest.raises(BadSignature):
        notes.verify(vector["note"].replace("a", "b", 1), name, public)


def test_the_published_signing_key_gives_the_published_note():
    vector = PUBLISHED["signing_key"]
    _, _, name, _, material = vector["skey"].split("+", 4)
    key = SigningKey.from_seed(base64.b64decode(material)[1:])
    assert notes.sign(notes.parse(vector["note"]).text, name, key) == vector["note"]


def test_the_published_poem_with_an_empty_line_is_taken_apart():
    vector = PUBLISHED["parsed_only"]
    parsed = notes.parse(vector["note"])
    assert parsed.text.endswith("\n\ned è subito sera.\n")
    assert [(s.name, s.key_id.hex()) for s in parsed.signatures] == [(vector["name"], vector["key_id"])]


@pytest.mark.parametrize("vkey", PUBLISHED["cosigned"]["vkeys"])
def test_published_cosignatures_verify_and_not_for_another_size(vkey):
    vector = PUBLISHED["cosigned"]
    name, key_id, kind, public = verifier_key(vkey)
    assert (kind, notes.key_id(name, public, kind)) == (notes.COSIGNATURE, key_id)
    parsed = notes.parse(vector["note"])
    (line,) = [line for line in parsed.signatures if line.by(name, public, kind)]
    assert receipts.verify(line, name, public, parsed.text) == vector["time"]
    with pytest.raises(BadSignature):
        receipts.verify(line, name, public, parsed.text.replace("1432088532", "42"))


@pytest.mark.parametrize("vector", VECTORS["bad"], ids=named)
def test_bad_notes_are_refused_with_their_reason(vector):
    with pytest.raises(FeedError) as refusal:
        notes.verify(vector["note"], VECTORS["name"], PublicKey.from_base64(VECTORS["public"]))
    assert refusal.value.check == vector["check"]


def test_signatures_by_unknown_keys_are_ignored_up_to_a_hundred():
    note = notes.sign("text\n", "example", NODE)
    for number in range(99):
        note = notes.attach(note, notes.signature_line(f"k{number}", STRANGER.public, 0xFF, b"x"))
    assert notes.verify(note, "example", NODE.public) == "text\n"
    with pytest.raises(Malformed, match="at most 100"):
        notes.parse(notes.attach(note, notes.signature_line("more", STRANGER.public, 1, b"x")))


def test_a_note_of_bytes_that_arent_utf8_is_refused():
    with pytest.raises(Malformed):
        notes.parse(b"\xff\n\n")
    with pytest.raises(Malformed):
        notes.parse("\ud800\n\n")


@settings(max_examples=50)
@given(TEXT)
def test_any_text_signed_is_read_back(text):
    note = notes.sign(text + "\n", "example", NODE)
    assert notes.verify(note, "example", NODE.public) == text + "\n"
    assert notes.verify(note.encode(), "example", NODE.public) == text + "\n"


@settings(max_examples=100)
@given(st.data())
def test_no_changed_byte_of_a_note_passes(data):
    raw = bytearray(notes.sign("one\n\ntwo\n", "example", NODE).encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(FeedError):
        notes.verify(bytes(raw), "example", NODE.public)
