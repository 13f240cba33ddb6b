"""Forms of an invited person and of one's own tokens."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError

from ppaos.domain.privacy.purposes import NOTE_LETTERS, PURPOSES
from ppaos.operations.accounts.actions_tokens import MOST_DAYS, TOKEN_PERMISSIONS
from ppaos.operations.accounts.models import Invitation, User
from ppaos.operations.accounts.permissions import Permission
from ppaos.web.accounts.labels import permission_title
from ppaos.web.text import localized, say


class AccountForm(forms.Form):
    """Name and password of an invited person."""

    username = forms.CharField(max_length=150, validators=[UnicodeUsernameValidator()])
    first_name = forms.CharField(max_length=150)
    last_name = forms.CharField(max_length=150)
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    password_again = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        fields = self.fields
        fields["username"].label = say("ชื่อผู้ใช้", "User name")
        fields["username"].help_text = say(
            "ตัวอักษร ตัวเลข และ @ . + - _ ใช้เข้าสู่ระบบแทนอีเมลได้",
            "Letters, digits and @ . + - _; you can sign in with it instead of your email address.",
        )
        fields["username"].widget.attrs["autocomplete"] = "username"
        fields["first_name"].label = say("ชื่อ", "First name")
        fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        fields["last_name"].label = say("นามสกุล", "Last name")
        fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        fields["password"].label = say("รหัสผ่าน", "Password")
        fields["password"].help_text = " ".join(password_validators_help_texts())
        fields["password_again"].label = say("รหัสผ่านอีกครั้ง", "Password again")

    def clean(self) -> dict[str, Any]:
        """Errors on the password, judged against the account that would be opened."""
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and cleaned.get("password_again") not in (None, password):
            self.add_error(
                "password_again", say("รหัสผ่านสองช่องไม่ตรงกัน", "The two passwords differ.")
            )
        if password:
            user = User(
                username=cleaned.get("username", ""),
                email=self.invitation.email,
                first_name=cleaned.get("first_name", ""),
                last_name=cleaned.get("last_name", ""),
            )
            try:
                validate_password(password, user)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class TokenForm(forms.Form):
    """A new token: what it is for, what it may do, where, and for how long."""

    name = forms.CharField(max_length=80)
    permissions = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    area = forms.CharField(max_length=8)
    purpose = forms.ChoiceField(required=False)
    note = forms.CharField(max_length=NOTE_LETTERS, required=False)
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS, initial=90)

    def __init__(self, *args: Any, mine: frozenset[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["name"].label = say("ชื่อโทเคน", "Name of the token")
        fields["name"].help_text = say(
            "เช่น ชื่อโปรแกรมที่จะใช้", "Such as the program that will use it."
        )
        fields["permissions"].label = say("สิทธิ์", "Permissions")
        fields["permissions"].choices = [  # type: ignore[attr-defined]
            (item.value, localized(permission_title(item)))
            for item in TOKEN_PERMISSIONS
            if item in mine
        ]
        fields["area"].label = say("พื้นที่ (รหัส)", "Area (code)")
        fields["area"].help_text = say(
            "โทเคนเห็นไม่เกินพื้นที่นี้และพื้นที่ของท่าน", "The token sees no more than this area and your own."
        )
        fields["purpose"].label = say("วัตถุประสงค์ของการอ่านข้อมูลคน", "What people's data is read for")
        fields["purpose"].help_text = say(
            "ต้องเลือกเมื่อโทเคนดูครัวเรือนและคนได้ ถูกบันทึกไว้กับทุกการอ่าน",
            "Needed for a token that sees households and people; kept with every reading.",
        )
        none = [("", say("ไม่อ่านข้อมูลคน", "Reads no people's data"))]
        fields["purpose"].choices = none + [  # type: ignore[attr-defined]
            (item.name, localized(item.title)) for item in PURPOSES
        ]
        fields["note"].label = say("รายละเอียดของวัตถุประสงค์ (ถ้ามี)", "Details of the purpose (if any)")
        fields["days"].label = say("ใช้ได้กี่วัน", "Days valid")
