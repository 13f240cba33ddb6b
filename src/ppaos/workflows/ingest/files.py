"""Which files an import takes, and each of them opened: examined, matched to its source.

Folders are searched to any depth. READMEs, truth files of synthetic data, hidden files and other
kinds of file are skipped and named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ppaos.adapters import csv_files, parquet_files, xlsx
from ppaos.adapters.csv_files import CutRow
from ppaos.definitions.sources import loader
from ppaos.definitions.sources.loader import HeaderMatch, Source
from ppaos.domain.errors import ColumnError, FileError

_CSV: Final = (".csv", ".tsv", ".txt")
_XLSX: Final = (".xlsx", ".xlsm", ".xls", ".ods")
_PARQUET: Final = (".parquet",)
KNOWN: Final = _CSV + _XLSX + _PARQUET
_NOTES: Final = ("readme", "truth")


@dataclass(frozen=True)
class FilesToImport:
    """Files to take, by the name that reports show, and what was skipped."""

    files: dict[str, Path]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class ExaminedFile:
    """One file, examined and matched."""

    name: str
    path: Path
    digest: str
    kind: str
    encoding: str
    rows: int
    source: Source
    match: HeaderMatch
    readable: Path
    delimiter: str = ","
    numbered: bool = False
    cut_rows: tuple[CutRow, ...] = ()
    columns: tuple[str, ...] = field(default=())
    """Names of the columns in `readable`, in the order of the file's headers."""


def find(paths: Sequence[Path]) -> FilesToImport:
    """The files behind paths of files and folders, in a fixed order.

    Errors: FileError when a path does not exist, or nothing is left to read.
    """
    files: dict[str, Path] = {}
    skipped: list[str] = []
    for path in paths:
        if not path.exists():
            raise FileError(
                th=f"ไม่พบ {path} ตรวจชื่อไฟล์หรือโฟลเดอร์",
                en=f"{path} does not exist. Check the name of the file or folder.",
            )
        if path.is_file():
            files[_free_name(path.name, path, files)] = path
            continue
        for file in sorted(item for item in path.rglob("*") if item.is_file()):
            name = file.relative_to(path).as_posix()
            if _is_data(file.relative_to(path)):
                files[_free_name(name, file, files)] = file
            else:
                skipped.append(name)
    if not files:
        raise FileError(
            th=f"ไม่มีไฟล์ข้อมูลใน {', '.join(map(str, paths))} (รับ {' '.join(KNOWN)})",
            en=f"No data files in {', '.join(map(str, paths))} ({' '.join(KNOWN)} are read).",
        )
    return FilesToImport(files, tuple(skipped))


def open_file(
    name: str, path: Path, source: Source | None, scratch: Path, *, seen: Callable[[int], None]
) -> ExaminedFile:
    """Examine one file and match its headers.

    Errors: FileError when it cannot be read, ColumnError when required columns lack.
    """
    suffix = path.suffix.lower()
    if suffix in _CSV:
        text = csv_files.examine(path, scratch, seen=seen)
        chosen, match = _matched(name, text.headers, source, "csv")
        _require_encoding(name, text.encoding, chosen)
        return ExaminedFile(
            name,
            path,
            text.digest,
            "csv",
            text.encoding,
            text.rows,
            chosen,
            match,
            text.readable,
            text.delimiter,
            text.numbered,
            text.cut_rows,
            _places(text.headers),
        )
    if suffix in _XLSX:
        book = xlsx.examine(path, scratch, seen=seen)
        chosen, match = _matched(name, book.headers, source, "xlsx")
        return ExaminedFile(
            name,
            path,
            book.digest,
            "xlsx",
            "-",
            book.rows,
            chosen,
            match,
            book.readable,
            columns=_places(book.headers),
        )
    if suffix in _PARQUET:
        columns = parquet_files.examine(path, seen=seen)
        chosen, match = _matched(name, columns.headers, source, "parquet")
        return ExaminedFile(
            name,
            path,
            columns.digest,
            "parquet",
            "-",
            columns.rows,
            chosen,
            match,
            path,
            columns=columns.headers,
        )
    raise FileError(
        th=f"{path}: ไม่รู้จักไฟล์ชนิด '{path.suffix}' (รับ {' '.join(KNOWN)})",
        en=f"{path}: files of kind '{path.suffix}' are not read ({' '.join(KNOWN)} are).",
    )


def _matched(
    name: str, headers: Sequence[str], source: Source | None, kind: str
) -> tuple[Source, HeaderMatch]:
    chosen = source or loader.detect(headers)
    match = chosen.match(headers)
    if match.lacking:
        found = ", ".join(header[:40] for header in headers[:80]) or "-"
        lacking_th = ", ".join(
            f"{item} ({chosen.columns[item].title.th})" for item in match.lacking
        )
        lacking_en = ", ".join(
            f"{item} ({chosen.columns[item].title.en})" for item in match.lacking
        )
        raise ColumnError(
            th=f"{name}: ไม่รับทั้งไฟล์ ขาดคอลัมน์บังคับของ {chosen.source}: {lacking_th} "
            f"ไฟล์มีคอลัมน์: {found} เพิ่มคอลัมน์ หรือเพิ่มชื่อหัวคอลัมน์ใน aliases ของ YAML",
            en=f"{name}: the whole file was refused. Required columns of {chosen.source} lack: {lacking_en}. "
            f"The file has: {found}. Add the columns, or add their headers as aliases in the YAML.",
        )
    if kind not in chosen.formats:
        raise FileError(
            th=f"{name}: แหล่ง {chosen.source} ไม่รับไฟล์ชนิด {kind} (รับ {', '.join(chosen.formats)})",
            en=f"{name}: source {chosen.source} takes no {kind} files ({', '.join(chosen.formats)}).",
        )
    return chosen, match


def _require_encoding(name: str, encoding: str, source: Source) -> None:
    same = {"windows-874": {"windows-874", "tis-620"}}.get(encoding, {encoding})
    if not same & set(source.encodings):
        raise FileError(
            th=f"{name}: การเข้ารหัส {encoding} ไม่อยู่ในรายการของแหล่ง {source.source} ({', '.join(source.encodings)}) บันทึกใหม่เป็น UTF-8",
            en=f"{name}: encoding {encoding} is not one of source {source.source} ({', '.join(source.encodings)}). Save it again as UTF-8.",
        )


def _places(headers: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"c{place}" for place in range(len(headers)))


def _is_data(path: Path) -> bool:
    hidden = any(part.startswith((".", "_", "~$")) for part in path.parts)
    note = any(part.lower().removeprefix("synthetic-").startswith(_NOTES) for part in path.parts)
    return not hidden and not note and path.suffix.lower() in KNOWN


def _free_name(name: str, path: Path, taken: dict[str, Path]) -> str:
    return name if name not in taken else str(path)
