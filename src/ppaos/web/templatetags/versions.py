"""`{% in_version "name" argument %}`: an address in the data version that the page shows."""

from typing import Any

from django import template
from django.urls import reverse

from ppaos.web.requests import auth

register = template.Library()


@register.simple_tag(takes_context=True)
def in_version(context: dict[str, Any], name: str, *args: Any) -> str:
    """The address of a page; an older version that is looked back at stays in it."""
    return auth.in_version(reverse(name, args=args), context.get("version", ""))
