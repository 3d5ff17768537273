"""Spreadsheets: a template to fill in, taking one in, a list as a file."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from twinline.access.asking import officer
from twinline.desk import house
from twinline.desk.language import tongue
from twinline.desk.views.records import FILTERS
from twinline.times import now_ms


@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """Offer templates; show what a file holds, and take it in if asked to."""
    user, lang = officer(request), tongue()
    kinds = house.kinds_to_fill_in(user, lang)
    chosen = request.POST.get("kind") or request.GET.get("kind", "")
    read, status = None, 200
    if request.method == "POST":
        if chosen not in {kind.name for kind in kinds} or "file" not in request.FILES:
            raise Http404
        file = request.FILES["file"]
        read = house.sheet_in(
            user, lang, kind=chosen, data=cast(bytes, file.read(house.LARGEST_SHEET + 1)), name=str(file.name),
            take="take" in request.POST, good_rows="good_rows" in request.POST, now=now_ms(),
        )  # fmt: skip
        status = 422 if read.refused or (read.tried and read.broken and not read.said) else 200
    return render(request, "desk/sheets.html", {"kinds": kinds, "chosen": chosen, "read": read}, status=status)


@require_safe
def template(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Give the empty sheet of a kind."""
    officer(request)
    return as_file(house.sheet_template(tongue(), kind, form), f"twinline-{kind}-{tongue()}", form)


@require_safe
def as_sheet(request: HttpRequest, form: str) -> HttpResponse:
    """Give the records that fit the filters in the address as a file: what this officer may read, and nothing else."""
    filters = {name: request.GET[name].strip() for name in FILTERS if request.GET.get(name, "").strip()}
    found = house.sheet_of(officer(request), tongue(), filters=filters, form=form)
    return as_file(found, f"twinline-{filters.get('kind', '')}", form)


def as_file(data: bytes | None, name: str, form: str) -> HttpResponse:
    """Give a sheet to be saved under a name; there is no such page where there is no sheet."""
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type=house.SHEET_FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
