"""The site's results: verdicts on figures to reach, and their part of the page."""

from typing import Any, Final

from benchmarks.site.parts import LIMITS, RATE, TITLES
from benchmarks.target import Target

Results = dict[str, Any]
_EXPORTED: Final = 250_000
_PUBLISHED: Final = 30_000
_STEADY_MB: Final = 16
"""By how much memory may differ between a large and a small export and still count as constant."""
_PLACES: Final = (
    ("site", "PostgreSQL, {households:,} households of four provinces"),
    ("site_sqlite", "SQLite, {households:,} households of one province"),
)


def targets(results: Results) -> list[Target]:
    """Figures to reach, of the site on PostgreSQL; one that was not measured is told as such."""
    found = []
    for name, part, what in (
        ("site_publish", _publish, "publish on PostgreSQL"),
        ("site_pages", _pages, "pages at a steady rate on PostgreSQL"),
        ("site_crowd", _crowd, "200 sessions at once for five minutes"),
        ("site_export_csv", _export, "export of 250,000 households"),
        ("site_peers", _peers, "searches and what-ifs against plain queries"),
    ):
        found += part(results) if name in results else [Target(what, "", "", None)]
    return found


def page_part(results: Results) -> str:
    """The section of the page; empty without results."""
    if "site_pages" not in results and "site_sqlite_pages" not in results:
        return ""
    parts = [
        "## The site",
        f"The application server is gunicorn with two processes of four threads, as `ppaos serve` starts it, on the "
        f"machine that also runs the database and whoever asks. Requests of one kind arrive {RATE:.0f} times a second "
        "on average, at random moments, whether or not earlier ones were answered; a request's time runs "
        "from the moment it was due. Who asks and what is asked is drawn at random: 200 sessions of the country, "
        "provinces and districts; any measure; any two conditions; any cutoff and weight. Only a request that is "
        "answered with status 200 counts as answered. Visits, help, exits and resources are there, synthetic as "
        'everything. "First" is the first request of its kind after the start of the server, which reads the counts '
        "by then; \"processor\" is the server's own processor time of a request, the database's not among it. "
        "Every figure of the site is of one run; memory is that of the measured process or of the application server, "
        "without the database's.",
    ]
    for name, title in _PLACES:
        if one := _facts(results, f"{name}_pages"):
            publish = results.get(f"{name}_publish")
            parts.append(
                f"**{title.format(**one)}.** " + (_publish_text(publish) if publish else "")
            )
            parts.append(_table(one))
            parts.append(_exports_text(results, name))
    if one := _facts(results, "site_crowd"):
        parts.append(_crowd_table(one))
    if any(_facts(results, f"{name}_peers") for name, _ in _PLACES):
        parts.append(_peer_table(results))
    return "\n\n".join(parts)


def _publish(results: Results) -> list[Target]:
    one, facts = results.get("site_publish"), _facts(results, "site_publish")
    if not one or not facts:
        return []
    speed = facts["households"] / one["seconds"]
    found = [
        Target(
            f"publish of {facts['households']:,} households and {facts['people']:,} people on PostgreSQL",
            f"{_PUBLISHED:,} households a second",
            f"{speed:,.0f} a second ({one['seconds']:.0f} s until everybody sees it, then "
            f"{facts['public_seconds']:.0f} s for the public table), {one['peak_gb']:.1f} GB",
            speed >= _PUBLISHED, one["others"],
        )
    ]  # fmt: skip
    peer = _facts(results, "site_publish_peer")
    if peer:
        theirs = peer["households"] / results["site_publish_peer"]["seconds"]
        found.append(
            Target(
                "publish, from the store to the switch, against Django's bulk_create of rows that are there",
                "faster",
                f"{speed:,.0f} against {theirs:,.0f} households a second: {speed / theirs:.0f} times",
                speed > theirs,
                one["others"],
            )
        )
    if again := results.get("site_publish_again"):
        more = _facts(results, "site_publish_again")
        speed = more["households"] / again["seconds"]
        found.append(
            Target(
                "the same published again beside it, new households found by comparing",
                f"{_PUBLISHED:,} households a second",
                f"{speed:,.0f} a second ({again['seconds']:.0f} s), {again['peak_gb']:.1f} GB",
                speed >= _PUBLISHED,
                again["others"],
            )
        )
    return found


def _pages(results: Results) -> list[Target]:
    one, facts = results.get("site_pages"), _facts(results, "site_pages")
    if not one or not facts:
        return []
    return [
        Target(
            f"{TITLES[kind]}, {facts['rate']:.0f} requests a second",
            f"p95 at most {limit} ms",
            f"p95 {facts[f'{kind}_p95_ms']:.0f} ms, {facts[f'{kind}_faults']} errors",
            facts[f"{kind}_p95_ms"] <= limit and not facts[f"{kind}_faults"],
            one["others"],
        )
        for kind, limit in LIMITS.items()
        if f"{kind}_p95_ms" in facts
    ]


def _crowd(results: Results) -> list[Target]:
    one, facts = results.get("site_crowd"), _facts(results, "site_crowd")
    if not one or not facts:
        return []
    return [
        Target(
            f"{facts['users']} sessions at once for {facts['with_all_seconds']} s, {facts['requests']:,} requests",
            "200 sessions, 300 s, no errors",
            f"{facts['faults']} errors, p95 {facts['p95_ms']:.0f} ms",
            not facts["faults"] and facts["users"] >= 200 and facts["with_all_seconds"] >= 300,
            one["others"],
        )
    ]  # fmt: skip


