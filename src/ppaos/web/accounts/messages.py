"""What sign-in tells people in messages, mails and errors, in place of the library's own words."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from ppaos.domain.thai.bilingual import Bilingual

MESSAGES: Final[dict[str, Bilingual | None]] = {
    "logged_in": None,  # the page that follows says it
    "logged_out": Bilingual("ออกจากระบบแล้ว", "You are signed out."),
    "password_changed": Bilingual("เปลี่ยนรหัสผ่านแล้ว", "The password was changed."),
    "password_set": Bilingual("ตั้งรหัสผ่านแล้ว", "The password was set."),
    "email_confirmation_sent": Bilingual("ส่งอีเมลยืนยันแล้ว เปิดลิงก์ในอีเมล", "An email was sent. Open the link in it."),
    "email_confirmed": Bilingual("ยืนยันอีเมลแล้ว", "The email address is confirmed."),
    "email_confirmation_failed": Bilingual("อีเมลนี้ยืนยันไว้กับบัญชีอื่นแล้ว", "The address is confirmed for another account."),
    "email_deleted": Bilingual("นำอีเมลออกแล้ว", "The email address was removed."),
    "primary_email_set": Bilingual("ตั้งอีเมลหลักแล้ว", "The email address was set."),
    "unverified_primary_email": Bilingual("ต้องยืนยันอีเมลก่อน", "Confirm the email address first."),
    "cannot_delete_primary_email": Bilingual("นำอีเมลที่ใช้อยู่ออกไม่ได้", "The address in use cannot be removed."),
    "totp_activated": Bilingual("เปิดใช้แอปยืนยันตัวตนแล้ว", "The authenticator app is in use."),
    "totp_deactivated": Bilingual("เลิกใช้แอปยืนยันตัวตนแล้ว", "The authenticator app is no longer used."),
    "webauthn_added": Bilingual("เพิ่มกุญแจแล้ว", "The key was added."),
    "webauthn_removed": Bilingual("นำกุญแจออกแล้ว", "The key was removed."),
    "recovery_codes_generated": Bilingual("ออกรหัสสำรองใหม่แล้ว รหัสเดิมใช้ไม่ได้", "There are new recovery codes; the old ones no longer work."),
    "sessions_logged_out": Bilingual("ออกจากระบบบนเครื่องอื่นแล้ว", "You are signed out everywhere else."),
    "account_connected": Bilingual("ผูกบัญชีแล้ว", "The sign-in was connected."),
    "account_connected_updated": Bilingual("ผูกบัญชีแล้ว", "The sign-in was connected."),
    "account_connected_other": Bilingual("การยืนยันตัวตนนี้ผูกกับบัญชีอื่นอยู่แล้ว", "This sign-in is connected to another account."),
    "account_disconnected": Bilingual("ถอนการผูกบัญชีแล้ว", "The sign-in is no longer connected."),
}  # fmt: skip
ERRORS: Final[dict[str, Bilingual]] = {
    "account_inactive": Bilingual("บัญชีนี้ถูกปิด", "This account is closed."),
    "duplicate_email": Bilingual("บัญชีนี้ใช้อีเมลนี้อยู่แล้ว", "The account has this address already."),
    "email_password_mismatch": Bilingual("ชื่อหรือรหัสผ่านไม่ถูกต้อง", "The name or the password is wrong."),
    "username_password_mismatch": Bilingual("ชื่อหรือรหัสผ่านไม่ถูกต้อง", "The name or the password is wrong."),
    "email_taken": Bilingual("ใช้อีเมลนี้ไม่ได้ เลือกอีเมลอื่น", "The address cannot be used. Choose another."),
    "enter_current_password": Bilingual("รหัสผ่านปัจจุบันไม่ถูกต้อง", "The current password is wrong."),
    "incorrect_code": Bilingual("รหัสไม่ถูกต้องหรือใช้ไปแล้ว รอรหัสถัดไปแล้วลองใหม่", "The code is wrong or was used. Wait for the next and try again."),
    "incorrect_password": Bilingual("รหัสผ่านไม่ถูกต้อง", "The password is wrong."),
    "invalid_login": Bilingual("ชื่อไม่ถูกต้อง", "The name is wrong."),
    "invalid_password_reset": Bilingual("ลิงก์ตั้งรหัสผ่านใช้ไม่ได้แล้ว ขอใหม่", "The link no longer works. Ask for a new one."),
    "too_many_login_attempts": Bilingual("ลองผิดหลายครั้งเกินไป รอ 5 นาทีแล้วลองใหม่", "Too many failed attempts. Wait five minutes and try again."),
    "rate_limited": Bilingual("ลองบ่อยเกินไป รอสักครู่แล้วลองใหม่", "Too many attempts. Wait a while and try again."),
    "same_as_current": Bilingual("ค่าใหม่ต้องต่างจากเดิม", "The new value must differ from the old one."),
    "cannot_delete_authenticator": Bilingual("ยกเลิกการยืนยันตัวตนสองขั้นตอนไม่ได้", "The second factor cannot be removed."),
    "cannot_generate_recovery_codes": Bilingual("ตั้งค่าการยืนยันตัวตนสองขั้นตอนก่อน แล้วจึงออกรหัสสำรอง", "Set up a second factor before recovery codes."),
    "unverified_email": Bilingual("ยืนยันอีเมลก่อน แล้วจึงตั้งค่าการยืนยันตัวตนสองขั้นตอน", "Confirm your email address before setting up a second factor."),
    "add_email_blocked": Bilingual("ยกเลิกการยืนยันตัวตนสองขั้นตอนก่อนเปลี่ยนอีเมล", "Remove the second factor before changing the address."),
    "invalid_token": Bilingual("คำตอบของผู้ให้บริการใช้ไม่ได้ ลองใหม่", "The provider's answer cannot be used. Try again."),
    "disconnect_last": Bilingual("ตั้งรหัสผ่านก่อนถอนการผูกบัญชีสุดท้าย", "Set a password before removing the last connected sign-in."),
    "no_password": Bilingual("ตั้งรหัสผ่านก่อนถอนการผูกบัญชี", "Set a password before removing a connected sign-in."),
    "connected_other": Bilingual("การยืนยันตัวตนนี้ผูกกับบัญชีอื่นอยู่แล้ว", "This sign-in is connected to another account."),
}  # fmt: skip
MAILS: Final[dict[str, tuple[Bilingual, str]]] = {
    "password_reset_key": (Bilingual("ตั้งรหัสผ่านใหม่: เปิดลิงก์นี้", "Set a new password: open this link"), "password_reset_url"),
    "unknown_account": (Bilingual("มีผู้ขอตั้งรหัสผ่านใหม่ด้วยอีเมลนี้ แต่ไม่มีบัญชีของอีเมลนี้", "Somebody asked to reset a password with this address, but no account has it"), ""),
    "account_already_exists": (Bilingual("มีบัญชีที่ใช้อีเมลนี้อยู่แล้ว", "There is an account with this address already"), ""),
    "password_changed": (Bilingual("รหัสผ่านของท่านเปลี่ยนแล้ว", "Your password was changed"), ""),
    "password_set": (Bilingual("ตั้งรหัสผ่านให้บัญชีของท่านแล้ว", "A password was set for your account"), ""),
    "password_reset": (Bilingual("รหัสผ่านของท่านตั้งใหม่แล้ว", "Your password was reset"), ""),
    "email_confirmation": (Bilingual("ยืนยันอีเมลนี้: เปิดลิงก์นี้", "Confirm this address: open this link"), "activate_url"),
    "email_confirmation_signup": (Bilingual("ยืนยันอีเมลนี้: เปิดลิงก์นี้", "Confirm this address: open this link"), "activate_url"),
    "email_confirm": (Bilingual("ยืนยันอีเมลแล้ว", "The email address was confirmed"), ""),
    "email_changed": (Bilingual("อีเมลของบัญชีเปลี่ยนแล้ว", "The email address of your account was changed"), ""),
    "email_deleted": (Bilingual("นำอีเมลออกจากบัญชีแล้ว", "A email address was removed from your account"), ""),
    "totp_activated": (Bilingual("เปิดใช้แอปยืนยันตัวตนแล้ว", "An authenticator app was set up"), ""),
    "totp_deactivated": (Bilingual("เลิกใช้แอปยืนยันตัวตนแล้ว", "The authenticator app was removed"), ""),
    "webauthn_added": (Bilingual("เพิ่มกุญแจความปลอดภัยแล้ว", "A security key was added"), ""),
    "webauthn_removed": (Bilingual("นำกุญแจความปลอดภัยออกแล้ว", "A security key was removed"), ""),
    "recovery_codes_generated": (Bilingual("ออกรหัสสำรองใหม่แล้ว", "New recovery codes were made"), ""),
    "account_connected": (Bilingual("ผูกการเข้าสู่ระบบจากผู้ให้บริการแล้ว", "A sign-in provider was connected"), ""),
    "account_disconnected": (Bilingual("ถอนการเข้าสู่ระบบจากผู้ให้บริการแล้ว", "A sign-in provider was removed"), ""),
}  # fmt: skip
"""Name -> sentence, and the name of the address that the mail carries."""
LABELS: Final[dict[str, Bilingual]] = {
    "login": Bilingual("ชื่อผู้ใช้หรืออีเมล", "User name or email address"),
    "password": Bilingual("รหัสผ่าน", "Password"),
    "oldpassword": Bilingual("รหัสผ่านปัจจุบัน", "Current password"),
    "password1": Bilingual("รหัสผ่านใหม่", "New password"),
    "password2": Bilingual("รหัสผ่านใหม่อีกครั้ง", "New password again"),
    "email": Bilingual("อีเมล", "Email address"),
    "code": Bilingual("รหัส", "Code"),
    "name": Bilingual("ชื่อกุญแจ", "Name of the key"),
    "passwordless": Bilingual("ใช้แทนรหัสผ่านได้ (พาสคีย์)", "Signs in without a password (passkey)"),
}


def mail_text(name: str, context: dict[str, object]) -> tuple[str, str]:
    """Subject and text of a mail, in both languages since either may be read."""
    title, address = MAILS[name]
    link = f"\n\n{context.get(address, '')}" if address else ""
    facts = ""
    at = context.get("timestamp")
    if isinstance(at, datetime):
        facts = f"\n\n{timezone.localtime(at):%Y-%m-%d %H:%M} (UTC+7) · {context.get('ip', '')}"
    return f"{title.th} / {title.en}", (
        f"{title.th}{link}{facts}\n\nหากไม่ใช่ท่าน ให้เปลี่ยนรหัสผ่านและแจ้งผู้ดูแลระบบของพื้นที่\n\n"
        f"{title.en}.\nIf it was not you, change your password and tell the administrator of your area.\n"
    )
