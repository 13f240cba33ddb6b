"""`{% account_menu %}`: the pages of one's own account."""

from typing import Any, Final

from django import template
from django.conf import settings
from django.urls import reverse

from ppaos.domain.measurement.instrument import Title
from ppaos.web.navigation import Shown

register = template.Library()
_PAGES: Final = (
    ("accounts:mine", Title("บัญชีของฉัน", "My account")),
    ("account_email", Title("อีเมล", "Mail address")),
    ("account_change_password", Title("รหัสผ่าน", "Password")),
    ("mfa_index", Title("ปัจจัยที่สอง", "Second factor")),
    ("usersessions_list", Title("อุปกรณ์ที่เข้าสู่ระบบ", "Where I am signed in")),
    ("accounts:tokens", Title("โทเคนของ API", "API tokens")),
)
_CONNECTIONS: Final = ("socialaccount_connections", Title("บัญชีที่ผูกไว้", "Connected sign-ins"))


@register.inclusion_tag("accounts/menu.html", takes_context=True)
def account_menu(context: dict[str, Any]) -> dict[str, Any]:
    """Entries of the menu; the one that is shown now is marked."""
    here = context["request"].path
    pages = (*_PAGES, _CONNECTIONS) if settings.SOCIALACCOUNT_PROVIDERS else _PAGES
    found = [(reverse(name), title) for name, title in pages]
    return {
        "account_menu": [
            Shown(href=href, title=title, is_here=here.startswith(href)) for href, title in found
        ]
    }