def _export(results: Results) -> list[Target]:
    found = []
    for form in ("csv", "xlsx"):
        one, facts = results.get(f"site_export_{form}"), _facts(results, f"site_export_{form}")
        fifth = _facts(results, f"site_export_{form}_fifth")
        if one and facts and fifth:
            found.append(
                Target(
                    f"export of {facts['rows']:,} households as {form.upper()}, {facts['file_mb']:.0f} MB",
                    f"60 s for {_EXPORTED:,}; memory as for a fifth of the rows, {_STEADY_MB} MB more at most",
                    f"{one['seconds']:.0f} s; grows by {facts['growth_mb']:.0f} MB, for {fifth['rows']:,} rows "
                    f"by {fifth['growth_mb']:.0f} MB",
                    one["seconds"] * _EXPORTED / facts["rows"] <= 60
                    and facts["growth_mb"] <= fifth["growth_mb"] + _STEADY_MB,
                    one["others"],
                )
            )
    return found


def _peers(results: Results) -> list[Target]:
    one, facts = results.get("site_peers"), _facts(results, "site_peers")
    if not one or not facts:
        return []
    return [
        Target(
            what,
            "faster",
            f"{facts[f'{name}_ours_ms']:.1f} ms against {facts[f'{name}_peer_ms']:.0f} ms: "
            f"{facts[f'{name}_peer_ms'] / facts[f'{name}_ours_ms']:.0f} times",
            facts[f"{name}_ours_ms"] < facts[f"{name}_peer_ms"],
            one["others"],
        )
        for name, what in (
            ("search", "count and first page of a search, against Django's filter and count"),
            ("what_if", "another cutoff by district, against GROUP BY in PostgreSQL"),
        )
    ]


def _facts(results: Results, name: str) -> Results:
    one = results.get(name)
    return dict(one["runs"][0]["result"]) if one else {}


def _publish_text(one: Results) -> str:
    facts = one["runs"][0]["result"]
    return (
        f"Published in {one['seconds']:.0f} s ({facts['households'] / one['seconds']:,.0f} households a second, "
        f"{facts['people']:,} people with them; peak {one['peak_gb']:.1f} GB)."
    )


def _exports_text(results: Results, name: str) -> str:
    told = []
    for form in ("csv", "xlsx"):
        one, facts = results.get(f"{name}_export_{form}"), _facts(results, f"{name}_export_{form}")
        if one and facts:
            told.append(
                f"{facts['rows']:,} households as {form.upper()} in {one['seconds']:.0f} s, growing by "
                f"{facts['growth_mb']:.0f} MB"
            )
    return f"Exports: {'; '.join(told)}." if told else ""


def _table(facts: Results) -> str:
    lines = [
        "| page | requests | errors | p50 | p95 | p99 | slowest | first | processor | mean size |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for kind, title in TITLES.items():
        if f"{kind}_p95_ms" in facts:
            times = " | ".join(
                f"{facts[f'{kind}_{name}_ms']:.0f} ms"
                for name in ("p50", "p95", "p99", "slowest", "first", "processor")
            )
            lines.append(
                f"| {title} | {facts[f'{kind}_requests']:,} | {facts[f'{kind}_faults']} | {times} "
                f"| {facts[f'{kind}_mean_bytes'] / 1024:.0f} kB |"
            )
    lines += [
        "",
        f"Memory of the server at most {facts['server_peak_mb']:,.0f} MB, all processes together.",
    ]
    return "\n".join(lines)


def _crowd_table(facts: Results) -> str:
    lines = [
        f"**{facts['users']} sessions at once** by locust, each asking for a page or recording a visit every 6 to 14 seconds; memory of the "
        f"server at most {facts['server_peak_mb']:,.0f} MB.",
        "",
        "| page | requests | errors | p50 | p95 | p99 |",
        "|---|---|---|---|---|---|",
    ]
    for kind, title in [*TITLES.items(), ("record", "a visit recorded"), ("", "all")]:
        start = f"{kind}_" if kind else ""
        if f"{start}p95_ms" in facts:
            times = " | ".join(
                f"{facts[f'{start}{name}_ms']:.0f} ms" for name in ("p50", "p95", "p99")
            )
            lines.append(
                f"| {title} | {facts[f'{start}requests']:,} | {facts[f'{start}faults']} | {times} |"
            )
    return "\n".join(lines)


def _peer_table(results: Results) -> str:
    lines = [
        "The same questions through plain queries, in one process without HTTP; every answer is compared before its "
        "time counts. Search: Django's `filter().count()` and the first page of the same condition on the table of "
        "households. Cutoff: score and poverty of every household in SQL, summed by district. Medians.",
        "",
        "| database | question | ours | peer | ratio |",
        "|---|---|---|---|---|",
    ]
    for name, title in _PLACES:
        facts = _facts(results, f"{name}_peers")
        for kind, what in (("search", "search by two conditions"), ("what_if", "another cutoff")):
            if f"{kind}_ours_ms" in facts:
                ours, peer = facts[f"{kind}_ours_ms"], facts[f"{kind}_peer_ms"]
                lines.append(
                    f"| {title.split(',')[0]} | {what} | {ours:.1f} ms | {peer:.0f} ms | {peer / ours:.0f} |"
                )
    return "\n".join(lines)
