"""From the file of results to the page that explains them, and to verdicts on a screen."""

import statistics
from typing import Any

from benchmarks.machine import sentence
from benchmarks.site import report as site
from benchmarks.target import Target

BUSY = 0.10
Results = dict[str, Any]


def verdicts(kept: Results) -> str:
    """One line a target."""
    return "\n".join(
        f"{item.verdict.strip('*'):12} {item.what}: {item.measured} (target {item.target})"
        for item in targets(kept["results"])
    )


def targets(results: Results) -> list[Target]:
    """Every figure to reach that these results hold."""
    return [
        *_cubes(results), *_schemes(results), *_peers(results), *_ingest(results),
        *_linkage(results), *site.targets(results),
    ]  # fmt: skip


def _linkage(results: Results) -> list[Target]:
    found = []
    if one := results.get("link_target"):
        facts = one["runs"][0]["result"]
        found.append(
            Target(
                f"{facts['persons']:,} people of the survey and nine registers linked by number, and put in groups",
                "120 s, 8 GB",
                f"{one['seconds']:.0f} s ({facts['link_seconds']:.0f} s and {facts['target_seconds']:.0f} s), {one['peak_gb']:.1f} GB",
                one["seconds"] <= 120 and one["peak_gb"] <= 8,
                one["others"],
            )
        )
    if one := results.get("matching"):
        facts = one["runs"][0]["result"]
        found.append(
            Target(
                f"{facts['records']:,} records without a number compared with {facts['people']:,} people",
                "10 minutes, 6 GB",
                f"{one['seconds']:.0f} s, {one['peak_gb']:.1f} GB",
                one["seconds"] <= 600 and one["peak_gb"] <= 6,
                one["others"],
            )
        )
    if one := results.get("explain"):
        loading = statistics.median(run["process_seconds"] for run in one["runs"])
        found.append(
            Target(
                "one household of the country explained (program loaded; the job with six of them and loading "
                f"took {loading:.1f} s)",
                "1 s",
                f"{one['seconds']:.2f} s",
                one["seconds"] <= 1,
                one["others"],
            )
        )
    return found


def _cubes(results: Results) -> list[Target]:
    found = []
    for name, what, seconds, memory in (
        ("answers_to_cube", "raw answers to the cube by village", 60, 6),
        ("profiles_to_cube", "stored profiles to the cube by village", 8, 3),
    ):
        if one := results.get(name):
            found.append(
                Target(
                    what,
                    f"{seconds} s, {memory} GB",
                    f"{one['seconds']:.1f} s, {one['peak_gb']:.1f} GB",
                    one["seconds"] <= seconds and one["peak_gb"] <= memory,
                    one["others"],
                )
            )
    return found


def _schemes(results: Results) -> list[Target]:
    found = []
    for name, what, seconds in (
        ("another_scheme", "another k or weighting, every area above the village", 0.3),
        ("another_scheme_villages", "the same with every village", 3),
    ):
        if one := results.get(name):
            facts = one["runs"][0]["result"]
            found.append(
                Target(
                    f"{what} ({facts['areas']:,} areas, {facts['rows']:,} figures)",
                    f"{seconds} s",
                    f"{one['seconds']:.3f} s",
                    one["seconds"] <= seconds,
                    one["others"],
                )
            )
    return found


def _peers(results: Results) -> list[Target]:
    found = []
    for one in results.get("persons", [])[:1]:
        ours = one["tools"]["PPAOS"]
        for field, what in (
            ("again_seconds", "another pair of cutoffs over data in memory"),
            ("seconds", "the same work from the Parquet file"),
        ):
            for tool, theirs in one["tools"].items():
                if tool == "PPAOS":
                    continue
                ratio = theirs[field] / ours[field]
                found.append(
                    Target(
                        f"{what}, {one['persons']:,} persons, against {tool}",
                        "faster",
                        f"{ours[field]:.3f} s against {theirs[field]:.3f} s: {ratio:.1f} times",
                        ratio > 1,
                        max(ours["others"], theirs["others"]),
                    )
                )
    return found


