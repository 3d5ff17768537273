"""What a server that speaks ASGI is given: the node of ``TWINLINE_NODE`` behind its gate."""

import os

from django.conf import settings

from twinline.node.gate import Gate
from twinline.node.server import THREADS, end_with_parent
from twinline.node.wsgi import application as answering

end_with_parent()
application = Gate(
    answering,
    threads=int(os.environ.get(THREADS, "4")),
    spool=settings.NODE / "spool",
    session=settings.SESSION_COOKIE_NAME,
)
