"""The country's figures as a table on the screen."""

from collections.abc import Sequence

from ppaos.cli.console import rows
from ppaos.workflows.report.outputs import Headline


def show_headlines(found: Sequence[Headline]) -> None:
    """One row a round: households and people, how many are poor, H, A and M0."""
    heads = [
        ("รอบ", "round"), ("ครัวเรือน", "households"), ("คน", "people"), ("ครัวเรือนจน", "poor households"),
        ("คนจน", "poor people"), ("H สัดส่วนคนจน", "H headcount"), ("A ความเข้มข้น", "A intensity"), ("M0", "M0"),
    ]  # fmt: skip
    body = [
        (
            item.round_be,
            item.households,
            item.people,
            item.poor_households,
            item.poor_people,
            item.headcount_ratio,
            item.intensity,
            item.adjusted_headcount_ratio,
        )
        for item in found
    ]
    rows(heads, body)