def _ingest(results: Results) -> list[Target]:
    found = []
    for table in ("households", "members"):
        if one := results.get(f"ingest_csv_{table}"):
            rows = one["runs"][0]["result"]["rows"]
            speed = rows / one["seconds"]
            found.append(
                Target(
                    f"ingest of clean CSV, {rows:,} rows of {table}",
                    "150,000 rows a second",
                    f"{speed:,.0f} rows a second, {one['peak_gb']:.1f} GB",
                    speed >= 150_000,
                    one["others"],
                )
            )
    return found


def page(kept: Results) -> str:
    """The whole page."""
    results = kept["results"]
    parts = [
        "# Performance",
        "Written by `make bench` from `benchmarks/results/full.json`; not edited by hand. "
        "Synthetic people only. Nothing here is a test: figures of another machine will differ.",
        f"All parts together took {kept['took_seconds'] / 60:.0f} minutes.\n\n{_measured(kept)}",
        "## Figures to reach",
        _target_table(targets(results)),
        _how(kept),
        "## Against other tools",
        _peers_text(results),
        site.page_part(results),
        "## For information",
        _information(results),
        _scheme_text(results),
        _again(),
    ]
    return "\n\n".join(part for part in parts if part)


def _measured(kept: Results) -> str:
    """When and on what, for each set of parts that were measured together, as a list."""
    together: dict[str, list[str]] = {}
    for part, facts in kept["machines"].items():
        together.setdefault(sentence(facts), []).append(part)
    return "\n".join(f"- {', '.join(parts)}: {told}" for told, parts in together.items())


def _target_table(items: list[Target]) -> str:
    lines = ["| what | target | measured | others' share | |", "|---|---|---|---|---|"]
    for item in items:
        others = "" if item.others is None else f"{item.others:.0%}"
        lines.append(
            f"| {item.what} | {item.target} | {item.measured} | {others} | {item.verdict} |"
        )
    return "\n".join(lines)


def _how(kept: Results) -> str:
    busy = [
        name
        for name, one in kept["results"].items()
        if isinstance(one, dict) and one.get("others", 0) > BUSY
    ]
    disturbed = (
        f"Disturbed beyond {BUSY:.0%} even so, and therefore slower than on a quiet machine: {', '.join(busy)}."
        if busy
        else "No figure was disturbed beyond that."
    )
    return (
        "Each figure is the median of three runs (of one run for the site, linkage, matching and what says so), each "
        "in a process of its own, from data in the "
        "system's file cache, after the program was loaded. Memory is the highest sum of resident memory over the "
        'process and its children in any run. "Others\' share" is the processor time of the whole '
        "machine that went to programs that are not part of the measurement; when it was over "
        f"{BUSY:.0%} in a run, up to two runs were added and the three quietest count. {disturbed}"
    )


def _peers_text(results: Results) -> str:
    parts = [
        "The same work: a Parquet file with one row a person, 17 indicators of 0 and 1 and text codes of "
        "province, district and subdistrict; H, A, M0, and hd, hdk, actb and pctb of every indicator, at three "
        "levels, under k = 1/3 and 1/5. Polars and pandas are written as their careful users write them (whole-number "
        "scores, one pass, finer sums added up to coarser areas), and use all cores. All answers are compared "
        'figure by figure in the same run before times count. "From the file" includes '
        'reading; "again" is the next question over what the tool holds in memory: the persons for the '
        "peers, the cube for us. Ratios over 1 mean that PPAOS is faster. Each tool first does the work on 1,000 "
        "rows, so that what it loads late is loaded."
    ]
    parts += [_peer_table(one) for one in results.get("persons", [])]
    if not any("R data.table" in one["tools"] for one in results.get("persons", [])):
        parts.append(
            "R data.table was skipped: this machine has no Rscript. Its script is benchmarks/persons/data_table.R."
        )
    else:
        parts.append(
            'R data.table reads the persons as CSV, for it reads no Parquet; compare its "again".'
        )
    parts.append(
        "What this says. The cube pays when more than one question is asked: its size depends on areas and "
        "patterns, not on people, so the next question costs the same for one million persons or for all. "
        "A single question from a file of one million persons that are already coded is answered sooner by Polars, "
        "which adds up columns without looking for patterns. Where answers are independent, nearly every "
        "person is a pattern of their own, the cube is as long as the file, and sums over persons are the better "
        "way; real surveys lie between the two."
    )
    return "\n\n".join(parts)


