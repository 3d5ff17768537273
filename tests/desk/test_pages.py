"""Every page of the desk opens, in four languages, and asks for nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.desk.fakes import IDS

PAGES = [
    "/", "/records/", "/records/?text=405&side=LA", "/records/?text=nothing-like-it", f"/records/{IDS[0]}/",
    f"/records/{IDS[3]}/", "/new/", "/new/incident/", "/new/activity/", "/report/", "/report/figure/?key=drug_cases",
    "/other-side/",
]  # fmt: skip


@pytest.mark.parametrize("lang", ["vi", "lo", "en", "fr"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_in_every_language(page: Client, address: str, lang: str) -> None:
    page.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    answer = page.get(address)
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_no_page_carries_style_or_script_or_anything_from_elsewhere(page: Client, address: str) -> None:
    text = page.get(address).content.decode()
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", text)
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)
