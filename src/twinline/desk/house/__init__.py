"""The one place where the desk meets the rooms below it: each function is one call of a view."""

from twinline.desk.house.alarmed import alarms, evidence_of, fresh
from twinline.desk.house.calendar import calendar, calendar_file
from twinline.desk.house.carried import exchange_now, partners, read_file, write_file
from twinline.desk.house.filtered import keep_filter, kept_filters, remove_filter
from twinline.desk.house.follow import followed
from twinline.desk.house.grid import grid, grid_said, walk_sheet
from twinline.desk.house.here import this_desk
from twinline.desk.house.inbox import inbox, mail_trouble, to_send, waiting
from twinline.desk.house.kept import awaiting, happenings, record, records
from twinline.desk.house.leaving import (
    corrected,
    narrow,
    narrower,
    release_all,
    taken_back,
    what_all_will_see,
    what_they_will_see,
)
from twinline.desk.house.line import asked as line_asked
from twinline.desk.house.line import map_data as line_map
from twinline.desk.house.line import overdue
from twinline.desk.house.line import page as line_page
from twinline.desk.house.lists import (
    circles,
    kinds,
    kinds_to_fill_in,
    linked_body,
    organisations,
    pen,
    places,
    reasons,
    report_circles,
    withdraw_reasons,
)
from twinline.desk.house.monday import monday, monday_pdf
from twinline.desk.house.office import keep_letter, letter_file, letters, remove_letter, want_years
from twinline.desk.house.one_event import one_event, same_event
from twinline.desk.house.opened import figure, figure_sheet, is_known
from twinline.desk.house.papers import minutes, on_paper, paper_back
from twinline.desk.house.pictures import attach, picture
from twinline.desk.house.recounted import recount, take_out
from twinline.desk.house.reports import FORMS as REPORT_FORMS
from twinline.desk.house.reports import report_names
from twinline.desk.house.rounds import (
    is_day,
    may_open_rounds,
    open_round,
    round_opening,
    round_page,
    rounds_page,
    sheets_due,
    sign_sheet,
    unit_sheet,
)
from twinline.desk.house.said import act, last_like, release, say, stays_home
from twinline.desk.house.sheets import FORMS as SHEET_FORMS
from twinline.desk.house.sheets import sheet_in, sheet_of, sheet_template
from twinline.desk.house.side_by_side import (
    answers_in,
    confirm_equal,
    last_month,
    month_sheet,
    perhaps,
    side_by_side,
)
from twinline.desk.house.strip import strip
from twinline.desk.house.surveyed import survey_notices
from twinline.desk.house.told import VOICES as REPORT_VOICES
from twinline.desk.house.told import issue, issued_file, keep_writing, may_issue, report, report_file, writing_page
from twinline.desk.house.walked import from_track, line_out, track
from twinline.desk.house.writing import LONGEST as LONGEST_TEXT
from twinline.desk.house.writing import PARTS as WRITTEN_PARTS
from twinline.reports.office.opened import LARGEST as LARGEST_LETTER
from twinline.sheets.tables import LARGEST as LARGEST_SHEET

__all__ = [
    "LARGEST_LETTER",
    "LARGEST_SHEET",
    "LONGEST_TEXT",
    "REPORT_FORMS",
    "REPORT_VOICES",
    "SHEET_FORMS",
    "WRITTEN_PARTS",
    "act",
    "alarms",
    "answers_in",
    "attach",
    "awaiting",
    "calendar",
    "calendar_file",
    "circles",
    "confirm_equal",
    "corrected",
    "evidence_of",
    "exchange_now",
    "figure",
    "figure_sheet",
    "followed",
    "fresh",
    "from_track",
    "grid",
    "grid_said",
    "happenings",
    "inbox",
    "is_day",
    "is_known",
    "issue",
    "issued_file",
    "keep_filter",
    "keep_letter",
    "keep_writing",
    "kept_filters",
    "kinds",
    "kinds_to_fill_in",
    "last_like",
    "last_month",
    "letter_file",
    "letters",
    "line_asked",
    "line_map",
    "line_out",
    "line_page",
    "linked_body",
    "mail_trouble",
    "may_issue",
    "may_open_rounds",
    "minutes",
    "monday",
    "monday_pdf",
    "month_sheet",
    "narrow",
    "narrower",
    "on_paper",
    "one_event",
    "open_round",
    "organisations",
    "overdue",
    "paper_back",
    "partners",
    "pen",
    "perhaps",
    "picture",
    "places",
    "read_file",
    "reasons",
    "record",
    "records",
    "recount",
    "release",
    "release_all",
    "remove_filter",
    "remove_letter",
    "report",
    "report_circles",
    "report_file",
    "report_names",
    "round_opening",
    "round_page",
    "rounds_page",
    "same_event",
    "say",
    "sheet_in",
    "sheet_of",
    "sheet_template",
    "sheets_due",
    "side_by_side",
    "sign_sheet",
    "stays_home",
    "strip",
    "survey_notices",
    "take_out",
    "taken_back",
    "this_desk",
    "to_send",
    "track",
    "unit_sheet",
    "waiting",
    "walk_sheet",
    "want_years",
    "what_all_will_see",
    "what_they_will_see",
    "withdraw_reasons",
    "write_file",
    "writing_page",
]