def _peer_table(one: Results) -> str:
    kind = (
        "independent answers, the worst case for a cube"
        if one["dense"]
        else "answers of the synthetic census"
    )
    ours = one["tools"]["PPAOS"]
    lines = [
        f"**{one['persons']:,} persons, {kind}**; {one['figures_compared']:,} figures compared, largest difference "
        f"{one['largest_difference']:.1e}.",
        "",
        "| tool | from the file | ratio | again | ratio | peak memory | others' share |",
        "|---|---|---|---|---|---|---|",
    ]
    for tool, took in one["tools"].items():
        lines.append(
            f"| {tool} | {took['seconds']:.3f} s | {took['seconds'] / ours['seconds']:.2f} | {took['again_seconds']:.3f} s "
            f"| {took['again_seconds'] / ours['again_seconds']:.2f} | {took['peak_gb']:.2f} GB | {took['others']:.0%} |"
        )
    return "\n".join(lines)


def _information(results: Results) -> str:
    lines = ["| what | time | peak memory | others' share | |", "|---|---|---|---|---|"]
    for name, what in (
        ("synth", "synthetic census of the country, written as Parquet (one run)"),
        ("ingest_parquet", "ingest of its household files (one run)"),
        (
            "measure",
            "`measure` of the country: every level to the village, estimates written (one run)",
        ),
        ("one_question", "one `ppaos.whatif` in a fresh process, loading included"),
    ):
        if one := results.get(name):
            lines.append(
                f"| {what} | {one['seconds']:.1f} s | {one['peak_gb']:.1f} GB | {one['others']:.0%} "
                f"| {_facts(one['runs'][0]['result'])} |"
            )
    return "\n".join(lines)


def _facts(result: Results) -> str:
    parts = []
    for name, value in result.items():
        if name == "bytes":
            parts.append(f"{value / 1e9:.1f} GB on disk")
        elif isinstance(value, int):
            parts.append(f"{value:,} {name}")
    return ", ".join(parts)


def _scheme_text(results: Results) -> str:
    parts = []
    if one := results.get("another_scheme"):
        facts = one["runs"][0]["result"]
        parts.append(
            f"Opening the stored cube takes {facts['open_seconds']:.2f} s once, and its first answer {facts['first']:.2f} s."
        )
    if one := results.get("another_scheme_villages"):
        facts = one["runs"][0]["result"]
        parts.append(
            f"The counts of the villages are read in {facts['read_villages_seconds']:.2f} s; peak memory is then {one['peak_gb']:.1f} GB."
        )
    if one := results.get("answers_to_cube"):
        facts = one["runs"][0]["result"]
        parts.append(
            f"The cube of {facts['households']:,} households has {facts['cells']:,} rows ({facts['cube_bytes'] / 1e6:.0f} MB; "
            f"their profiles {facts['profiles_bytes'] / 1e6:.0f} MB)."
        )
    return " ".join(parts)


def _again() -> str:
    return (
        "## Measure again\n\n"
        "`make bench` measures everything and writes this page: about forty minutes on two quiet cores, 8 GB of "
        "memory, 25 GB of disk in `bench-data`, and for the site a PostgreSQL server on which databases may be made (`PPAOS_BENCH_DATABASE`, by default `postgres://postgres@127.0.0.1:5432`). `make bench BENCH=quick` does a twentieth of it in a few minutes and "
        "leaves this page alone. `python -m benchmarks --part csv` measures one part again and keeps the rest.\n"
    )
