"""The published document (OpenAPI 3.1), made of the declarations of routes, kinds and acts."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import Any

import twinline
from twinline.access.doors import ASKS
from twinline.api import answers
from twinline.api.declared import Param, Route, by_path
from twinline.api.door import CORRECTED
from twinline.api.saying import KEY
from twinline.records import registry

#: Written by those who can't be addressed by a name: ids, beginnings of ids, names of kinds and reports.
_NAME = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9_-]+$"}


@cache
def document() -> dict[str, Any]:
    """Return the document as plain values; the same for everybody."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Twinline",
            "version": twinline.__version__,
            "description": "What the pages and commands of a Twinline node do, for programs. See docs/api.md.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/1"}],
        "security": [{"key": []}],
        "paths": {
            path: {each.method.lower(): _operation(each) for each in routes} for path, routes in by_path().items()
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "error": answers.ERROR,
                **{f"kind-{kind}": _bare(registry.json_schema(kind)) for kind in registry.KINDS},
                **{f"act-{act}": _bare(registry.act_schema(act)) for act in registry.ACTS},
            },
        },
    }


def _operation(each: Route) -> dict[str, Any]:
    asked = ASKS[f"api:{each.name}"][each.method != "GET"]
    told: dict[str, Any] = {
        "operationId": each.name if each.method == "GET" else f"{each.method.lower()}_{each.name}",
        "summary": each.says,
        "x-scope": None if asked is None else asked.value,
        "parameters": [
            *(
                {"name": name, "in": "path", "required": True, "schema": _NAME}
                for name in re.findall("{(.+?)}", each.path)
            ),
            *map(_parameter, each.params),
            *([_SINCE] if each.method == "GET" else []),
            *([_ONCE] if each.method == "POST" else []),
            _LANGUAGE,
        ],
        "responses": {
            str(each.status): {
                "description": HTTPStatus(each.status).phrase,
                "content": _json(each.answer),
                **({"headers": _CORRECTED} if each.name in ("figures", "report") else {}),
            },
            **({"304": {"description": "As If-None-Match has it."}} if each.method == "GET" else {}),
            **({"414": {"description": "The address is longer than the server reads."}} if each.params else {}),
            "default": {
                "description": "An error: a stable word, where, a sentence, what to do.",
                "content": _json({"$ref": "#/components/schemas/error"}),
            },
        },
    }
    if each.body is not None:
        told["requestBody"] = {"required": True, "content": _json(each.body)}
    return told


_LANGUAGE = {
    "name": "Accept-Language", "in": "header", "description": "vi, lo, en or fr: what errors and titles are said in.",
    "schema": {"type": "string", "enum": ["vi", "lo", "en", "fr"]},
}  # fmt: skip
_CORRECTED = {
    CORRECTED: {
        "description": "Indicators whose figures were corrected after the day that known_on or a cut names.",
        "schema": {"type": "string"},
    }
}
_ONCE = {
    "name": KEY, "in": "header",
    "description": "A UUIDv7 that you make for what you say: it becomes its id, and asked again says nothing anew.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},
}  # fmt: skip
_SINCE = {
    "name": "If-None-Match", "in": "header", "description": "The ETag of an answer you have.",
    "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
}  # fmt: skip


def _parameter(each: Param) -> dict[str, Any]:
    schema = {"type": "array", "items": each.schema, "maxItems": 60} if each.many else each.schema
    return {"name": each.name, "in": "header" if each.apart else "query", "description": each.says, "schema": schema}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _bare(told: Any) -> Any:
    """Return a schema without its words in other languages: those stand under /kinds."""
    if isinstance(told, dict):
        return {
            name: _bare(value) for name, value in told.items()
            if name not in ("$schema", "$id") and not (name.startswith("x-") and name != "x-refers")
        }  # fmt: skip
    return [_bare(each) for each in told] if isinstance(told, list) else told
