"""Rules of passwords: Django's own, with what is wrong said in Thai and in English."""

from typing import Any

from django.contrib.auth import password_validation as rules
from django.core.exceptions import ValidationError

from ppaos.web.text import say


class LongEnough(rules.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return say(
            "รหัสผ่านสั้นเกินไป ต้องมีอย่างน้อย %(min_length)d ตัวอักษร",
            "The password is too short; it needs at least %(min_length)d characters.",
        )

    def get_help_text(self) -> str:
        """What to do."""
        return say(
            f"อย่างน้อย {self.min_length} ตัวอักษร เช่น คำสี่คำที่ไม่เกี่ยวกัน",
            f"At least {self.min_length} characters, such as four unrelated words.",
        )


class NotCommon(rules.CommonPasswordValidator):
    """Not one of the passwords that are tried first."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return say(
            "รหัสผ่านนี้มีคนใช้มากและเดาได้ง่าย", "Many people use this password, so it is easy to guess."
        )

    def get_help_text(self) -> str:
        """What to do."""
        return say("ไม่ใช่รหัสที่ใช้กันทั่วไป", "Not a password that many people use.")


class NotOnlyDigits(rules.NumericPasswordValidator):
    """Not only digits, such as a citizen ID or a telephone number."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return say("รหัสผ่านมีแต่ตัวเลข", "The password holds only digits.")

    def get_help_text(self) -> str:
        """What to do."""
        return say("มีอย่างอื่นนอกจากตัวเลข", "Something other than digits too.")


class NotLikeTheAccount(rules.UserAttributeSimilarityValidator):
    """Unlike the name and address of the account."""

    def validate(self, password: str, user: Any = None) -> None:
        """Errors: ValidationError, without naming the field that it resembles."""
        try:
            super().validate(password, user)
        except ValidationError as error:
            raise ValidationError(
                say(
                    "รหัสผ่านคล้ายชื่อหรืออีเมลของบัญชี",
                    "The password resembles the account's name or address.",
                ),
                code=error.code,
            ) from error

    def get_help_text(self) -> str:
        """What to do."""
        return say("ไม่คล้ายชื่อหรืออีเมลของท่าน", "Unlike your name or address.")
