"""An office's own letters at its desk: given, used, taken again, removed; and the years of its Lao texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.border import Border, Side, carry, incident
from tests.reports.office_file import monthly, office_file
from twinline.access.models import User
from twinline.reports.office.opened import opened
from twinline.reports.wordml import paragraph
from twinline.reports.wordml import run as piece_of
from twinline.store import here

MARCH = "first=2026-03&last=2026-03"


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers', which it knows nothing of."""


@pytest.fixture
def desk(border: Border, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Client]:
    """Give the browser of an officer at a side's desk."""

    def at(side: Side, roles: str = "officer", lang: str = "vi") -> Client:
        monkeypatch.setattr(here, "_open", lambda _: side.ledger)
        browser, name = Client(), f"{side.code}-{roles}"
        user, _ = User.objects.get_or_create(username=name, display_name=name, organisation=side.code, roles=roles)
        browser.force_login(user)
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
        return browser

    return at


def give(browser: Client, data: bytes, title: str = "Báo cáo tháng") -> tuple[int, str]:
    answer = browser.post("/report/letters/", {"title": title, "file": SimpleUploadedFile("a.docx", data)}, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_letter_is_given_used_taken_again_and_removed(border: Border, desk: Callable[..., Client]) -> None:
    border.vn.say("incident", incident(when="2026-03-04"))
    carry(border.vn, border.la)
    lan = desk(border.vn)
    status, page = give(lan, monthly())
    assert status == 200
    assert "?name=bao-cao-thang" in page
    lan.post(f"/report/writing/?name=bao-cao-thang&{MARCH}", {"results": "Tốt.", "seen": "0"})
    letter = lan.get(f"/report/as.docx?name=bao-cao-thang&{MARCH}")
    told = opened(letter.content)["word/document.xml"].decode()
    assert "Báo cáo tháng, tháng 3 năm 2026" in told
    assert "Số vụ ma túy: 2 (VÍ DỤ)" in told
    assert "Tốt." in told
    assert lan.get(f"/report/?name=bao-cao-thang&{MARCH}").status_code == 200
    kept = lan.get("/report/letters/bao-cao-thang.docx").content
    assert opened(kept)["word/document.xml"] == opened(monthly())["word/document.xml"]
    assert "?name=bao-cao-thang-2" in give(lan, kept)[1]
    assert lan.post("/report/letters/bao-cao-thang/remove/").status_code == 302
    assert lan.get(f"/report/?name=bao-cao-thang&{MARCH}").status_code == 404
    assert lan.post("/report/letters/bao-cao-thang/remove/").status_code == 404
    assert lan.get("/report/letters/joint.docx").status_code == 404


def test_a_letter_that_cannot_be_filled_is_refused_on_its_page_and_nothing_is_kept(
    border: Border, desk: Callable[..., Client]
) -> None:
    lan = desk(border.vn)
    status, page = give(lan, office_file(paragraph(piece_of("<b>{{ drug_case }}"))))
    assert status == 422
    assert "drug_case" in page
    assert "&lt;b&gt;" in page
    assert 'value="Báo cáo tháng"' in page
    assert give(lan, b"MZ")[0] == 422
    assert give(lan, b"x" * 5_000_001)[0] == 422
    assert not list((border.vn.ledger.folder / "reports").glob("*"))


def test_who_may_say_nothing_keeps_and_removes_nothing(border: Border, desk: Callable[..., Client]) -> None:
    give(desk(border.vn), monthly())
    reader = desk(border.vn, roles="analyst")
    assert give(reader, monthly())[0] == 403
    assert reader.post("/report/letters/bao-cao-thang/remove/").status_code == 403
    assert reader.post("/report/letters/years/", {"years": "buddhist"}).status_code == 403
    assert "/report/letters/" not in reader.get("/report/").content.decode()


def test_a_lao_office_has_its_years_in_the_buddhist_era_once_it_says_so(
    border: Border, desk: Callable[..., Client]
) -> None:
    noy = desk(border.la, lang="lo")
    asked = f"/report/?name=liaison&{MARCH}"
    assert "2569" not in noy.get(asked).content.decode()
    assert noy.post("/report/letters/years/", {"years": "buddhist"}).status_code == 302
    assert "ພ.ສ.\u00a02569" in noy.get(asked).content.decode()
    assert "selected" in noy.get("/report/letters/").content.decode().partition('value="buddhist"')[2][:10]
    assert "2569" not in desk(border.la, lang="en").get(asked).content.decode()
    noy = desk(border.la, lang="lo")
    noy.post("/report/letters/years/", {"years": "common"})
    assert "2569" not in noy.get(asked).content.decode()
