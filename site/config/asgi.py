"""The door for ASGI servers: `uvicorn --app-dir site config.asgi:application`.

Pages and the sockets of co-writing, in one process; see `docs/operations` for several.
"""

import os
import sys

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import CookieMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

# A thread that computes gives the processor back this soon (seconds; Python's own choice is
# five times that): keys must not wait for pages and saves.
sys.setswitchinterval(0.001)

# Loads the apps, which what follows imports.
pages = get_wsgi_application()

from config.lifespan import Lifespan  # noqa: E402
from config.sockets import SameHost  # noqa: E402
from cowriting.routing import room_socket, websocket_urlpatterns  # noqa: E402
from kit.threaded import ThreadedPages  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": ThreadedPages(pages),
        "websocket": AllowedHostsOriginValidator(
            SameHost(CookieMiddleware(URLRouter(websocket_urlpatterns)))
        ),
        "lifespan": Lifespan(at_the_end=room_socket.close),
    }
)
