"""What a browser may load of a page: the header that says so."""

from __future__ import annotations

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class InOneOrder(CSPMiddleware):
    """Middleware: the policy's parts stand in one order on every node.

    The package takes them from a set, whose order each process draws anew: two nodes would answer alike but for that.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer = super().process_response(request, response)
        if HEADER in answer:
            answer[HEADER] = "; ".join(sorted(str(answer[HEADER]).split("; ")))
        return answer
