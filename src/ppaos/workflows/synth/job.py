"""Make a synthetic census: files of people who do not exist, calibrated to published totals.

One call writes any number of provinces and rounds of one population, in the formats that agencies
send, clean or with injected traps. Provinces are made in parallel and come out the same whichever
others are asked for.
"""

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyarrow as pa

from ppaos.domain.errors import AreaError, FileError, SettingError
from ppaos.domain.presence import present
from ppaos.domain.progress import Progress, Silent
from ppaos.synthetic import calibration, files, geography, links_truth, traps
from ppaos.synthetic.answers import Answers, answers_of
from ppaos.synthetic.calibration import Quota
from ppaos.synthetic.member_errors import MemberLink, with_identity_errors
from ppaos.synthetic.population import draw_population
from ppaos.synthetic.positions import positions_of
from ppaos.synthetic.randomness import stream
from ppaos.synthetic.tables import tables_of
from ppaos.synthetic.village_places import Shapes
from ppaos.workflows.synth import places as synth_places, registers as synth_registers
from ppaos.workflows.synth.registers import RegisterOrder, checked_registers

DEFAULT_SEED: Final = 2566
_MOST_WORKERS: Final = 4


@dataclass(frozen=True)
class ProvinceCount:
    """What one province of one round came to."""

    province: str
    round_be: int
    households: int
    people: int
    failing_households: int
    failing_people: int


@dataclass(frozen=True)
class SynthSummary:
    """What was written: files, counts by round and province, traps, rows of each register."""

    out: Path
    files: tuple[Path, ...]
    counts: tuple[ProvinceCount, ...]
    traps: int
    registers: Mapping[str, int] = field(default_factory=dict)
    villages: Mapping[str, int] = field(default_factory=dict)
    """What placed the villages (`synthetic.village_places.PLACED_BY`) -> how many."""

    def total(self, round_be: int) -> ProvinceCount:
        """The counts of a round over every province, with `nat` as its code."""
        mine = [count for count in self.counts if count.round_be == round_be]
        return ProvinceCount(
            "nat",
            round_be,
            sum(count.households for count in mine),
            sum(count.people for count in mine),
            sum(count.failing_households for count in mine),
            sum(count.failing_people for count in mine),
        )


@dataclass(frozen=True)
class _Job:
    quota: Quota
    out: Path
    seed: int
    rounds: tuple[int, ...]
    formats: tuple[str, ...]
    encoding: str
    dirty: float
    has_refused_file: bool
    registers: tuple[str, ...]
    shapes: Shapes


@dataclass(frozen=True)
class _Done:
    files: tuple[Path, ...]
    counts: tuple[ProvinceCount, ...]
    truth: tuple[traps.Truth, ...]
    registers: Mapping[str, int]
    villages: Mapping[str, int]


def synthesise(
    out: Path,
    *,
    provinces: Sequence[str] | None = None,
    households: int | None = None,
    seed: int = DEFAULT_SEED,
    rounds: Sequence[int] = (calibration.BASE_ROUND,),
    formats: Sequence[str] = ("parquet",),
    encoding: str = "utf-8",
    dirty: float = 0.0,
    registers: Sequence[str] | bool = (),
    boundaries: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> SynthSummary:
    """Write OUT/round=R/households|members/province=PP/SYNTHETIC-part-0.* and a notice.

    `provinces` None is the whole country. `households` is the total over the chosen provinces,
    None their full size. `encoding` is of CSV files. `dirty` is the share of rows (0 to 0.5) that
    get a trap; every column is then text and TRUTH-SYNTHETIC.csv says what was done where.
    `registers` names the registers to write beside the survey, True all of them: they agree with
    the newest of `rounds` and OUT/truth says who every row is about.
    `boundaries` is a GeoJSON file or folder that villages are placed in; None lays them out around
    the middle of their province.
    `workers` None uses up to four processors.

    Errors: AreaError for a province that does not exist; SettingError for another setting out of
    range; FileError when `out` holds something that this did not write, or boundaries cannot be read.
    """
    codes = _checked_provinces(provinces)
    _check_settings(households, seed, rounds, formats, encoding, dirty, workers)
    names = checked_registers(registers)
    shapes = synth_places.shapes_by_province(boundaries, codes)
    _prepare(out)
    jobs = [
        _Job(
            quota=quota,
            out=out,
            seed=seed,
            rounds=tuple(sorted(set(rounds))),
            formats=tuple(dict.fromkeys(formats)),
            encoding=encoding,
            dirty=dirty,
            has_refused_file=dirty > 0 and position == 0,
            registers=names,
            shapes=shapes[quota.province],
        )
        for position, quota in enumerate(calibration.quotas(codes, households))
    ]
    watcher = progress or Silent()
    with watcher.step(
        th="สร้างข้อมูลสังเคราะห์", en="Make synthetic census", total=sum(_work(job) for job in jobs)
    ) as step:
        workers = workers or min(_MOST_WORKERS, os.cpu_count() or 1)
        done = list(_run(jobs, workers, step.advance))
    written = [files.write_readme(out), *(path for result in done for path in result.files)]
    truth = sorted(row for result in done for row in result.truth)
    if dirty:
        written.append(files.write_truth(out / files.TRUTH_NAME, list(truth), traps.Truth._fields))
    counts = sorted(
        (count for result in done for count in result.counts),
        key=lambda count: (count.round_be, count.province),
    )
    rows = synth_registers.totals([result.registers for result in done])
    villages = synth_places.totals([result.villages for result in done])
    return SynthSummary(out, tuple(sorted(written)), tuple(counts), len(truth), rows, villages)


def _work(job: _Job) -> int:
    """Households to be written: once a round, and once for the registers."""
    return job.quota.households * (len(job.rounds) + bool(job.registers))


def _run(jobs: list[_Job], workers: int, advance: Callable[[float], None]) -> Iterator[_Done]:
    """Finished provinces as they come, the largest started first; `advance` hears of households."""
    ordered = sorted(jobs, key=lambda job: -job.quota.households)
    if workers == 1 or len(jobs) == 1:
        yield from (_make_province(job, advance) for job in ordered)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=context) as pool:
        size = {pool.submit(_make_province, job): _work(job) for job in ordered}
        for future in as_completed(size):
            advance(size[future])
            yield future.result()


