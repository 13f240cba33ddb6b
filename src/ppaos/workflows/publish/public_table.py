"""The public table of the current version: made when a version is switched to, and read by pages.

A failure here does not undo the switch: it is kept with the table, or told to whoever asked.
"""

import logging

from django.conf import settings

from ppaos.domain.errors import UserError
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.actions_public import make_public_table
from ppaos.operations.results.public_queries import CLOSED, public_table

logger = logging.getLogger(__name__)


def has_public(publication: Publication) -> bool:
    """Whether the public table of a version was made, or the site has no public pages."""
    level = settings.PUBLIC_LEVEL
    below = settings.SUPPRESS_BELOW
    return level == CLOSED or public_table(publication, below=below, deepest=level) is not None


def make_public(publication: Publication) -> UserError | None:
    """Make the public table of a version under the site's threshold, unless there is one.

    Returns why there is none; null also where the site has no public pages.
    """
    level = settings.PUBLIC_LEVEL
    if level == CLOSED:
        return None
    try:
        table = make_public_table(publication, below=settings.SUPPRESS_BELOW, deepest=level)
    except Exception:  # the version is in use already
        logger.exception("the public table of version %s was not made", publication.pk)
        return UserError(
            th="ทำตารางสาธารณะไม่สำเร็จ ตัวทำงานเบื้องหลัง (ppaos worker) จะลองใหม่ ดูบันทึกของโปรแกรม",
            en="The public table could not be built. The worker (ppaos worker) will try again. See the program's log.",
        )
    return UserError(th=table.error_th, en=table.error_en) if table.error_en else None
