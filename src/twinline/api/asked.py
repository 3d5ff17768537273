"""Reading what a program asks: parameters and bodies as declared, anything else is one clear sentence."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

import msgspec
from django.http import HttpRequest

from twinline.api.declared import Param, Route
from twinline.sentences import Problem, Sentence, Text
from twinline.times import YetToCome, days_of, known_by, now_ms

#: Errors that aren't about what a record says or a question means.
STATUS = {
    "parameter": HTTPStatus.BAD_REQUEST,
    "not-json": HTTPStatus.BAD_REQUEST,
    "not-an-object": HTTPStatus.BAD_REQUEST,
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "media-type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "may-not": HTTPStatus.FORBIDDEN,
    "other-under-key": HTTPStatus.CONFLICT,
    "no-record": HTTPStatus.NOT_FOUND,
    "no-report": HTTPStatus.NOT_FOUND,
    "no-kind": HTTPStatus.NOT_FOUND,
    "no-route": HTTPStatus.NOT_FOUND,
}
_LONGEST_NUMBER = 9


class BadParameter(Problem):
    """Something in the address isn't as declared."""

    def __init__(self, where: str, sentence: Text) -> None:
        super().__init__("parameter", sentence, where=where, remedy=Sentence("See /api/1/openapi.json."))


def status_of(problem: Problem) -> int:
    """Return the HTTP status that goes with an error: 422 for what doesn't fit or can't be done."""
    return STATUS.get(problem.check, HTTPStatus.UNPROCESSABLE_ENTITY)


def parameters(request: HttpRequest, route: Route) -> dict[str, Any]:
    """Return what is asked, by the names of the declaration; left out ones as their default, or None."""
    known = {each.name: each for each in route.params}
    for name in request.GET:
        if name not in known or known[name].apart:
            raise BadParameter(name, Sentence("There is none such; there are: {known}.", known=list(known)))
    found: dict[str, Any] = {}
    for name, each in known.items():
        given = _apart(request, name) if each.apart else request.GET.getlist(name)
        if len(given) > 1 and not each.many:
            raise BadParameter(name, Sentence("It stands there more than once: say it once."))
        values = [_value(each, one) for one in given]
        found[name] = tuple(values) if each.many else (values[0] if values else each.schema.get("default"))
    return found


def _apart(request: HttpRequest, name: str) -> list[str]:
    """Return what a head of the request says, often nothing: a server hands its bytes on as if they were Latin-1."""
    said = request.headers.get(name)
    return [] if said is None else [unquote(said.encode("latin-1", "replace").decode("utf-8", "replace"))]


def _value(each: Param, given: str) -> Any:
    kind = each.schema["type"]
    if kind == "boolean":
        if given not in ("true", "false"):
            raise BadParameter(each.name, Sentence("Say true or false, not {given!r}.", given=given))
        return given == "true"
    if kind == "integer":
        least, most = each.schema["minimum"], each.schema["maximum"]
        plain = given.isascii() and given.isdecimal() and len(given) <= _LONGEST_NUMBER
        if not plain or not least <= int(given) <= most:
            asked = Sentence(
                "Say a whole number from {least:,} to {most:,}, not {given!r}.", least=least, most=most, given=given
            )
            raise BadParameter(each.name, asked)
        return int(given)
    if "enum" in each.schema and given not in each.schema["enum"]:
        raise BadParameter(
            each.name, Sentence("{given!r} is none of: {known}.", given=given, known=each.schema["enum"])
        )
    if "pattern" in each.schema and not re.search(each.schema["pattern"], given):
        raise BadParameter(each.name, Sentence("This is not as /api/1/openapi.json says."))
    if "enum" not in each.schema and len(given) > each.schema["maxLength"]:
        raise BadParameter(
            each.name, Sentence("It is too long: {most:,} characters at most.", most=each.schema["maxLength"])
        )
    return given


def day(asked: dict[str, Any], name: str, end: int) -> int | None:
    """Return the first (``end`` 0) or last (1) civil day of a date that was asked, None if none was."""
    try:
        return None if asked[name] is None else days_of(asked[name])[end]
    except ValueError:
        raise BadParameter(
            name, Sentence("{value!r} is not a date such as 2022, 2022-06 or 2022-06-03.", value=asked[name])
        ) from None


def instant(asked: dict[str, Any], name: str) -> int | None:
    """Return the instant that was asked, a day meaning its end, None if none was."""
    try:
        return None if asked[name] is None else known_by(asked[name], now_ms())
    except YetToCome:
        raise BadParameter(
            name,
            Sentence(
                "{given} is yet to come: what will be known then nobody can say. Give a day up to today.",
                given=asked[name],
            ),
        ) from None
    except ValueError:
        raise BadParameter(
            name,
            Sentence(
                "{value!r} is neither a day such as 2022-06-03 nor an instant such as 2022-06-03T12:00:00+07:00.",
                value=asked[name],
            ),
        ) from None


def body(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object that was sent."""
    if request.content_type != "application/json":
        raise Problem("media-type", Sentence("Send JSON, and say so: Content-Type: application/json."))
    try:
        told = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Problem("not-json", Sentence("This is not JSON ({error}): nothing was written.", error=error)) from error
    if not isinstance(told, dict):
        raise Problem("not-an-object", Sentence("A record is a JSON object: nothing was written."))
    return told
