"""A house made of paper: what the rooms below would answer, for trying the pages alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from django.utils.safestring import mark_safe

from twinline.access.models import User
from twinline.desk import house, names, reported, seen
from twinline.desk.followed import Carried, Due, Followed, Inbox, Item, Life, Message, Owed, Promise, Thread, Waiting
from twinline.records import registry
from twinline.times import Days, days_of

NOW = 1_795_400_000_000
HOUR, DAY = 3_600_000, 86_400_000
VN = seen.Who(code="vn-na", name="Nghệ An", side="VN")
POST = seen.Who(code="vn-p-tri-le", name="Đồn Biên phòng Tri Lễ", side="VN")
LA = seen.Who(code="la-xk", name="Xiêng Khoảng · ຊຽງຂວາງ", side="LA")
COMPANY = seen.Who(code="la-c-217", name="ກອງຮ້ອຍຊາຍແດນ 217", side="LA")
IDS = [f"0195{n:04x}-7000-7000-8000-00000000000{n}" for n in range(8)]


def _days(text: str) -> Days:
    first, last = days_of(text)
    return Days(first, last, "day" if first == last else "interval")


def _row(n: int, standing: str, who: seen.Who, title: str, **more: object) -> seen.Row:
    return seen.Row(
        id=IDS[n], kind="incident", kind_label="Vụ việc / incident", title=title, author=who, standing=standing,
        at_ms=NOW - n * 5 * HOUR, days=_days("2026-11-05"), place="Nậm Cắn", km="km 203,4 – 211,0", **more,
    )  # fmt: skip


ROWS = (
    _row(0, "stated", LA, "Mua bán, vận chuyển trái phép chất ma túy, Nậm Cắn, 05/11/2026", example=True),
    _row(1, "agreed", VN, "Tuần tra song phương từ mốc 405 đến mốc 412", example=True),
    _row(2, "disputed", LA, "ການຄ້າ ແລະ ຂົນສົ່ງຢາເສບຕິດ, ຊຽງຂວາງ, 05/11/2026", example=True),
    _row(3, "stated", POST, "Kết nghĩa bản Mường Phú – bản Nậm Táy", released=False),
    _row(4, "withdrawn", VN, "Talks of the four provinces in Vinh"),
    _row(5, "stated", VN, "Longueur de la frontière : 468,281 km", reported=True),
)


def this_desk(lang: str) -> seen.Desk:
    return seen.Desk(who=VN, identity="3fa2" * 16, fingerprint="3FA2 91BC 04DE 77A1 5C20 E8F3 1B9D 6640", example=True)


def strip(user: User, lang: str) -> tuple[str, str]:
    return (
        mark_safe(
            '<svg viewBox="0 0 960 120" role="img"><rect x="10" y="56" width="940" height="8" fill="currentColor"'
            ' opacity=".25"/><text x="10" y="44" font-size="13" fill="currentColor">0 km</text></svg>'
        ),
    ) * 2


def happenings(user: User, lang: str, *, since: int | None, limit: int) -> Sequence[seen.Happening]:
    acts = ("countersign", "say", "dispute", "amend", "withdraw")
    return [
        seen.Happening(at_ms=NOW - n * HOUR, act=act, who=LA if n % 2 else COMPANY, row=ROWS[n])
        for n, act in enumerate(acts)
    ]


def awaiting(user: User, lang: str, *, limit: int, offset: int = 0) -> seen.Rows:
    return seen.Rows(rows=(ROWS[0], ROWS[2]), total=2)


def records(user: User, lang: str, *, filters: Mapping[str, str], limit: int, offset: int) -> seen.Rows:
    rows = tuple(row for row in ROWS if filters.get("text", "").casefold() in row.title.casefold())
    return seen.Rows(rows=rows, total=134 if rows else 0)


def perhaps(user: User, lang: str, record_id: str) -> Sequence[seen.Perhaps]:
    return [seen.Perhaps(row=ROWS[2], reasons=("on the same day", "of the same sort"))] if record_id == IDS[0] else []


def side_by_side(user: User, lang: str, *, month: str) -> seen.SideBySide | None:
    if month == "nothing":
        return None
    equal = seen.SideLine(state="equal", ours=ROWS[1], theirs=ROWS[0], reasons=("on the same day",), may_confirm=True)
    differs = seen.SideLine(state="differs", ours=ROWS[1], theirs=ROWS[2], differences=("3 here, 4 there",))
    alone = seen.SideLine(state="only_theirs", theirs=ROWS[0])
    mine = seen.SideLine(state="only_ours", ours=ROWS[1])
    groups = tuple(seen.LinesOf(state=line.state, lines=(line,)) for line in (equal, differs, mine, alone))
    return seen.SideBySide(month=month, before="2026-10", after="2026-12", groups=groups, confirmable=1)


def sheet_template(lang: str, kind: str, form: str) -> bytes | None:
    return b"x" if kind == "patrol" else None


def sheet_in(user: User, lang: str, **asked: object) -> seen.SheetRead:
    wrong = (seen.Wrong(sheet="Sổ", at="B7", header="khi nào", sentence="không phải ngày"),)
    return seen.SheetRead(kind="patrol", new=5, known=2, broken=1, wrong=wrong, more=3)


def last_month(now: int) -> str:
    return "2026-11"


def record(user: User, lang: str, record_id: str) -> seen.Record | None:
    row = next((row for row in ROWS if row.id == record_id), None)
    if row is None:
        return None
    ours = row.author.side == "VN"
    return seen.Record(
        row=row,
        fields=(
            ("thời gian", "05/11/2026"), ("loại vi phạm", "mua bán, vận chuyển trái phép chất ma túy"),
            ("số vụ", "1"), ("số đối tượng", "3"), ("tang vật thu giữ", "heroin: hơn 5.200 viên"),
        ),
        voices=(
            seen.Voice(side="VN", says="say", who=VN, at_ms=NOW, version=2) if ours
            else seen.Voice(side="VN", says="silent"),
            seen.Voice(
                side="LA", says="dispute", who=LA, at_ms=NOW - HOUR, version=1,
                reason="Số lượng khác", text="ພວກເຮົານັບໄດ້ 5.150 ເມັດ",
            ) if ours else seen.Voice(side="LA", says="say", who=LA, at_ms=NOW - HOUR, version=2),
        ),
        versions=(
            seen.Version(
                number=2, act="amend", who=row.author, at_ms=NOW, current=True,
                differences=(seen.Difference(label="tang vật thu giữ", before="5.000 viên", after="hơn 5.200 viên"),),
            ),
            seen.Version(number=1, act="say", who=row.author, at_ms=NOW - DAY),
        ),
        shared_with="Nghệ An, Xiêng Khoảng",
        ties=(seen.Tie(how="same_event", row=ROWS[2], summed=True),),
        ticks=(
            seen.Tick(name="kept", at_ms=NOW - DAY), seen.Tick(name="sent", at_ms=NOW - HOUR),
            seen.Tick(name="received", at_ms=NOW), seen.Tick(name="opened"),
        ),
        proofs=(
            seen.Proof(
                identifier=IDS[0], act="say", who=row.author, position=4, size=17, series="9d" * 32,
                fingerprint="7c" * 32, root="b2" * 32, written_ms=NOW - DAY, arrived_ms=NOW,
                receipts=(seen.Receipt(who=LA, at_ms=NOW, size=17),), original='{"act":"say"}',
            ),
        ),
        may=frozenset(
            {"amend", "withdraw", "on_paper", "release", "minutes", "walk_sheet", "grid"}
            if ours
            else {"countersign", "dispute"}
        ),
        note="Hai bên cùng kiểm tra hiện trường.", note_language="vi",
        pictures=(
            seen.Picture(sha256="ab" * 32, shows="ảnh mốc"), seen.Picture(sha256="cd" * 32, shows="x", here=False),
        ),
        heard=(seen.Heard(who=LA, at_ms=NOW), seen.Heard(who=COMPANY)),
        paper=seen.Paper(
            day="04/06/2026", at_ms=NOW, number="12/BB-TTSP", note="Ký tại mốc 405.",
            scans=(seen.Picture(sha256="ef" * 32, shows="x"), seen.Picture(sha256="fe" * 32, shows="x", here=False)),
        ),
    )  # fmt: skip


def followed(user: User, lang: str, record_id: str, *, now: int) -> Followed:
    """Every record on paper has all that can be followed up, so that each part is drawn."""
    due = Due(state="overdue", hours=48, received_ms=NOW - 3 * DAY, due_ms=NOW - DAY)
    messages = (
        Message(row=ROWS[3], type="yêu cầu", subject="ma túy", due=due, here=True),
        Message(row=ROWS[2], type="trả lời", subject="ma túy", text="ໄດ້ຮັບແລ້ວ", text_language="lo"),
    )
    return Followed(
        thread=Thread(messages=messages, missing=1, reply=IDS[2]),
        life=Life(
            stage="active", stage_label="đang hoạt động", units_a=(POST,), units_b=(COMPANY, LA),
            types_a=(("village", 1),),
            types_b=(("border company", 2), ("border police post", 1)),
            pairs=((POST, COMPANY), (POST, LA)),
            promises=(
                Promise(label="hội đàm", promised=2, done=1, counted=True),
                Promise(label="cứu nạn", promised=None, done=0, counted=False),
            ),
            activities=(ROWS[1],), total=1, signed="05/11/2024", until="2029", renewed=("2026",), add=IDS[0],
        ),
        owed=Owed(
            pledged="287 công trình", level="cấp bộ", left="", done=False, overdue=True, until="2025",
            delivered=(Carried(amount="9 công trình", level="cấp tỉnh", times=2),), rows=(ROWS[1],), add=IDS[0],
        ),
        parts=(ROWS[1],),
    )  # fmt: skip


def inbox(user: User, lang: str, *, now: int, whole: str = "") -> Inbox:
    items = (Item(row=ROWS[0], state="overdue", remark="24/11"), Item(row=ROWS[1]))
    return Inbox(lists=(Waiting(name="answer", title="Cần trả lời", items=items, total=2),))


def organisations(lang: str) -> Sequence[seen.Choice]:
    return [seen.Choice(value="vn-na-bg", label="Bộ đội Biên phòng", group="Nghệ An")]


def circles(user: User, lang: str) -> Sequence[seen.Choice]:
    return [
        seen.Choice(value="twin:la-xk", label="Xiêng Khoảng"),
        seen.Choice(value="line", label="Everyone on the line"),
    ]


def report_circles(user: User, lang: str) -> Sequence[seen.Choice]:
    return [*circles(user, lang)[1:], seen.Choice(value="self", label="Nghệ An")]


REPORT_VOICES = ("joint", "agreed", "VN", "LA")


def report_names(lang: str) -> Sequence[str]:
    return ["joint", "programme"]


def is_known(code: str) -> bool:
    return code == "vn-na"


def kinds_to_fill_in(user: User, lang: str) -> Sequence[seen.Kind]:
    return [
        seen.Kind(name=kind.name, label=kind.label.to(lang), hint=kind.help.to(lang))
        for kind in registry.KINDS.values()
    ]


def linked_body(user: User, kind: str, links: Mapping[str, str], *, task: int = 0) -> dict[str, object]:
    return dict(links)


def pen(lang: str, user: User) -> object:
    return names.pen(lang, "VN", 20_000)


def reasons(lang: str) -> Sequence[seen.Choice]:
    return [seen.Choice(value="number", label="Số lượng khác"), seen.Choice(value="place", label="Địa điểm khác")]


def withdraw_reasons(lang: str) -> Sequence[seen.Choice]:
    return [seen.Choice(value="mistake", label="nhập nhầm")]


def last_like(user: User, kind: str) -> Mapping[str, object] | None:
    return None


def say(user: User, lang: str, **saying: object) -> str | Sequence[seen.Fault]:
    return IDS[0]


def release(user: User, **asked: object) -> str:
    return IDS[1]


def what_they_will_see(user: User, lang: str, **asked: str) -> seen.Preview | None:
    found = record(user, lang, asked["record_id"])
    if found is None or not asked["circle"]:
        return None
    return seen.Preview(
        record_id=asked["record_id"], circle=asked["circle"], language=asked["language"], title=found.row.title,
        kind_label=found.row.kind_label, author=VN, fields=found.fields, addressees=(LA, COMPANY),
        shared_with="Nghệ An, Xiêng Khoảng", note=found.note, note_language="vi", example=True,
    )  # fmt: skip


def narrower(user: User, lang: str, record: seen.Record) -> Sequence[seen.Choice]:
    return [seen.Choice(value="self", label="Nghệ An", group="Phía ta")] if "withdraw" in record.may else []


def narrow(user: User, **asked: object) -> str:
    return IDS[1]


def attach(lang: str, *, files: Sequence[bytes], **asked: object) -> tuple[list[dict[str, object]], list[seen.Fault]]:
    return [], []


def picture(user: User, sha256: str, *, small: bool) -> tuple[bytes, str] | None:
    return (b"picture", "image/jpeg") if sha256 == "ab" * 32 else None


def taken_back(user: User, lang: str) -> Sequence[seen.Unheard]:
    return [
        seen.Unheard(
            row=ROWS[4], waiting=(seen.Heard(who=LA, had_ms=NOW - DAY), seen.Heard(who=COMPANY)),
        )
    ]  # fmt: skip


def corrected(user: User, lang: str) -> Sequence[seen.Unheard]:
    return [
        seen.Unheard(
            row=ROWS[4], waiting=(seen.Heard(who=LA, had_ms=NOW - DAY), seen.Heard(who=COMPANY)),
        )
    ]  # fmt: skip


def act(user: User, lang: str, **asked: object) -> Sequence[seen.Fault]:
    return ()


def report(
    user: User, lang: str, *, first: str, last: str, known_on: str, circle: str, name: str = ""
) -> reported.Report:
    line = reported.Figure(
        indicator="border_length", label="Chiều dài đường biên giới",
        returned=(reported.Returned(
            number="468,281", unit="km", period="tháng 8 năm 2022", place="Nghệ An", source="báo chí đưa tin",
            standing="chưa được xác nhận", record=IDS[5],
        ),),
    )  # fmt: skip
    voices = tuple(reported.VoiceValue(basis=basis, label=basis, number="7") for basis in ("VN", "LA", "agreed"))
    cases = reported.Figure(
        indicator="drug_cases", label="Vụ mua bán, vận chuyển trái phép chất ma túy", definition="Số vụ trong kỳ.",
        counted=(reported.Counted(number="1.346", unit="vụ", voices=voices, not_agreed="2", example=True),),
        returned=line.returned,
    )  # fmt: skip
    return reported.Report(
        title="Báo cáo hợp tác chung", intro="Mỗi sự việc tính một lần.", heading=(("Kỳ", "2012 – 2022"),),
        chapters=(
            reported.Chapter(title="Đường biên", figures=(line,)),
            reported.Chapter(title="An ninh", figures=(cases,) * 3),
        ),
        basis=("9d9d 17 b2b2",), versions=(("Bộ định nghĩa", "ab" * 32),), notes=("Mọi ngày tính theo UTC+07:00.",),
    )  # fmt: skip


def writing_page(user: User, lang: str, *, carry: str = "", **asked: str) -> reported.Writing | None:
    return reported.Writing(
        title="Báo cáo hợp tác chung", period="tháng 3 năm 2026", by="Kham", seen_ms=NOW,
        parts=tuple(reported.WrittenPart(name=part, label=part, text="") for part in house.WRITTEN_PARTS),
        earlier=(("2026-02..2026-02", "tháng 2 năm 2026"),),
    )  # fmt: skip


def keep_writing(user: User, lang: str, **asked: object) -> bool:
    return asked["texts"] != dict.fromkeys(house.WRITTEN_PARTS, "other")


def report_file(user: User, lang: str, *, form: str, **asked: str) -> bytes | None:
    return b"file" if form in house.REPORT_FORMS and asked["name"] in ("", "joint") else None


def figure_sheet(user: User, lang: str, *, key: str, **asked: str) -> bytes | None:
    return b"sheet" if key else None


def figure(user: User, lang: str, *, key: str, voice: str, **asked: str) -> reported.OpenFigure | None:
    if not key:
        return None
    return reported.OpenFigure(
        figure=report(user, lang, first="", last="", known_on="", circle="").chapters[1].figures[0],
        heading=(("Kỳ", "2012 – 2022"),), voices=(("joint", "Chung"), ("VN", "Việt Nam nêu")),
        counted=tuple(reported.Behind(row=row, value="1") for row in ROWS[:3]),
        left_out=(reported.Behind(row=ROWS[4], value="1", why="đã rút lại"),),
    )  # fmt: skip


def partners(user: User, lang: str) -> Sequence[seen.Partner]:
    return [
        seen.Partner(
            id="ab" * 32, who=LA, fingerprint="77A1 5C20 E8F3 1B9D 6640 3FA2 91BC 04DE", 
            address="http://127.0.0.1:8002", contact_ms=NOW - 2 * HOUR, to_send=12, to_send_urgent=1,
            arrived_there=31, received=48,
        )
    ]  # fmt: skip


def exchange_now(user: User, lang: str, *, partner: str, now: int) -> seen.Exchanged:
    return seen.Exchanged(received=3, sent=12)


def write_file(user: User, lang: str, *, partner: str, now: int) -> tuple[str, bytes]:
    return "vn-na-la-xk.twinline", b"sealed"


def read_file(user: User, lang: str, *, source: BinaryIO, now: int) -> seen.Exchanged:
    return (
        seen.Exchanged(refused="Tệp này không dành cho máy này.")
        if source.read() == b"bad"
        else seen.Exchanged(received=2)
    )


def alarms(user: User, lang: str) -> Sequence[seen.Alarm]:
    return [seen.Alarm(number=1, what="Two histories", todo="Show both.", at_ms=1_795_402_800_000)]


def fresh(user: User, lang: str, *, now: int) -> int:
    return 1


def evidence_of(user: User, number: int) -> tuple[str, str] | None:
    return ("0001-two-histories.json", "{}") if number == 1 else None


def stays_home(user: User, lang: str, *, record_id: str, circle: str) -> str:
    return ""


def mail_trouble(user: User, lang: str) -> tuple[int, str] | None:
    return NOW - DAY, "Máy chủ thư không trả lời."
