"""Pages for what went wrong, in the reader's language; the last resort needs nothing at all."""

from __future__ import annotations

import errno
import logging
import sqlite3
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from twinline.access import journal
from twinline.desk.language import tongue
from twinline.desk.views import asking
from twinline.sentences import Problem
from twinline.tongues import told

_FULL, _READONLY, _IOERR = sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR
_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS)

log = logging.getLogger(__name__)

_LAST = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Twinline</title>
<p lang="vi">Có lỗi ở đây. Những gì đã lưu không mất.</p><p lang="lo">ມີຂໍ້ຜິດພາດຢູ່ນີ້. ສິ່ງທີ່ບັນທຶກແລ້ວບໍ່ເສຍ.</p>
<p>Something went wrong here. Nothing you had kept is lost.</p>
<p lang="fr">Une erreur s’est produite. Rien de ce qui était gardé n’est perdu.</p></html>"""

#: Says nothing of the node: who calls it by a name that isn't its own gets this too.
_UNREAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>400</title>
<p lang="vi">Yêu cầu này không đọc được: quá lớn, hoặc địa chỉ không đúng.</p>
<p lang="lo">ອ່ານສິ່ງທີ່ສົ່ງມາບໍ່ໄດ້: ໃຫຍ່ເກີນໄປ ຫຼື ທີ່ຢູ່ບໍ່ຖືກ.</p>
<p>This can’t be read: it is too large, or the address isn’t right.</p>
<p lang="fr">Ceci ne peut être lu : c’est trop grand, ou l’adresse n’est pas la bonne.</p></html>"""


def unread(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: to a form that is too large, to a name that isn't ours, and to what an address may not ask."""
    if isinstance(exception, asking.Misasked):
        return _why(request, exception.why, status=400, again=_without(request, exception.why.where))
    return HttpResponse(_UNREAD, status=400)


def closed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return render(request, "403.html", status=403)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that came from elsewhere or was left open too long."""
    user = getattr(request, "user", None)
    account = user.get_username() if user is not None and user.is_authenticated else journal.NOBODY
    journal.tell(journal.Event.FOREIGN_FORM, account=account)
    return render(request, "403.html", {"stale": True}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    if isinstance(exception, asking.Unknown):
        return _why(request, exception.why, status=404)
    return render(request, "404.html", status=404)


def _why(request: HttpRequest, why: Problem, *, status: int, again: str = "") -> HttpResponse:
    return render(request, "404.html", {"why": told(why, tongue()), "again": again}, status=status)


def _without(request: HttpRequest, key: str) -> str:
    """Return the address of a page without what it may not ask, to be asked again."""
    rest = request.GET.copy()
    rest.pop(key, None)
    return f"{request.path}?{rest.urlencode()}" if rest else request.path


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, even where the desk itself can't be read; 507 where the disk keeps nothing."""
    try:
        if keeps_nothing(sys.exc_info()[1]):
            return render(request, "507.html", status=507)
        return render(request, "500.html", status=500)
    except Exception:
        log.exception("the page for errors could not be drawn")
        return HttpResponse(_LAST, status=500)


def keeps_nothing(error: BaseException | None) -> bool:
    """Return whether something went wrong because the disk is full, failing or closed for writing."""
    while error is not None:
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in (_FULL, _READONLY, _IOERR):
            return True
        if isinstance(error, OSError) and error.errno in _ERRNOS:
            return True
        error = error.__cause__ or error.__context__
    return False