def _make_province(job: _Job, advance: Callable[[float], None] | None = None) -> _Done:
    """Write one province in every round; `advance` hears of each half of a round."""
    population = draw_population(job.seed, job.quota)
    positions = positions_of(population, seed=job.seed, shapes=job.shapes)
    written: list[Path] = []
    counts: list[ProvinceCount] = []
    truth: list[traps.Truth] = []
    links: list[MemberLink] = []
    rows: dict[str, int] = {}
    last: Answers | None = None
    for round_be in job.rounds:
        last = answers = answers_of(population, round_be, seed=job.seed)
        tables = tables_of(population, answers, positions, seed=job.seed)
        counts.append(
            ProvinceCount(
                job.quota.province,
                round_be,
                tables.households.num_rows,
                tables.members.num_rows,
                tables.failing_households,
                tables.failing_people,
            )
        )
        for kind in ("households", "members"):
            folder = job.out / f"round={round_be}" / kind / f"province={job.quota.province}"
            paths, found, links = _write(
                job, getattr(tables, kind), folder, kind=kind, round_be=round_be
            )
            written += paths
            truth += found
            if advance:
                advance(job.quota.households / 2)
        del tables  # before the registers take their room
    if job.registers:
        made = synth_registers.write_registers(
            _order(job), population, present(last, "a round"), links
        )
        written, truth, rows = written + made.files, truth + made.truth, made.rows
        if advance:
            advance(job.quota.households)
    return _Done(tuple(written), tuple(counts), tuple(truth), rows, positions.villages)


def _order(job: _Job) -> RegisterOrder:
    return RegisterOrder(
        names=job.registers,
        out=job.out,
        seed=job.seed,
        formats=job.formats,
        encoding=job.encoding,
        dirty=job.dirty,
        has_refused_file=job.has_refused_file,
    )


def _write(
    job: _Job, table: pa.Table, folder: Path, *, kind: str, round_be: int
) -> tuple[list[Path], list[traps.Truth], list[MemberLink]]:
    """Write one table in every format, with traps if asked; tell each difference file by file.

    The links are of the members that traps and lost numbers make hard to tell, where registers
    are made.
    """
    dirty = table
    edits: list[traps.Edit] = []
    links: list[MemberLink] = []
    if job.dirty:
        chance = stream(job.seed, job.quota.province, f"traps {round_be} {kind}")
        dirty, edits = traps.with_traps(table, chance, rate=job.dirty)
        if job.registers and kind == "members" and round_be == job.rounds[-1]:
            dirty, more, links = with_identity_errors(
                dirty, edits, chance, rate=job.dirty, clean=table.num_rows
            )
            edits += more
    written: list[Path] = []
    truth: list[traps.Truth] = []
    for file_format in job.formats:
        paths = files.write_table(dirty, folder, file_format=file_format, encoding=job.encoding)
        names = [path.relative_to(job.out).as_posix() for path in paths]
        most = files.XLSX_ROWS if file_format == "xlsx" else dirty.num_rows
        for edit in edits:
            number, row = divmod(edit.row - 1, most)
            truth.append(traps.Truth(names[number], row + 1, *edit[1:]))
        written += paths
        if job.has_refused_file and kind == "households" and round_be == job.rounds[0]:
            path, told = _write_refused(job, table, folder.parents[1], file_format)
            written.append(path)
            truth.append(told)
    return written, truth, links


