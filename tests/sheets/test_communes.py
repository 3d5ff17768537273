"""The border's communes, and the programme's: each can be told of in a sheet by its name, then and now."""

from __future__ import annotations

import pytest

from tests.border import Border, Side, carry
from twinline.figures import answer
from twinline.figures.catalogue import packaged as catalogue
from twinline.figures.question import Question
from twinline.records import registry
from twinline.records.gazetteer import Organisation, packaged
from twinline.records.reference_sets import SETS
from twinline.reports.ledger_source import LedgerSource
from twinline.sheets import importing, tables
from twinline.sheets.columns import columns
from twinline.store import reading
from twinline.store.reading import Reader
from twinline.times import Days, days_of

HEADERS = {column.path: column.headers["vi"] for column in columns(registry.of_kind("programme_status"))}
INDICATORS = catalogue()
PROGRAMME = "drug_free_programme_communes"
TODAY = days_of("2026-02-15")[0]
COMMUNES = [one for one in packaged().organisations.values() if one.side == "VN" and one.kind == "commune"]
THEN = [one for one in COMMUNES if not one.exists(TODAY)]
BORDER = [one for one in COMMUNES if one.code.startswith(("vn-na-x-", "vn-na-xo-"))]


def told(communes: list[Organisation], status: str, day: str) -> list[tuple[str, ...]]:
    return [(one.names["vi"].removeprefix("Xã "), status, day, SETS[PROGRAMME].to("vi")) for one in communes]


def taken_in(side: Side, rows: list[tuple[str, ...]]) -> list[str]:
    """Return the communes of the records that a sheet of rows gives."""
    heads = ";".join(HEADERS[path] for path in ("commune", "status", "from", "reference_set"))
    sheet = "\n".join([heads, *(";".join(row) for row in rows)]).encode()
    seen = importing.preview(
        side.ledger, "programme_status", tables.read(sheet, "communes.csv"), lang="vi", author=side.code
    )
    assert seen.flaws == ()
    importing.say(side.ledger, seen, author=side.code, audience=("line",), now=side.clock())
    reader = Reader.of_node(side.ledger)
    return [
        str(row.body["commune"]) for row in reading.records(side.ledger, reader, kind="programme_status", limit=None)
    ]


def test_each_commune_of_the_line_is_known_by_its_name_on_its_day(border: Border) -> None:
    assert len(BORDER) == 27 + 21
    then, now = ([one for one in BORDER if one.exists(TODAY) is today] for today in (False, True))
    rows = told(then, "giữ vững không ma túy", "15/07/2022") + told(now, "giữ vững không ma túy", "15/02/2026")
    assert sorted(taken_in(border.vn, rows)) == sorted(one.code for one in BORDER)


def counted(side: Side, name: str, place: str = "vn-na") -> int:
    """Return what both sides count of an indicator, in the first months of the programme, in a place and all below."""
    source, everyone = LedgerSource(side.ledger), Reader(side.ledger.line(), every=True)
    period = Days(days_of("2022-04-15")[0], days_of("2022-08-31")[0], "interval")
    within = tuple(sorted(packaged().descendants(place)))
    question = Question(
        (name,), tuple(reading.readable_audiences(side.ledger, everyone)), period=period, place=place, places=within
    )
    found = answer.ask(question, INDICATORS, source.execute)
    return sum(one.value for one in found.of(name)) // 1000


def test_nine_and_seventy_four_communes_are_83_of_the_programme_and_none_of_the_27(border: Border) -> None:
    programme = THEN[:83]
    rows = told(programme[:9], "đã được làm sạch", "15/07/2022")
    rows += told(programme[9:], "giữ vững không ma túy", "15/07/2022")
    assert len(set(taken_in(border.vn, rows))) == 83
    carry(border.vn, border.la)
    for side in (border.vn, border.la):
        assert counted(side, "communes_cleaned_of_drugs") == 9
        assert counted(side, "communes_kept_drug_free") == 74
        assert counted(side, "border_communes") == 0
    # The control: of one district there are fewer.
    assert 0 < counted(border.la, "communes_kept_drug_free", "vn-na-d-que-phong") < 74


@pytest.mark.parametrize("name", ["Châu Kim", "Bình Chuẩn"])
def test_a_commune_behind_the_line_isnt_one_of_the_border(name: str) -> None:
    code = packaged().resolve(name, on=days_of("2022-07-15")[0], kinds=frozenset({"commune"}))
    assert code is not None
    assert code.startswith("vn-na-xio-")


def test_a_row_that_names_an_ended_district_after_its_end_is_told_when_it_ended_and_what_is_there(
    border: Border,
) -> None:
    ledger = border.vn.ledger
    row = "when.from,place.organisation,offence,cases,persons\n{day},Kỳ Sơn,drug_trafficking,1,1\n"

    def seen(day: str) -> importing.Preview:
        sheet = tables.read(row.format(day=day).encode(), "crimes.csv")
        return importing.preview(ledger, "incident", sheet, lang="vi", author="vn-na")

    (flaw,) = seen("05/03/2026").flaws
    assert "30/06/2025" in str(flaw.sentence)
    assert "Xã Huồi Tụ" in str(flaw.sentence)
    assert "không biết" not in str(flaw.sentence)
    (right,) = seen("05/03/2024").new
    assert right.body["place"] == "vn-na-d-ky-son"
