"""An office corrects a word on its pages: it says so everywhere on the screen, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils.translation import trans_real
from pypdf import PdfReader

from tests.border import Border
from tests.desk.officers import FORM, Officer
from twinline.desk import own_words
from twinline.desk.language import LOCALE
from twinline.records import registry
from twinline.records.words import instead
from twinline.reports.as_pdf import as_pdf
from twinline.reports.collect import joint_report
from twinline.reports.ledger_source import LedgerSource
from twinline.store import here

INCIDENT = registry.of_kind("incident").label
TERM = "Confirm"


@pytest.fixture
def lan(db: None, border: Border, monkeypatch: pytest.MonkeyPatch) -> Iterator[Officer]:
    """An officer of Nghệ An who may correct words; afterwards the package's words stand again."""
    folder = border.vn.ledger.folder
    with override_settings(NODE=folder, LOCALE_PATHS=[folder / "words", LOCALE]):
        yield Officer(border.vn, lambda asked: monkeypatch.setattr(here, "_open", lambda _: asked.ledger))
    trans_real._translations = {}
    trans_real._default = None


def id_of(lang: str, english: str, word: str = "") -> str:
    (one,) = [
        one.id for one in own_words.packaged(lang).values()
        if one.english == english and (one.context == word if word else not one.context)
    ]  # fmt: skip
    return one


def in_lao(lan: Officer, address: str) -> str:
    lan.post("/language/", language="lo", next="/")
    return lan.get(address)[1]


def test_a_word_of_a_page_of_a_form_and_of_the_glossary_is_said_as_the_office_says_it(lan: Officer) -> None:
    field = registry.of_kind("incident").fields["offence"].label
    told = {
        id_of("lo", "Send several at once"): "ສົ່ງເທື່ອດຽວຫຼາຍອັນ",
        id_of("lo", field["en"], field["lo"]): "ຄະດີປະເພດໃດ",
        id_of("lo", "Records", "ບັນທຶກ"): "ສາລະບານ",
    }
    before = [in_lao(lan, at) for at in ("/records/release/", "/new/incident/", "/records/")]
    assert not any(word in page for word in told.values() for page in before)
    assert lan.post("/words/", **{"in": "lo"}, **{f"said.{name}": word for name, word in told.items()})[0] == 302
    after = [in_lao(lan, at) for at in ("/records/release/", "/new/incident/", "/records/")]
    assert all(word in page for word, page in zip(told.values(), after, strict=True))
    assert field["lo"] not in after[1]
    # The other languages are as they were, and nothing is said otherwise outside of a page.
    lan.post("/language/", language="en", next="/")
    assert field["en"] in lan.get("/new/incident/")[1]
    assert instead.get() is None
    assert field.to("lo") == field["lo"]


def test_what_is_filled_in_stays_and_no_sign_of_a_page_comes_in(lan: Officer) -> None:
    page = id_of("lo", "Send several at once")
    dated = id_of("lo", "until %(day)s")
    for name, said in ((page, "<b>ສົ່ງ</b>"), (page, "ສົ່ງ &amp; ສົ່ງ"), (page, "%(n)s"), (dated, "ຮອດ"), (page, "ກ" * 601)):
        status, answer = lan.post("/words/", **{"in": "lo", f"said.{name}": said})
        assert status == 422, said
        assert "fault" in answer
    assert own_words.corrected("lo") == {}
    assert lan.post("/words/", **{"in": "lo", f"said.{dated}": "ຈົນຮອດ %(day)s"})[0] == 302
    assert own_words.corrected("lo") == {dated: "ຈົນຮອດ %(day)s"}
    assert lan.post("/words/", **{"in": "lo", f"said.{dated}": ""})[0] == 302
    assert own_words.corrected("lo") == {}


def test_files_of_the_same_words_tell_no_moment_of_making() -> None:
    assert b"2000-01-01" in own_words._po("lo", {})
    assert own_words._po("lo", {}).count(b"-Date: ") == own_words._po("lo", {}).count(b"2000-01-01")


