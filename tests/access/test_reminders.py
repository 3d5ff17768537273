"""Reminders by e-mail: asked for, once a day, a number and nothing else; a server that fails is told of at the desk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings

from tests.access.smtp import Box, certificate, mail_server
from tests.border import Border, carry, incident
from tests.desk.officers import Officer
from twinline.access.models import MailTrouble, Reminder, User
from twinline.node import cli, mail, reminding
from twinline.node.mail import MailProblem
from twinline.store import backing, here
from twinline.times import DAY_MS, day_of, from_rfc3339
from twinline.tongues import told

NOW = from_rfc3339("2026-01-06T09:00:00+07:00")
MINUTE = 60_000
TO = "lan@example.org"


@pytest.fixture(autouse=True)
def accounts(db: None) -> None:
    """The accounts' database is opened before the ledgers'."""


@pytest.fixture
def box() -> Iterator[Box]:
    with mail_server() as served:
        yield served


@pytest.fixture
def folder(border: Border, box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A node's folder with mail set up, its desk that of Nghệ An, whose officer asked for reminders."""
    monkeypatch.setattr(here, "_open", lambda _: border.vn.ledger)
    monkeypatch.setattr(django_settings, "MAIL_FILE", tmp_path / mail.FILE)
    told_ = f'host = "127.0.0.1"\nport = {box.port}\nsecurity = "none"\nfrom = "desk@example.org"\n'
    (tmp_path / mail.FILE).write_text(told_ + 'desk = "https://desk.example.org/"\n', encoding="utf-8")
    return tmp_path


def asking(name: str = "lan", *, to: str = TO, lang: str = "en", organisation: str = "vn-na") -> User:
    user = User.objects.create(
        username=name, password="!", display_name=name, organisation=organisation, language=lang, roles="officer"
    )
    Reminder.objects.create(user=user, address=to)
    return user


def something_waits(border: Border) -> str:
    """Let the other side say something that names us; return the record's id."""
    said = border.la.say("incident", incident(counterparts=["vn-na"]))
    carry(border.vn, border.la)
    return said.record


def body(message: EmailMessage) -> str:
    return str(message.get_content())


