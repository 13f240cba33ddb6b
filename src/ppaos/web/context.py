"""What the frame of every page shows: who is signed in, where they may go, which data they see."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import permissions_of
from ppaos.operations.publications.queries import current_publication
from ppaos.web.navigation import entries_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, the current publication, and permissions by name."""
    user = getattr(request, "user", None)
    permissions = permissions_of(user) if user is not None else frozenset()
    match = request.resolver_match
    return {
        "navigation": entries_for(permissions, match.namespace if match else ""),
        "can": {item.value: item in permissions for item in Permission},
        "publication": current_publication() if permissions else None,
        "is_debug": settings.DEBUG,
    }
