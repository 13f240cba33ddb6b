"""`{% account_menu %}`: the pages of one's own account."""

from typing import Any, Final

from django import template
from django.conf import settings
from django.urls import reverse

from ppaos.domain.thai.bilingual import Bilingual
from ppaos.web.navigation import MenuItem

register = template.Library()
_PAGES: Final = (
    ("accounts:mine", Bilingual("บัญชีของฉัน", "My account")),
    ("account_email", Bilingual("อีเมล", "Mail address")),
    ("account_change_password", Bilingual("รหัสผ่าน", "Password")),
    ("mfa_index", Bilingual("ยืนยันตัวตนสองขั้นตอน", "Second factor")),
    ("usersessions_list", Bilingual("อุปกรณ์ที่เข้าสู่ระบบ", "Where I am signed in")),
    ("accounts:tokens", Bilingual("โทเคนของ API", "API tokens")),
)
_CONNECTIONS: Final = ("socialaccount_connections", Bilingual("บัญชีที่ผูกไว้", "Connected sign-ins"))


@register.inclusion_tag("accounts/menu.html", takes_context=True)
def account_menu(context: dict[str, Any]) -> dict[str, Any]:
    """Entries of the menu; the one that is shown now is marked."""
    here = context["request"].path
    pages = (*_PAGES, _CONNECTIONS) if settings.SOCIALACCOUNT_PROVIDERS else _PAGES
    found = [(reverse(name), title) for name, title in pages]
    return {
        "account_menu": [
            MenuItem(href=href, title=title, is_here=here.startswith(href)) for href, title in found
        ]
    }
