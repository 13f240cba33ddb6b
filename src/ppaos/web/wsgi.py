"""What an application server runs."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ppaos.web.settings")
_site = get_wsgi_application()


def behind_proxies(
    environ: dict[str, Any], respond: Callable[..., Any], *, proxies: int
) -> Iterable[bytes]:
    """The site's answer, told the address that the outermost of our own proxies saw.

    Each proxy adds to X-Forwarded-For the address that spoke to it; what lies before those of our
    own was written by whoever asks and is not believed.
    """
    seen = [item.strip() for item in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(seen) >= proxies and seen[-proxies]:
        environ["REMOTE_ADDR"] = seen[-proxies]
    answer: Iterable[bytes] = _site(environ, respond)
    return answer


def application(environ: dict[str, Any], respond: Callable[..., Any]) -> Iterable[bytes]:
    """The site as WSGI."""
    from django.conf import settings

    return behind_proxies(environ, respond, proxies=settings.ALLAUTH_TRUSTED_PROXY_COUNT)