def _write_refused(
    job: _Job, table: pa.Table, folder: Path, file_format: str
) -> tuple[Path, traps.Truth]:
    """One file that lacks required columns, apart from the others: ingest must refuse it whole."""
    part, dropped = traps.without_required(table)
    (path,) = files.write_table(
        part,
        folder / "missing_columns",
        file_format=file_format,
        encoding=job.encoding,
        name="missing-columns",
    )
    name = path.relative_to(job.out).as_posix()
    return path, traps.Truth(name, 0, dropped, "", "missing_columns", dropped, "", traps.REFUSED)


def _checked_provinces(provinces: Sequence[str] | None) -> tuple[str, ...]:
    known = calibration.province_codes()
    if provinces is None:
        return known
    for code in provinces:
        if code not in known:
            raise AreaError(
                th=f"ไม่มีจังหวัดรหัส '{code}' ใช้รหัส 2 หลัก เช่น 41 อุดรธานี รหัสที่ใช้ได้: {' '.join(known)}",
                en=f"No province has the code '{code}'. Use two digits, such as 41 Udon Thani. "
                f"Codes: {_titles(known)}",
            )
    if not provinces:
        raise AreaError(
            th="ไม่ได้ระบุจังหวัด ระบุอย่างน้อยหนึ่งจังหวัด หรือทั้งประเทศ",
            en="No province is given. Name at least one, or ask for the whole country.",
        )
    return tuple(sorted(set(provinces)))


def _titles(codes: Iterable[str]) -> str:
    return ", ".join(f"{code} {geography.province_title(code)[1]}" for code in codes)


def _check_settings(
    households: int | None,
    seed: int,
    rounds: Sequence[int],
    formats: Sequence[str],
    encoding: str,
    dirty: float,
    workers: int | None,
) -> None:
    first, last = calibration.FIRST_ROUND, calibration.LAST_ROUND
    if households is not None and households < 1:
        raise SettingError(
            th=f"จำนวนครัวเรือน {households} ต้องเป็น 1 ขึ้นไป",
            en=f"households is {households}; it must be 1 or more.",
        )
    if seed < 0:
        raise SettingError(
            th=f"seed {seed} ต้องไม่ติดลบ", en=f"seed is {seed}; it must not be negative."
        )
    if not rounds or any(not first <= year <= last for year in rounds):
        raise SettingError(
            th=f"ปีที่สำรวจต้องเป็นปี พ.ศ. {first} ถึง {last} อย่างน้อยหนึ่งปี",
            en=f"Rounds must be Buddhist years from {first} to {last}, at least one.",
        )
    for value, known, th, en in (
        *((name, files.FORMATS, "รูปแบบไฟล์", "file format") for name in formats),
        (encoding, tuple(files.ENCODINGS), "รหัสอักขระ", "encoding"),
    ):
        if value not in known:
            raise SettingError(
                th=f"ไม่รู้จัก{th} '{value}' ใช้ได้: {', '.join(known)}",
                en=f"Unknown {en} '{value}'. Use one of: {', '.join(known)}.",
            )
    if not formats:
        raise SettingError(th="ไม่ได้ระบุรูปแบบไฟล์", en="No file format is given.")
    if not 0 <= dirty <= traps.HIGHEST_RATE:
        raise SettingError(
            th=f"อัตราข้อมูลเสีย {dirty} ต้องอยู่ระหว่าง 0 ถึง {traps.HIGHEST_RATE}",
            en=f"The dirty rate {dirty} must be from 0 to {traps.HIGHEST_RATE}.",
        )
    if workers is not None and workers < 1:
        raise SettingError(
            th=f"จำนวน workers {workers} ต้องเป็น 1 ขึ้นไป",
            en=f"workers is {workers}; it must be 1 or more.",
        )


def _prepare(out: Path) -> None:
    """Make `out` an empty folder; only what the synthetic census wrote is replaced."""
    if out.exists() and not out.is_dir():
        raise FileError(
            th=f"{out} เป็นไฟล์ ไม่ใช่โฟลเดอร์ ระบุโฟลเดอร์อื่น",
            en=f"{out} is a file, not a folder. Name another folder.",
        )
    if out.is_dir() and any(out.iterdir()):
        if not files.is_synthetic_folder(out):
            raise FileError(
                th=f"โฟลเดอร์ {out} มีไฟล์อื่นอยู่แล้ว ระบุโฟลเดอร์ใหม่หรือโฟลเดอร์ว่าง",
                en=f"Folder {out} holds files that are not synthetic. Name a new or empty folder.",
            )
        for path in (*out.glob("round=*"), out / synth_registers.FOLDER, out / links_truth.FOLDER):
            shutil.rmtree(path, ignore_errors=True)
        (out / files.TRUTH_NAME).unlink(missing_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    files.write_readme(out)
