"""Settings of the site under test: a folder of its own, plain static files, quick passwords."""

import os
import tempfile

# of this process alone: processes of one run would otherwise share what the first one set
os.environ["PPAOS_DATA"] = tempfile.mkdtemp(prefix="ppaos-site-")
os.environ["PPAOS_STORE"] = f"{os.environ['PPAOS_DATA']}/store"
os.environ.setdefault("PPAOS_DEBUG", "1")

from ppaos.web.settings import *  # noqa: F403
from ppaos.web.settings import STATIC_ROOT

STATIC_ROOT.mkdir(parents=True, exist_ok=True)
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
