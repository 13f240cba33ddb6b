"""How often one person may look at people's data, by a window of the clock.

Looking is a search, a household's page or picture, and the positions behind a map, which count as
several since one answer names thousands of households. The bounds are far above what somebody
reads and far below what would copy a province.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ppaos.domain.errors import ScopeError
from ppaos.operations.accounts.actions_pace import count_up
from ppaos.operations.accounts.models import User
from ppaos.operations.audit.actions import record

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponseBase]
MINUTE: Final = 60
HOUR: Final = 3_600


class TooManyError(ScopeError):
    """More than one account may do in a stretch of time."""

    code = "too_many"

    def __init__(self, *, th: str, en: str, seconds: int = HOUR) -> None:
        super().__init__(th=th, en=en)
        self.seconds = seconds
        """After so many it may be tried again."""


def paced(*, looks: int = 1) -> Callable[[View[Given]], View[Given]]:
    """Count a view as so many looks of the signed-in person. Errors: TooManyError."""

    def around(view: View[Given]) -> View[Given]:
        @wraps(view)
        def answer(
            request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs
        ) -> HttpResponseBase:
            require_pace(cast(User, request.user), looks)
            return view(request, *args, **kwargs)

        return answer

    return around


def require_pace(user: User, looks: int) -> None:
    """Count so many looks. Errors: TooManyError above the bounds; going over is put on record."""
    for seconds, most in ((MINUTE, settings.LOOKS_PER_MINUTE), (HOUR, settings.LOOKS_PER_HOUR)):
        count = count_up(f"looks:{user.pk}", seconds=seconds, by=looks)
        if count <= most:
            continue
        if count - looks <= most:
            record("looks_refused", by=user, details={"most": most, "seconds": seconds})
        wait = seconds_left(seconds)
        raise TooManyError(
            th=f"ดูข้อมูลครัวเรือนถี่เกินกำหนด ({most:,} ครั้งใน {seconds // 60} นาที) รอ {wait} วินาทีแล้วลองใหม่ หากงานต้องใช้รายชื่อจำนวนมากให้ใช้การส่งออก",
            en=f"You viewed households more often than is allowed ({most:,} times in {seconds // 60} minutes). "
            f"Wait {wait} seconds and try again; for a long list, use an export.",
            seconds=wait,
        )


def seconds_left(seconds: int) -> int:
    """Until the running window of so many seconds ends, at least one."""
    return seconds - int(time.time()) % seconds
