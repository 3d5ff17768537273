"""An officer at a desk on real records, with a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from tests.border import Side
from twinline.access.models import User

FORM = {
    "when.from": "05/11/2026", "place.organisation": "vn-na-xo-nam-can", "offence": "drug_trafficking", "cases": "1",
    "persons": "3", "counterparts": "la-xk", "example": "yes",
}  # fmt: skip


class Officer:
    """A person at a desk, with a browser."""

    def __init__(
        self, side: Side, at: Callable[[Side], None], organisation: str = "", may_release: bool = True
    ) -> None:
        self.side = side
        self._at = at
        self.client = Client()
        code = organisation or side.code
        name = f"{code}-{may_release}"
        self.client.force_login(
            User.objects.create(
                username=name,
                password="!",
                display_name=name,
                organisation=code,
                roles="commander" if may_release else "officer",
            )
        )

    def get(self, address: str) -> tuple[int, str]:
        self._at(self.side)
        answer = self.client.get(address)
        return answer.status_code, re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode())

    def post(self, address: str, **said: object) -> tuple[int, str]:
        self._at(self.side)
        answer = self.client.post(address, said)
        return answer.status_code, answer.get("Location", "") or answer.content.decode()

    def fill_in(self, **more: object) -> str:
        """Fill in an incident and return its record's address."""
        status, place = self.post("/new/incident/", **{**FORM, **more})
        assert status == 302, place
        return place
