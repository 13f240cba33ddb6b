"""The mail that invites somebody; in Thai and in English, since nobody knows yet which they read."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from ppaos.operations.accounts.models import Invitation
from ppaos.operations.accounts.permissions import ROLE_TITLES_EN, Role
from ppaos.operations.areas.queries import titles_of

_log = logging.getLogger("ppaos.accounts")
_TEXT = """ท่านได้รับเชิญให้ใช้ PPAOS ในบทบาท {role_th} พื้นที่ {area_th}
เปิดลิงก์นี้เพื่อเปิดบัญชี ลิงก์ใช้ได้ครั้งเดียวถึง {until}:

{link}

หากท่านไม่ได้คาดว่าจะได้รับอีเมลนี้ ไม่ต้องทำอะไร

You are invited to PPAOS as {role_en}, {area_en}.
Open the link above to open your account. It works once, until {until}.
If you did not expect this email, do nothing.
"""


def is_sent_for_real() -> bool:
    """Whether mails leave this machine; without a mail server they are written to files."""
    return not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the link to the invited address; false when the mail server does not take it."""
    area = titles_of([invitation.area_code])[invitation.area_code]
    text = _TEXT.format(
        role_th=Role(invitation.role).label,
        role_en=ROLE_TITLES_EN[invitation.role],
        area_th=area.th,
        area_en=area.en,
        link=link,
        until=f"{timezone.localtime(invitation.expires_at):%Y-%m-%d %H:%M} (UTC+7)",
    )
    try:
        send_mail("[PPAOS] คำเชิญ / Invitation", text, None, [invitation.email])
    except (SMTPException, OSError):
        _log.exception("an invitation could not be mailed")
        return False
    return True