def test_who_asked_is_told_once_a_day_how_much_waits_and_nothing_of_what(
    border: Border, folder: Path, box: Box
) -> None:
    record = something_waits(border)
    asking(lang="fr")
    assert reminding.remind(folder, now=NOW).sent == 1
    (message,) = box.messages
    assert message["To"] == TO
    assert message["Subject"] == "Twinline: 1 chose vous attend."
    assert "Connectez-vous à votre poste pour voir quoi\u00a0: https://desk.example.org/" in body(message)
    whole = box.raw[0].decode() + body(message) + message["Subject"]
    for secret in (record, record[:8], "incident", "drug", "vn-na", "la-xk", "Xi", "Ngh", "EXEMPLE", "confirm", "lan "):
        assert secret not in whole
    assert box.greeted == ["twinline.invalid"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert reminding.remind(folder, now=NOW + 3 * 3_600_000) == reminding.Reminded()
    assert reminding.remind(folder, now=NOW + DAY_MS).sent == 1
    assert len(box.messages) == 2


def test_what_is_overdue_is_counted_too_in_each_language(border: Border, folder: Path, box: Box) -> None:
    request = {"type": "request", "subject": "drugs", "when": "2026-01-05", "counterparts": ["vn-na"],
               "answer_within": 1, "example": True}  # fmt: skip
    border.la.say("notice", request, to="twin:vn-na")
    carry(border.vn, border.la)
    for lang in ("vi", "lo", "en", "fr"):
        asking(lang, lang=lang, to=f"{lang}@example.org")
    assert reminding.remind(folder, now=NOW).sent == 4
    texts = {str(each["To"])[:2]: body(each) for each in box.messages}
    assert "1 of them is overdue." in texts["en"]
    assert "đã quá hạn" in texts["vi"]
    assert "ກາຍກຳນົດ" in texts["lo"]
    assert "en retard" in texts["fr"]
    assert box.talks == 1


def test_thousands_of_things_are_told_as_the_reader_writes_them(db: None) -> None:
    by = mail.Mail("mail.example.org", 25, "none", "desk@example.org")
    for lang, said in (("en", "13,730"), ("vi", "13.730"), ("lo", "13.730"), ("fr", "13\u202f730")):
        asking(f"lan-{lang}", lang=lang)
        one = Reminder.objects.get(user__username=f"lan-{lang}")
        assert said in body(reminding.written(by, one, 13730, 0, now=NOW))


def test_without_anything_waiting_or_before_its_hour_no_server_is_called(
    border: Border, folder: Path, box: Box
) -> None:
    asking()
    assert reminding.remind(folder, now=NOW) == reminding.Reminded(nothing=1)
    something_waits(border)
    early = from_rfc3339("2026-01-06T06:59:00+07:00")
    assert reminding.remind(folder, now=early) == reminding.Reminded()
    assert box.talks == 0


def test_nothing_is_sent_and_nobody_is_asked_where_no_mail_is_set_up(
    border: Border, folder: Path, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / mail.FILE).unlink()
    something_waits(border)
    asking()
    assert reminding.remind(folder, now=NOW) == reminding.Reminded()
    lan = Officer(border.vn, lambda _: None)
    assert "Reminders by e-mail" not in lan.get("/account/")[1]
    assert lan.post("/account/reminders/", email=TO)[0] == 404


def test_a_person_asks_and_stops_at_their_account(border: Border, folder: Path) -> None:
    lan = Officer(border.vn, lambda _: None)
    assert "Reminders by e-mail" in lan.get("/account/")[1]
    for wrong in ("", "nobody", "a@b\nBcc: c@d.org", "ở@example.org", "x" * 65 + "@example.org"):
        lan.post("/account/reminders/", email=wrong)
        assert "This is no e-mail address." in lan.get("/account/")[1]
    assert Reminder.objects.count() == 0
    lan.post("/account/reminders/", email=TO)
    assert TO in lan.get("/account/")[1]
    lan.post("/account/reminders/", email="other@example.org")
    assert [one.address for one in Reminder.objects.all()] == ["other@example.org"]
    lan.post("/account/reminders/", email="", stop="1")
    assert Reminder.objects.count() == 0
    assert "other@example.org" not in lan.get("/account/")[1]


def test_a_failing_server_is_told_at_the_desk_tried_again_later_and_forgotten_once_it_works(
    border: Border, folder: Path, box: Box
) -> None:
    something_waits(border)
    asking()
    box.answers["MAIL"] = "451 not now"
    done = reminding.remind(folder, now=NOW)
    assert told(done.trouble, "en") == "The mail server 127.0.0.1 refused with code 451."
    assert reminding.remind(folder, now=NOW + MINUTE // 2) == reminding.Reminded()
    assert box.talks == 1
    reminding.remind(folder, now=NOW + MINUTE)
    trouble = MailTrouble.objects.get()
    assert (trouble.failures, trouble.since_ms, trouble.next_ms) == (2, NOW, NOW + 3 * MINUTE)
    lan = Officer(border.vn, lambda _: None)
    assert "can’t be sent" not in lan.get("/")[1]
    assert "At present no reminder can be sent" in lan.get("/account/")[1]
    User.objects.filter(username="vn-na-True").update(roles="commander,operator")
    assert "The mail server 127.0.0.1 refused with code 451." in lan.get("/")[1]
    box.answers.clear()
    assert reminding.remind(folder, now=NOW + 3 * MINUTE).sent == 1
    assert MailTrouble.objects.count() == 0
    assert "can’t be sent" not in lan.get("/")[1]


def test_a_server_that_isn_t_there_is_said_to_be_so(border: Border, folder: Path, box: Box) -> None:
    something_waits(border)
    asking()
    text = (folder / mail.FILE).read_text(encoding="utf-8").replace(str(box.port), "9")
    (folder / mail.FILE).write_text(text, encoding="utf-8")
    done = reminding.remind(folder, now=NOW)
    assert told(done.trouble, "en") == "The mail server 127.0.0.1 can't be reached at port 9."
    assert Reminder.objects.get().day == -1


def test_an_address_that_is_not_taken_stops_nobody_else(border: Border, folder: Path, box: Box) -> None:
    something_waits(border)
    asking("a", to="gone@example.org")
    asking("b", to="here@example.org")
    box.refused = frozenset({"gone@"})
    done = reminding.remind(folder, now=NOW)
    assert (done.sent, done.refused, done.trouble) == (1, 1, "")
    assert [str(each["To"]) for each in box.messages] == ["here@example.org"]
    assert Reminder.objects.get(address="gone@example.org").refused_ms == NOW
    assert reminding.remind(folder, now=NOW + MINUTE).refused == 0


def test_nobody_gets_two_when_the_link_breaks_after_the_message(border: Border, folder: Path, box: Box) -> None:
    something_waits(border)
    asking()
    box.answers["END"] = "cut"
    assert reminding.remind(folder, now=NOW).trouble
    box.answers.clear()
    reminding.remind(folder, now=NOW + 10 * MINUTE)
    assert len(box.raw) == 1


def test_a_clock_that_was_years_ahead_silences_nobody_for_years(border: Border, folder: Path, box: Box) -> None:
    something_waits(border)
    asking()
    Reminder.objects.update(day=day_of(NOW) + 3650)
    assert reminding.remind(folder, now=NOW).sent == 1
    assert Reminder.objects.get().day == day_of(NOW)


def test_without_protection_of_the_way_nothing_is_said_to_a_server(border: Border, folder: Path, box: Box) -> None:
    something_waits(border)
    asking()
    text = (folder / mail.FILE).read_text(encoding="utf-8").replace('security = "none"\n', "")
    (folder / mail.FILE).write_text(text, encoding="utf-8")
    done = reminding.remind(folder, now=NOW)
    assert told(done.trouble, "en") == "The mail server 127.0.0.1 offers no protection of the way to it."
    assert box.raw == []


def test_a_certificate_is_trusted_only_if_the_operator_or_the_machine_says_so(
    border: Border, folder: Path, tmp_path: Path
) -> None:
    something_waits(border)
    asking()
    authority, key = certificate(tmp_path)
    with mail_server((authority, key)) as box:
        setting = f'host = "127.0.0.1"\nport = {box.port}\nsecurity = "tls"\nfrom = "desk@example.org"\n'
        (folder / mail.FILE).write_text(setting, encoding="utf-8")
        done = reminding.remind(folder, now=NOW)
        assert told(done.trouble, "en") == "The certificate of the mail server 127.0.0.1 isn't trusted on this machine."
        (folder / mail.FILE).write_text(setting + f'ca = "{authority.name}"\n', encoding="utf-8")
        assert reminding.remind(folder, now=NOW + MINUTE).sent == 1
        assert box.talks == len(box.messages) == 1


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('host = "mail.example.org"', "from isn't right"),
        ('host = "mail.example.org"\nfrom = "a@b"\nsecurity = "none"', "only to a server on this machine"),
        ('host = "mail.example.org"\nfrom = "a@b"\nsecurity = "maybe"', "starttls, tls, none"),
        ('host = "mail.example.org"\nfrom = "a@b\\nBcc: c@d"', "from isn't right"),
        ('host = "mail.example.org"\nfrom = "a@"', "from isn't right"),
        ('host = "mail.example.org"\nfrom = "@b"', "from isn't right"),
        ('host = "mail.example.org"\nfrom = "Desk <a@>"', "from isn't right"),
        ('host = "mail.example.org"\nfrom = "a@b..c"', "from isn't right"),
        ('host = "mail.example.org"\nfrom = "a@b"\nhour = 24', "from 0 to 23"),
        ('host = "mail.example.org"\nfrom = "a@b"\npassword = "x"', "password isn't right"),
        ('host = "mail.example.org"\nfrom = "a@b"\nca = "none.pem"', "no such file"),
        ('host = "mail.example.org"\nfrom = "a@b"\ndesk = "ftp://desk"', "where people sign in"),
        ("host = mail", "can't be read"),
        (f"host = {'[' * 20_000}", "can't be read"),
    ],
)
def test_a_setting_that_is_not_right_is_named(tmp_path: Path, setting: str, said: str) -> None:
    (tmp_path / mail.FILE).write_text(setting, encoding="utf-8")
    with pytest.raises(MailProblem) as problem:
        mail.settings(tmp_path)
    assert said in str(problem.value)


