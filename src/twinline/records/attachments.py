"""Attachments: scans and photos that a record names by their hash. Never people, never papers that a person carries.

What may be shown is a closed list for each kind. The file itself is no part of
the record: it travels after all records, to the same readers.
"""

from __future__ import annotations

from typing import Any

from twinline.records.fields import Code, Count, Declared, ListOf, Part, Text
from twinline.records.findings import Found
from twinline.records.lookup import Lookup
from twinline.records.parts import Note
from twinline.records.vocabulary import Vocabulary, vocabulary
from twinline.records.words import words

LARGEST = 10_000_000
MOST = 10
FIELD = "attachments"
SHA256_PATTERN = "[0-9a-f]{64}"

SHOWS = vocabulary(
    "what an attachment shows",
    document=words(
        vi="bản quét văn bản của cơ quan",
        lo="ເອກະສານຂອງອົງການທີ່ສະແກນ",
        en="scan of an organisation’s document",
        fr="document d’une organisation, numérisé",
    ),
    marker=words(vi="ảnh mốc biên giới", lo="ຮູບຫຼັກໝາຍຊາຍແດນ", en="photo of a border marker", fr="photo d’une borne"),
    terrain=words(vi="ảnh địa hình", lo="ຮູບພູມປະເທດ", en="photo of the terrain", fr="photo du terrain"),
    goods=words(vi="ảnh tang vật, hàng hóa", lo="ຮູບຂອງກາງ, ສິນຄ້າ", en="photo of goods", fr="photo de marchandises"),
)
MEDIA = Vocabulary(
    "format of an attachment",
    {
        "image/jpeg": words(vi="JPEG", lo="JPEG", en="JPEG", fr="JPEG"),
        "image/png": words(vi="PNG", lo="PNG", en="PNG", fr="PNG"),
        "application/pdf": words(vi="PDF", lo="PDF", en="PDF", fr="PDF"),
    },
)


class Attached(Declared):
    """One attachment: its hash, length and format, what it shows, and a few words."""

    sha256 = Text(
        words(vi="dấu nhận dạng", lo="ລະຫັດກວດສອບ", en="hash", fr="empreinte du fichier"),
        limit=64,
        pattern=SHA256_PATTERN,
        example="9f2c…",
        required=True,
    )
    bytes = Count(words(vi="số byte", lo="ຈຳນວນໄບຕ໌", en="bytes", fr="octets"), least=1, required=True)
    media = Code(words(vi="định dạng", lo="ຮູບແບບ", en="format", fr="format"), MEDIA, required=True)
    shows = Code(words(vi="nội dung", lo="ເນື້ອໃນ", en="what it shows", fr="ce que cela montre"), SHOWS, required=True)
    caption = Part(words(vi="chú thích", lo="ຄຳອະທິບາຍ", en="caption", fr="légende"), Note)

    @classmethod
    def rules(cls, body: dict[str, Any], at: str, found: Found, lookup: Lookup) -> None:
        if body["bytes"] > LARGEST:
            found.add(f"{at}bytes", "file_too_large", body["bytes"], cls.fields["bytes"].label, limit=LARGEST)

    @classmethod
    def show(cls, body: dict[str, Any], lang: str, lookup: Lookup) -> str:
        caption = f": {body['caption']['text']}" if "caption" in body else ""
        return f"{SHOWS[body['shows']].to(lang)}{caption}"


class Attachments(ListOf):
    """The attachments of a record; ``shows`` are those of the closed list that its kind may have."""

    def __init__(self, *shows: str) -> None:
        self.shows = Vocabulary(SHOWS.name, {code: SHOWS[code] for code in shows})
        label = words(vi="tệp đính kèm", lo="ໄຟລ໌ແນບ", en="attachments", fr="pièces jointes")
        only = Code(Attached.shows.label, self.shows, required=True)
        super().__init__(
            Part(label, type("Attached", (Attached,), {"shows": only, "__doc__": Attached.__doc__})),
            label=label, limit=MOST, essential=False,
        )  # fmt: skip
