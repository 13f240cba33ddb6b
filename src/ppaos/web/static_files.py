"""Lay out static files for whitenoise, compressed and named by their content, when they have changed.

Compressing takes seconds, starting the site should not: a mark beside the files says from which
files, sizes and times they were made.
"""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # the package is untyped
    """Files named by content and compressed with gzip: Brotli saves a fifth and takes half a minute."""

    def create_compressor(self, **given: Any) -> Compressor:
        """The compressor of each file."""
        return Compressor(**{**given, "use_brotli": False})


def collect() -> bool:
    """Lay the files out unless they are as they should be; returns whether that was needed."""
    mark = Path(settings.STATIC_ROOT) / "made-from.txt"
    wanted = _fingerprint()
    if mark.exists() and mark.read_text("utf-8") == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(wanted, "utf-8")
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