def test_the_password_stands_with_the_keys_and_in_no_message(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / mail.PASSWORD).write_text("geheim\n", encoding="utf-8")
    (tmp_path / mail.FILE).write_text('host = "h"\nfrom = "a@b"\nuser = "u"', encoding="utf-8")
    found = mail.settings(tmp_path)
    assert found is not None
    assert (found.password, found.port, found.security) == ("geheim", 587, "starttls")
    assert "geheim" not in str(mail.why(found, OSError("geheim")))


def test_what_a_reader_may_not_know_changes_no_byte_of_a_mail(border: Border, folder: Path, box: Box) -> None:
    something_waits(border)
    asking(organisation="vn-na-bg")
    border.la.say("incident", incident(counterparts=["vn-na-bg"]))
    carry(border.vn, border.la)

    def seen() -> tuple[str, str]:
        Reminder.objects.update(day=-1)
        assert reminding.remind(folder, now=NOW).sent == 1
        return str(box.messages[-1]["Subject"]), body(box.messages[-1])

    before = seen()
    border.la.say("incident", incident(counterparts=["vn-na-bg"]), to="twin:vn-na")
    carry(border.vn, border.la)
    assert seen() == before
    border.la.say("incident", incident(counterparts=["vn-na-bg"]))
    carry(border.vn, border.la)
    assert seen() != before


