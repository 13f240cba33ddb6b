"""`{% load fields %}`: a form field as the frame's styles expect it."""

from typing import Any, Final

from django import forms, template

register = template.Library()
_CLASSES: Final = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.Select, "form-select"),
)


@register.filter(name="control")
def control_filter(field: Any) -> str:
    """The field's control with its class; errors and help are tied to it for screen readers."""
    kind = next((name for widget, name in _CLASSES if isinstance(field.field.widget, widget)), "")
    classes = kind or "form-control"
    if field.errors:
        classes += " is-invalid"
    return str(field.as_widget(attrs={"class": classes}))


@register.filter(name="is_group")
def is_group_filter(field: Any) -> bool:
    """Whether the field is several boxes under one heading."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter(name="is_box")
def is_box_filter(field: Any) -> bool:
    """Whether the field is one box with its label behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)
