"""What a server of any make is given: the node of ``TWINLINE_NODE``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinline.node.settings")
application = get_wsgi_application()
