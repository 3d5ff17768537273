"""The one place where the desk meets the rooms below it: each function is one call of a view."""

from twinline.desk.house.carried import exchange_now, partners, read_file, write_file
from twinline.desk.house.here import this_desk
from twinline.desk.house.kept import awaiting, happenings, record, records
from twinline.desk.house.leaving import narrow, narrower, taken_back, what_they_will_see
from twinline.desk.house.line import asked as line_asked
from twinline.desk.house.line import map_data as line_map
from twinline.desk.house.line import overdue
from twinline.desk.house.line import page as line_page
from twinline.desk.house.lists import circles, kinds, kinds_to_fill_in, pen, places, reasons, withdraw_reasons
from twinline.desk.house.pictures import attach, picture
from twinline.desk.house.said import act, last_like, release, say
from twinline.desk.house.strip import strip
from twinline.desk.house.told import figure, report
from twinline.desk.house.walked import from_track, line_out, track

__all__ = [
    "act",
    "attach",
    "awaiting",
    "circles",
    "exchange_now",
    "figure",
    "from_track",
    "happenings",
    "kinds",
    "kinds_to_fill_in",
    "last_like",
    "line_asked",
    "line_map",
    "line_out",
    "line_page",
    "narrow",
    "narrower",
    "overdue",
    "partners",
    "pen",
    "picture",
    "places",
    "read_file",
    "reasons",
    "record",
    "records",
    "release",
    "report",
    "say",
    "strip",
    "taken_back",
    "this_desk",
    "track",
    "what_they_will_see",
    "withdraw_reasons",
    "write_file",
]
