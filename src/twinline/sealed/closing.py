"""What a page of personal parts says where something can't be done: missing, closed, or one sentence. Never a value."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from twinline.access.speech import tongue
from twinline.sealed.keeping import NotAllowed
from twinline.sealed.requests import NotOpen, SamePerson
from twinline.sealed.vault import NoPart, VaultError
from twinline.tongues import told as said

View = Callable[..., HttpResponse]


def told(view: View) -> View:
    """Return a view that answers for what it may not do, or can't: 404, 403, or a page with the reason (409)."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoPart as problem:
            raise Http404 from problem
        except NotAllowed as problem:
            raise PermissionDenied from problem
        except (VaultError, NotOpen, SamePerson) as problem:
            return render(request, "sealed/fault.html", {"sentence": said(problem.told, tongue())}, status=409)

    return answering
