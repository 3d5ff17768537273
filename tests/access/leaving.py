"""Every place in the code by which bytes leave the process: found in the source, each with its rule.

What gives something away must call one of a few things: an HTTP answer, standard output, a file opened for writing, a
socket, a mail server, a copy of a database. A function that does so without a rule in ``exporting`` fails the suite,
and so does a command without one: whoever adds an exporter says whose it is, and which test proves that.
"""

from __future__ import annotations

import ast
from pathlib import Path

from tests.functions import SOURCE, calling

#: Functions and methods by whose call something leaves, by the last parts of their name.
_CALLS = {
    "HttpResponse", "StreamingHttpResponse", "FileResponse", "JsonResponse", "write_bytes", "write_text", "copyfile",
    "copyfileobj", "copytree", "copy2", "HTTPConnection", "HTTPSConnection", "create_connection", "urlopen", "SMTP",
    "SMTP_SSL", "backup", "fdopen", "NamedTemporaryFile", "Popen", "putrequest", "sendall", "whole_file",
    "printed_when_done",
}  # fmt: skip
_WRITING = frozenset("wax+")


def leaving(folder: Path = SOURCE) -> dict[str, list[str]]:
    """Return what each function of the package gives away by, as ``module:function`` -> the names of what it calls."""
    return calling(folder, _gives)


def _gives(node: ast.AST) -> str:
    """Return by what name a piece of code gives something away; empty if it doesn't."""
    if isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.stdout.buffer":
        return "sys.stdout.buffer"
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("VACUUM INTO"):
        return "VACUUM INTO"
    if not isinstance(node, ast.Call):
        return ""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "open" and (_mode(node) & _WRITING or "O_WRONLY" in ast.unparse(node)):
        return "open to write"
    return name if name in _CALLS else ""


def _mode(call: ast.Call) -> set[str]:
    """Return the letters of how a file is opened; none where that isn't written out."""
    told = [each.value for each in call.keywords if each.arg == "mode"]
    told += call.args[:1] if isinstance(call.func, ast.Attribute) else call.args[1:2]
    return {
        letter for each in told if isinstance(each, ast.Constant) and isinstance(each.value, str)
        for letter in each.value if len(each.value) < 4
    }  # fmt: skip
