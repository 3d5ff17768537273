"""The offence classes: an allowlist read from the packaged table, nothing beside it."""

from __future__ import annotations

from twinline.records.data import codes, rows
from twinline.records.vocabulary import Vocabulary
from twinline.records.words import Labels

_ROWS = rows("offences")

OFFENCES = Vocabulary(
    "offence class",
    {
        row["id"]: Labels(
            {"vi": row["label_vi"], "lo": row["label_lo"], "en": row["label_en"], "fr": row["label_fr"]},
            ("vi",) if row["lo_sure"] == "yes" else ("vi", "lo"),
        )
        for row in _ROWS
    },
)
# What may be counted for each class: cases, persons (suspects, nobody else), vehicles, quantity.
COUNTED = {row["id"]: frozenset(codes(row["counts"])) for row in _ROWS}
DRUG_OFFENCES = frozenset(row["id"] for row in _ROWS if row["iccs_code"] == "0601")