def test_what_was_corrected_goes_out_as_po_and_comes_in_at_another_desk(lan: Officer, tmp_path: Path) -> None:
    name = id_of("vi", INCIDENT["en"], INCIDENT["vi"])
    lan.post("/words/", **{"in": "vi", f"said.{name}": "Vụ, việc"})
    file = lan.client.get("/words/vi.po").content
    assert 'msgstr "Vụ, việc"'.encode() in file
    (tmp_path / "node.toml").touch()
    with override_settings(NODE=tmp_path, LOCALE_PATHS=[tmp_path / "words", LOCALE]):
        assert own_words.corrected("vi") == {}
        sent = SimpleUploadedFile("vi.po", file)
        assert lan.post("/words/", **{"in": "vi"}, file=sent)[0] == 302
        assert own_words.corrected("vi") == {name: "Vụ, việc"}
        for wrong in (b"\xff\xfe", b"msgid", b"x" * 100, file + b"#" * own_words.LARGEST, own_words.as_po("lo")):
            assert lan.post("/words/", **{"in": "vi"}, file=SimpleUploadedFile("vi.po", wrong))[0] == 422, wrong[:9]
        assert own_words.corrected("vi") == {name: "Vụ, việc"}


def test_a_correction_outlives_an_upgrade_that_changes_the_packaged_word(
    lan: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = id_of("vi", INCIDENT["en"], INCIDENT["vi"])
    file = own_words._file("vi")
    lan.post("/words/", **{"in": "vi", f"said.{name}": "Vụ, việc"})
    file.write_bytes(file.read_bytes().replace(INCIDENT["vi"].encode(), "lời cũ".encode()))
    assert own_words.corrected("vi") == {name: "Vụ, việc"}


def test_the_papers_that_an_office_prints_for_itself_say_its_words(lan: Officer, border: Border) -> None:
    stretch = border.vn.say("stretch", registry.of_kind("stretch").sample[1]).record
    monday = "Tờ cho tuần này"
    addresses = {
        "/monday/?week=2026-01-07": monday, "/monday/sheet.pdf?week=2026-01-07": monday,
        f"/records/{stretch}/sheet.pdf": "PHIẾU ĐI MỐC",
    }  # fmt: skip

    def printed(address: str) -> str:
        lan.get("/")
        made = lan.client.get(address).content
        return PdfReader(BytesIO(made)).pages[0].extract_text() if made.startswith(b"%PDF") else made.decode()

    lan.post("/language/", language="vi", next="/")
    sheet = next(
        one for one in own_words.packaged("vi").values() if one.english == "Inspection sheet: markers and line"
    )
    told = {f"said.{id_of('vi', 'Monday sheet')}": monday, f"said.{sheet.id}": "PHIẾU ĐI MỐC"}
    assert [said for address, said in addresses.items() if said in printed(address)] == []
    lan.post("/words/", **{"in": "vi"}, **told)
    assert [said for address, said in addresses.items() if said not in printed(address)] == []


def test_files_and_joint_reports_have_the_bytes_they_had(lan: Officer, border: Border) -> None:
    record = lan.post("/new/incident/", **FORM, send="1", circle="line")[1].split("/")[2]
    addresses = ("/sheets/incident.csv", "/calendar/twinline.ics", "/records/as.csv?kind=incident")

    def made() -> list[bytes]:
        for_both = as_pdf(joint_report(LedgerSource(border.vn.ledger)), "vi")
        lan.get("/")
        return [for_both, *(lan.client.get(one).content for one in addresses)]

    lan.post("/language/", language="vi", next="/")
    before = made()
    assert all(before)
    label = registry.of_kind("incident").fields["persons"].label
    told = {f"said.{id_of('vi', one['en'], one['vi'])}": f"{one['vi']} X" for one in (INCIDENT, label)}
    assert lan.post("/words/", **{"in": "vi"}, **told)[0] == 302
    assert f"{label['vi']} X".encode() in lan.client.get(f"/records/{record}/").content
    assert made() == before


def test_where_there_is_no_node_nothing_is_written(lan: Officer, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    with override_settings(NODE=nowhere, LOCALE_PATHS=[nowhere / "words", LOCALE]):
        lan.post("/words/", **{"in": "lo", f"said.{id_of('lo', 'Send several at once')}": "ສົ່ງ"})
    assert list(nowhere.iterdir()) == []


def test_only_who_may_send_corrects_words(lan: Officer, border: Border) -> None:
    plain = Officer(border.vn, lan._at, may_release=False)
    assert plain.get("/words/")[0] == 403
    assert "/words/" not in plain.get("/")[1]
    assert "/words/" in lan.get("/")[1]
