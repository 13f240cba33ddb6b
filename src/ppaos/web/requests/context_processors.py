"""What the frame of every page shows: who is signed in, where they may go, which data they see."""

from typing import Any

from django.http import HttpRequest

from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import permissions_of
from ppaos.operations.publications.queries import current_publication
from ppaos.web.navigation import entries_for
from ppaos.web.requests.auth import current_address, own_address


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, permissions by name, the publication of the page and `version` for its links."""
    user = getattr(request, "user", None)
    permissions = permissions_of(user) if user is not None else frozenset()
    match = request.resolver_match
    seen = getattr(request, "publication", None)
    if seen is None and permissions:
        seen = current_publication()
    version = seen.version if seen else ""
    return {
        "own_address": own_address(request),
        "navigation": entries_for(permissions, match.namespace if match else ""),
        "can": {item.value: item in permissions for item in Permission},
        "publication": seen,
        "version": version,
        "current_address": current_address(request) if version else "",
    }
