"""At the desk a month goes out as a spreadsheet and comes back with answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.border import Border, Side, carry
from tests.desk.officers import Officer
from tests.desk.test_papers import at

__all__ = ["at"]


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers'."""


@pytest.fixture
def lan(border: Border, at: Callable[[Side], None]) -> Officer:
    return Officer(border.vn, at)


@pytest.fixture
def kham(border: Border, at: Callable[[Side], None]) -> Officer:
    return Officer(border.la, at)


def test_a_month_s_answers_come_back_as_a_spreadsheet(
    border: Border, at: Callable[[Side], None], lan: Officer, kham: Officer
) -> None:
    theirs = kham.fill_in(send="1", circle="line", counterparts="vn-na")
    carry(border.vn, border.la)
    page = lan.get("/side-by-side/?month=2026-11")[1]
    assert '"/side-by-side/2026-11.csv"' in page
    sheet = lan.client.get("/side-by-side/2026-11.csv").content.decode("utf-8-sig")
    head, row = list(csv.reader(io.StringIO(sheet)))

    def filled(answer: str) -> SimpleUploadedFile:
        out = io.StringIO()
        csv.writer(out).writerows([head, [*row[:6], answer, *row[7:]]])
        return SimpleUploadedFile("month.csv", out.getvalue().encode())

    to = "/side-by-side/2026-11/answers/"
    status, looked = lan.post(to, file=filled("confirm"), look="")
    assert (status, "right and new" in looked) == (200, True)
    assert "Confirmed by" not in lan.get(theirs)[1]
    status, wrong = lan.post(to, file=filled("perhaps"), take="")
    assert (status, '<td class="code">G2</td>' in wrong) == (422, True)
    # Who may not send answers nothing by a sheet either, and is offered no place to give one.
    clerk = Officer(border.vn, at, may_release=False)
    assert to not in clerk.get("/side-by-side/?month=2026-11")[1]
    assert clerk.post(to, file=filled("confirm"), take="")[0] in (403, 422)
    assert border.vn.view(theirs.strip("/").rpartition("/")[2]).row.standing == "stated"
    assert "1 answer given" in lan.post(to, file=filled("confirm"), take="")[1]
    assert "Nothing was taken in" in lan.post(to, file=filled("confirm"), take="")[1]
    carry(border.vn, border.la)
    assert "Agreed by both" in kham.get(theirs)[1]
    assert lan.post("/side-by-side/June/answers/", file=filled("confirm"))[0] == 404
    assert lan.post(to)[0] == 404
    assert lan.get("/side-by-side/2026-11.pdf")[0] == 404
