"""The registers of one province as files: clean or with mistakes, and who every row is about.

In go the population and the answers of the newest round; out come
OUT/registers/SOURCE/province=PP/SYNTHETIC-part-0.* and OUT/truth/province=PP.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from ppaos.domain.errors import SettingError
from ppaos.synthetic import files, links_truth, traps
from ppaos.synthetic.answers import Answers
from ppaos.synthetic.member_errors import MemberLink
from ppaos.synthetic.population import Population
from ppaos.synthetic.randomness import stream
from ppaos.synthetic.registers import errors as register_errors
from ppaos.synthetic.registers.all_registers import REGISTERS, drawn_registers
from ppaos.synthetic.registers.errors import FaultyRegister
from ppaos.synthetic.registers.outsiders import draw_outsiders
from ppaos.synthetic.registers.registrants import Registrants, registrants_of
from ppaos.synthetic.registers.rows import Register

FOLDER: Final = "registers"
_VILLAGES: Final = "villages-nrd2c"
_CARDS: Final = "state-welfare-card"


@dataclass(frozen=True)
class RegisterOrder:
    """Which registers to write and how."""

    names: tuple[str, ...]
    out: Path
    seed: int
    formats: tuple[str, ...]
    encoding: str
    dirty: float
    has_refused_file: bool


@dataclass
class RegisterFiles:
    """Files, differences from the clean files, and rows of each register."""

    files: list[Path] = field(default_factory=list)
    truth: list[traps.Truth] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


def checked_registers(registers: Sequence[str] | bool) -> tuple[str, ...]:
    """Names of the registers asked for: True is all of them.

    Errors: SettingError for one that cannot be made.
    """
    if isinstance(registers, bool):
        return tuple(REGISTERS) if registers else ()
    for name in registers:
        if name not in REGISTERS:
            known = ", ".join(REGISTERS)
            raise SettingError(
                th=f"ไม่มีทะเบียนสังเคราะห์ชื่อ '{name}' เลือกจาก: {known}",
                en=f"No synthetic register is called '{name}'. Choose from: {known}.",
            )
    return tuple(name for name in REGISTERS if name in registers)


def write_registers(
    order: RegisterOrder,
    population: Population,
    answers: Answers,
    member_links: Sequence[MemberLink],
) -> RegisterFiles:
    """Write every register of the province and the truth of its links."""
    outsiders = draw_outsiders(
        order.seed, population.province, population.villages, population.base_households
    )
    view = registrants_of(population, answers, outsiders)
    written = RegisterFiles()
    truth = _each_register(order, view, written)
    survey = links_truth.member_links(view, answers.asked.round_be, member_links)
    path = links_truth.write_links(order.out, population.province, _in_turn(truth, survey))
    written.files.append(path)
    return written


def _in_turn(tables: Iterator[pa.Table], last: pa.Table) -> Iterator[pa.Table]:
    yield from tables
    yield last


def _each_register(
    order: RegisterOrder, view: Registrants, written: RegisterFiles
) -> Iterator[pa.Table]:
    """Write the registers one by one, adding to `written`; give the truth of each one's links."""
    province = view.population.province
    for register in drawn_registers(view, order.names, seed=order.seed):
        soiled = _soiled(order, view, register)
        folder = order.out / FOLDER / register.source / f"province={province}"
        for file_format in order.formats:
            _write(order, register, soiled, folder, file_format, written)
        written.rows[register.source] = soiled.table.num_rows
        if register.source != _VILLAGES:
            yield links_truth.links_of(
                register.source, soiled.table[register.key], view, soiled.rows, soiled.kinds
            )


def _soiled(order: RegisterOrder, view: Registrants, register: Register) -> FaultyRegister:
    """The register with its mistakes, if any are asked for."""
    plain = FaultyRegister(register.table, register.rows, register.notes, ())
    if not order.dirty:
        return plain
    villages, province = view.population.villages, view.population.province
    if register.source == _VILLAGES:
        soiled = FaultyRegister(traps.as_text(register.table), np.zeros(0, np.int64), {}, ())
    else:
        soiled = register_errors.with_errors(
            register,
            stream(order.seed, province, f"errors {register.source}"),
            rate=order.dirty,
            villages=villages,
        )
    move = register_errors.moved_district(order.seed, province, villages)
    return (
        soiled if move is None else register_errors.with_moved_village(soiled, register.key, move)
    )


def _write(
    order: RegisterOrder,
    register: Register,
    soiled: FaultyRegister,
    folder: Path,
    file_format: str,
    written: RegisterFiles,
) -> None:
    paths = files.write_table(
        soiled.table, folder, file_format=file_format, encoding=order.encoding
    )
    written.files += paths
    names = [path.relative_to(order.out).as_posix() for path in paths]
    most = files.XLSX_ROWS if file_format == "xlsx" else max(soiled.table.num_rows, 1)
    for edit in soiled.edits:
        number, row = divmod(edit.row - 1, most)
        written.truth.append(traps.Truth(names[number], row + 1, *edit[1:]))
    if order.has_refused_file and register.source == _CARDS:
        (path,) = files.write_table(
            traps.as_text(register.table.slice(0, 20)).drop_columns([register.key]),
            order.out / FOLDER / "missing_columns",
            file_format=file_format,
            encoding=order.encoding,
            name="missing-columns",
        )
        written.files.append(path)
        name, key = path.relative_to(order.out).as_posix(), register.key
        written.truth.append(
            traps.Truth(name, 0, key, "", "missing_columns", key, "", traps.REFUSED)
        )


def totals(parts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Rows of each register over all provinces, in the order of `REGISTERS`."""
    return {
        name: sum(part[name] for part in parts if name in part)
        for name in REGISTERS
        if any(name in part for part in parts)
    }