def test_a_trial_goes_to_one_address_alone(border: Border, folder: Path, box: Box) -> None:
    asking()
    found = mail.settings(folder)
    assert found is not None
    reminding.tried(found, "trial@example.org", now=NOW)
    assert [str(each["To"]) for each in box.messages] == ["trial@example.org"]


def test_a_backup_holds_no_address(border: Border, tmp_path: Path) -> None:
    ledger = border.vn.ledger
    user = User(username="lan", password="!", display_name="Lan", organisation="vn-na")
    user.save(using=ledger.alias)
    Reminder(user=user, address=TO).save(using=ledger.alias)
    made = backing.back_up(ledger, tmp_path / "backup", now=NOW)
    assert TO.encode() not in made.path.read_bytes()
    with closing(sqlite3.connect(made.path)) as copy:
        assert copy.execute("SELECT COUNT(*) FROM access_user").fetchone() == (1,)


def test_the_caller_s_round_notes_a_setting_that_is_wrong(border: Border, folder: Path) -> None:
    (folder / mail.FILE).write_text("host = 7", encoding="utf-8")
    caller = reminding.Caller(folder, lambda: NOW)
    caller._round(NOW)
    caller._round(NOW + 1)
    assert MailTrouble.objects.get().failures == 1


def test_a_scheduler_that_calls_tick_alone_reminds_too_and_failing_mail_stops_no_exchange(
    border: Border, folder: Path, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    here_ = border.vn.ledger.folder
    monkeypatch.setenv("TWINLINE_NODE", str(here_))
    something_waits(border)
    asking()
    ran = CliRunner().invoke(cli.twinline, ["tick"])
    assert (ran.exit_code, "reminded" in ran.output, box.messages) == (0, False, [])  # no mail is set up
    set_up = (folder / mail.FILE).read_text("utf-8")
    (here_ / mail.FILE).write_text(f"{set_up}hour = 0\n", encoding="utf-8")
    ran = CliRunner().invoke(cli.twinline, ["tick", "--json"])
    assert json.loads(ran.output) == [{"reminded": 1, "refused": 0, "trouble": ""}]
    assert len(box.messages) == 1
    (here_ / mail.FILE).write_text("host = 3\n", encoding="utf-8")
    ran = CliRunner().invoke(cli.twinline, ["tick"])
    assert ran.exit_code == 0
    assert "nobody's time" in ran.output
    assert mail.FILE in ran.stderr
