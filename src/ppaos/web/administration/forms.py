"""Forms that give a role, invite somebody, and search people."""

from typing import Any

from django import forms

from ppaos.domain.area.scope import Scope
from ppaos.operations.accounts.permissions import Role
from ppaos.operations.accounts.queries import agency_titles
from ppaos.web.accounts.labels import role_title
from ppaos.web.requests.auth import first_area
from ppaos.web.text import localized, say


class RoleForm(forms.Form):
    """A role, an area, and for the role of an agency the agency."""

    role = forms.ChoiceField()
    area = forms.CharField(max_length=8)
    agency = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"area": "" if scope.is_country else first_area(scope)})
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["role"].label = say("บทบาท", "Role")
        fields["role"].choices = [("", say("เลือกบทบาท", "Choose a role"))] + [
            (item.value, localized(role_title(item))) for item in Role
        ]
        fields["area"].label = say("พื้นที่ (รหัส)", "Area (code)")
        fields["area"].help_text = say(
            "รหัส 2 หลักคือจังหวัด 4 อำเภอ 6 ตำบล 8 หมู่บ้าน, R1 ถึง R6 คือภาค, nat คือประเทศ",
            "2 digits are a province, 4 a district, 6 a subdistrict, 8 a village; R1 to R6 a region; nat the country.",
        )
        fields["area"].widget.attrs["list"] = "areas"
        fields["agency"].label = say("หน่วยงาน", "Agency")
        fields["agency"].help_text = say("เฉพาะบทบาทหน่วยงาน", "Only for the role of an agency.")
        none = [("", say("ไม่ระบุ", "None"))]
        fields["agency"].choices = none + [
            (name, localized(title)) for name, title in agency_titles().items()
        ]


class InvitationForm(RoleForm):
    """A role for somebody who has no account yet."""

    email = forms.EmailField(max_length=254)
    field_order = ("email", "role", "area", "agency")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = say("อีเมลของผู้ได้รับเชิญ", "Address of the invited person")
