"""What the desk keeps in a browser: out of reach of scripts and other sites, and of other hosts where TLS is spoken."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.border import Border

#: Asks a desk for a page and for each cookie that it sets, in a process that was told of TLS or wasn't.
ASK = """
import json, django
django.setup()
from django.test import Client
from twinline.access.models import User
lan = User.objects.create_user("lan", "four quiet words here", display_name="Lan", organisation="vn-na")
client = Client(headers={"host": "localhost"})
client.get("/sign-in/")
client.post("/language/", {"language": "lo"})
client.post("/theme/", {"theme": "dark"})
client.post("/sign-in/", {"username": "lan", "password": "four quiet words here"})
print(json.dumps([[name, each["secure"], each["httponly"], each["samesite"], each["domain"], each["path"]]
                  for name, each in client.cookies.items()]))
"""


@pytest.mark.parametrize("tls", [True, False])
def test_cookies_are_out_of_reach_of_scripts_other_sites_and_by_tls_of_other_hosts(border: Border, tls: bool) -> None:
    """The control: a desk that isn't told of TLS sets them without, or nobody could sign in there."""
    environ = {
        **os.environ, "TWINLINE_NODE": str(border.vn.ledger.folder), "TWINLINE_HTTPS": "1" if tls else "0",
        "DJANGO_SETTINGS_MODULE": "twinline.node.settings", "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    ran = subprocess.run([sys.executable, "-c", ASK], env=environ, capture_output=True, text=True, check=True)
    cookies = json.loads(ran.stdout.splitlines()[-1])
    assert {name.split("_")[-1] for name, *_ in cookies} == {"session", "csrf", "language", "theme"}
    for name, secure, http_only, same_site, domain, path in cookies:
        assert (name.startswith("__Host-twinline_"), bool(secure)) == (tls, tls), name
        assert (http_only, same_site, domain, path) == (True, "Lax", "", "/"), name
