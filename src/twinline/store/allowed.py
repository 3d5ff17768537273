"""The list of offences held by the database itself: no entry that counts names one that isn't on it (R3).

What a peer said that isn't on it is kept as it came and marked (``Entry.quarantine``), and nothing is counted from it;
an entry without such a mark is refused by two triggers, whoever writes it. An offence that is added to the list needs a
migration that calls ``hold`` again: that is a change somebody reads.
"""

from __future__ import annotations

from typing import Any

from twinline.records.kinds.offences import OFFENCES

#: The name that a trigger refuses by, and what it is set on.
_ON = {"store_entry_offence": "INSERT ON store_entry", "store_entry_offence_again": "UPDATE ON store_entry"}
#: How canonical JSON spells the field; within a text its quotation marks would be escaped.
_FIELD = '"offence":'
#: No code of the list is as long, with its quotation marks.
_LONGEST = 64


def hold(cursor: Any) -> None:
    """Set the triggers by today's list, in the place of any before them."""
    for name, on in _ON.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(_trigger(name, on))


def lacking(cursor: Any) -> list[str]:
    """Return the triggers that are gone, or don't hold today's list."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'store_entry'")
    there = dict(cursor.fetchall())
    return [name for name, on in _ON.items() if there.get(name) != _trigger(name, on)]


def _trigger(name: str, on: str) -> str:
    # Functions of JSON are no choice: a database that trusts no schema (``trusted_schema``) runs none in a trigger.
    # Of nearly all entries one look at one word tells; only what it doesn't is read whole: whatever the list has is
    # taken out of the words, and what then still names an offence isn't on it.
    field = f"X'{_FIELD.encode().hex()}'"
    rest = f"substr(NEW.raw, instr(NEW.raw, {field}) + {len(_FIELD)})"
    begun = f"CAST(substr({rest}, 1, {_LONGEST}) AS TEXT)"
    # Between the codes stands what no canonical JSON has within a text
    listed = "\n".join(f'"{code}"' for code in sorted(OFFENCES))
    first = f"instr('{listed}', substr({begun}, 1, 1 + instr(substr({begun}, 2), '\"'))) > 0"
    left = "CAST(NEW.raw AS TEXT)"
    for code in sorted(OFFENCES):
        left = f"replace({left}, '{_FIELD}\"{code}\"', '')"
    return (
        f"CREATE TRIGGER {name} BEFORE {on} WHEN NEW.quarantine = '' AND instr(NEW.raw, {field}) > 0 "
        f"AND NOT ({first} AND instr({rest}, {field}) = 0) "
        f"AND instr({left}, '{_FIELD}') > 0 BEGIN SELECT RAISE(ABORT, 'this offence is not on the list'); END"
    )
