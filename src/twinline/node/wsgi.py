"""What a server of any make is given: the node of ``TWINLINE_NODE``."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from twinline.exchange.door import exchange_first
from twinline.exchange.schedule import Keeper
from twinline.node.server import EVERY
from twinline.store import tuning
from twinline.store.here import this_ledger
from twinline.times import now_ms

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinline.node.settings")
tuning.for_many_records()
_pages = get_wsgi_application()
# The exchange refuses what was signed before it began: it begins with the server, not with its first caller.
application = exchange_first(_pages, import_module(settings.ROOT_URLCONF).exchange)
if every := os.environ.get(EVERY):
    Keeper(this_ledger, now_ms, every_ms=int(every)).start()
# Looks now and then whether an operator has set up mail: without that it does nothing.
import_module("twinline.node.reminding").Caller(settings.NODE, now_ms).start()
