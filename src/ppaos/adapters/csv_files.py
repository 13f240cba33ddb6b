"""What a CSV file is before anything is read from it: encoding, delimiter, headers, rows, damage.

One streaming pass counts the data rows on its own, apart from the engine that reads them later,
takes the file's SHA-256, and finds rows with the wrong number of fields. A file that is not plain
UTF-8, or holds such rows, is copied to a plain UTF-8 file with its row numbers, without them.
"""

import codecs
import csv
import hashlib
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from ppaos.domain.errors import FileError

DELIMITERS: Final = ",;\t"
_BLOCK: Final = 8 << 20
_CODECS: Final = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "windows-874": "cp874",
    "utf-16": "utf-16",
}
_QUOTE: Final = ord('"')
_MOST_FIELD_CHARACTERS: Final = 1 << 24
# Vowels and tone marks that sit on the letter before them: rare at the start of a word in Thai.
_RIDING: Final = frozenset("ัิีึืฺุู็่้๊๋์ํ๎")


@dataclass(frozen=True)
class CutRow:
    """A row with the wrong number of fields."""

    row: int
    """1-based number among the data rows."""
    fields: int
    text: str


@dataclass(frozen=True)
class CsvFile:
    """One CSV file, examined."""

    path: Path
    digest: str
    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    rows: int
    cut_rows: tuple[CutRow, ...]
    readable: Path
    """Plain UTF-8 file to read: `path` itself, or a copy."""
    numbered: bool
    """Whether `readable` starts each row with its number, under the header `_row`."""


def examine(path: Path, scratch: Path, *, seen: Callable[[int], None] = lambda _: None) -> CsvFile:
    """Examine a file; copies go to the folder `scratch`; `seen` is told of bytes as they pass.

    Errors: FileError when the file is absent, empty, binary, or of an unknown encoding.
    """
    survey = _survey(path, seen)
    headers = next(csv.reader([survey.header], delimiter=survey.delimiter), [])
    plain = survey.plain and survey.encoding in ("utf-8", "utf-8-sig")
    if plain:
        return CsvFile(
            path,
            survey.digest,
            survey.encoding,
            survey.delimiter,
            tuple(headers),
            survey.rows,
            (),
            path,
            False,
        )
    copy = scratch / f"{survey.digest[:16]}.csv"
    rows, cut = _copy(path, copy, survey, len(headers))
    return CsvFile(
        path,
        survey.digest,
        survey.encoding,
        survey.delimiter,
        tuple(headers),
        rows,
        cut,
        copy,
        True,
    )


@dataclass
class _Survey:
    digest: str
    encoding: str
    delimiter: str
    header: str
    rows: int
    plain: bool


def _survey(path: Path, seen: Callable[[int], None]) -> _Survey:
    head = _read_head(path)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _Survey(_digest(path), "utf-16", *_header(head, "utf-16"), 0, False)
    if b"\0" in head:
        raise _not_text(path)
    delimiter, header = _header(
        head, "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "latin-1"
    )
    fields = len(next(csv.reader([header], delimiter=delimiter)))
    digest, shape = hashlib.sha256(), _Shape(ord(delimiter), fields)
    utf = codecs.getincrementaldecoder("utf-8")()
    is_utf = True
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            if is_utf:
                try:
                    utf.decode(block)
                except UnicodeDecodeError:
                    is_utf = False
            shape.take(block)
            seen(len(block))
    shape.end()
    encoding = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    if not is_utf and not head.startswith(codecs.BOM_UTF8):
        encoding = _Windows874.of(path).verdict(path)
    codec = "utf-8-sig" if encoding.startswith("utf-8") else _CODECS[encoding]
    delimiter, header = _header(head, codec)
    return _Survey(
        digest.hexdigest(), encoding, delimiter, header, shape.rows, shape.plain and is_utf
    )


class _Windows874:
    """Whether bytes that are not UTF-8 are Thai text of Windows-874 (which holds TIS-620)."""

    def __init__(self) -> None:
        self.counts = np.zeros(256, np.int64)
        self.riding_after_plain = 0

    @classmethod
    def of(cls, path: Path) -> "_Windows874":
        """The counts of a whole file."""
        counts = cls()
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                counts.take(block)
        return counts

    def take(self, block: bytes) -> None:
        """Count the bytes of a block beyond ASCII."""
        if block.isascii():
            return
        data = np.frombuffer(block, np.uint8)
        self.counts += np.bincount(data, minlength=256)
        riding = np.isin(data[1:], _RIDING_BYTES)
        self.riding_after_plain += int((riding & (data[:-1] < 0x80)).sum())

    def verdict(self, path: Path) -> str:
        """`windows-874`, or `utf-8` for UTF-8 with damaged places.

        Errors: FileError when the bytes are neither.
        """
        high = int(self.counts[0x80:].sum())
        unused = int(self.counts[_UNUSED_BYTES].sum())
        riding = int(self.counts[_RIDING_BYTES].sum())
        if unused == 0 and self.riding_after_plain * 20 <= max(riding, 1):
            return "windows-874"
        leads, follows = int(self.counts[0xC2:0xF5].sum()), int(self.counts[0x80:0xC0].sum())
        if leads and follows >= 1.5 * leads and high:
            return "utf-8"
        raise FileError(
            th=f"{path}: ไม่รู้จักการเข้ารหัสอักขระ (ไม่ใช่ UTF-8 หรือ TIS-620/Windows-874) บันทึกใหม่เป็น CSV UTF-8",
            en=f"{path}: unknown character encoding (neither UTF-8 nor TIS-620/Windows-874). Save it again as CSV UTF-8.",
        )


_RIDING_BYTES: Final = np.frombuffer("".join(sorted(_RIDING)).encode("cp874"), np.uint8)
_UNUSED_BYTES: Final = np.array(
    [byte for byte in range(0x80, 0x100) if bytes([byte]).decode("cp874", "ignore") == ""]
)


class _Shape:
    """Counts records outside quotes, and whether each has the right number of fields."""

    def __init__(self, delimiter: int, fields: int) -> None:
        self.delimiter, self.fields = delimiter, fields
        self.records = 0
        self.plain = True
        self._rest = b""

    @property
    def rows(self) -> int:
        """Records after the header."""
        return max(self.records - 1, 0)

    def take(self, block: bytes) -> None:
        """Look at the next bytes."""
        if not self.plain:
            return
        data = self._rest + block
        self._rest = self._count(data)
        if len(self._rest) > _MOST_FIELD_CHARACTERS:
            self.plain = False

    def end(self) -> None:
        """Look at what stands after the last line break."""
        if self.plain and self._rest and self._count(self._rest + b"\n"):
            self.plain = False

    def _count(self, data: bytes) -> bytes:
        """Count whole records; returns the bytes of the unfinished one."""
        codes = np.frombuffer(data, np.uint8)
        breaks, marks = np.flatnonzero(codes == 10), np.flatnonzero(codes == self.delimiter)
        if b'"' in data:
            quotes = np.flatnonzero(codes == _QUOTE)
            breaks = breaks[np.searchsorted(quotes, breaks) % 2 == 0]
            marks = marks[np.searchsorted(quotes, marks) % 2 == 0]
            self.plain = self.plain and self._quotes_at_edges(codes, quotes)
        elif b"\r" in data and not len(breaks):
            self.plain = False
        if not len(breaks):
            return data
        counts = np.diff(np.searchsorted(marks, breaks), prepend=0)
        starts = np.concatenate(([0], breaks[:-1] + 1))
        blank = (breaks - starts == 0) | ((breaks - starts == 1) & (codes[starts] == 13))
        self.records += len(breaks)
        self.plain = (
            self.plain and bool((counts == self.fields - 1).all()) and not bool(blank.any())
        )
        return data[int(breaks[-1]) + 1 :]

    def _quotes_at_edges(self, codes: npt.NDArray[np.uint8], quotes: npt.NDArray[np.int64]) -> bool:
        """Whether every opening quote stands after, and every closing one before, an edge."""
        opening, closing = quotes[0::2], quotes[1::2]
        edges = np.array([10, 13, self.delimiter, _QUOTE], np.uint8)
        before = codes[opening[opening > 0] - 1]
        after = codes[closing[closing < len(codes) - 1] + 1]
        return bool(np.isin(before, edges).all() and np.isin(after, edges).all())


def _copy(path: Path, copy: Path, survey: _Survey, fields: int) -> tuple[int, tuple[CutRow, ...]]:
    """Write the whole rows to a plain file, numbered; returns the count of all and the others."""
    csv.field_size_limit(min(sys.maxsize, _MOST_FIELD_CHARACTERS))
    cut: list[CutRow] = []
    number = 0
    with copy.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for number, record in enumerate(_records(path, survey), start=0):
            if number == 0:
                writer.writerow(["_row", *record])
            elif len(record) == fields:
                writer.writerow([number, *record])
            else:
                text = io.StringIO()
                csv.writer(text, delimiter=survey.delimiter, lineterminator="").writerow(record)
                cut.append(CutRow(number, len(record), text.getvalue()))
    return number, tuple(cut)


def _records(path: Path, survey: _Survey) -> Iterator[list[str]]:
    codec = "utf-8-sig" if survey.encoding.startswith("utf-8") else _CODECS[survey.encoding]
    with path.open(encoding=codec, errors="replace", newline="") as stream:
        reader = csv.reader(stream, delimiter=survey.delimiter)
        try:
            yield from (record for record in reader if record)
        except csv.Error as error:
            raise FileError(
                th=f"{path} บรรทัด {reader.line_num}: อ่านเป็น CSV ไม่ได้ ({error}) ตรวจเครื่องหมายคำพูดในบรรทัดนี้",
                en=f"{path} line {reader.line_num}: not readable as CSV ({error}). Check the quotes there.",
            ) from error


def _read_head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            head = stream.read(1 << 16)
    except OSError as error:
        raise FileError(
            th=f"{path}: อ่านไฟล์ไม่ได้ ({error.strerror}) ตรวจชื่อไฟล์และสิทธิ์",
            en=f"{path}: cannot be read ({error.strerror}). Check the name and permissions.",
        ) from error
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileError(
            th=f"{path}: ไฟล์ว่าง ขอไฟล์ใหม่จากหน่วยงานเจ้าของข้อมูล",
            en=f"{path}: the file is empty. Ask the agency for it again.",
        )
    return head


def _header(head: bytes, codec: str) -> tuple[str, str]:
    """Delimiter and text of the first line that is not blank."""
    text = head.decode(codec, "replace")
    line = next((line for line in text.splitlines() if line.strip()), "")
    counts = {mark: len(next(csv.reader([line], delimiter=mark), [])) for mark in DELIMITERS}
    return max(counts, key=lambda mark: counts[mark]), line


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _not_text(path: Path) -> FileError:
    return FileError(
        th=f"{path}: ไม่ใช่ไฟล์ข้อความ CSV ตรวจนามสกุลไฟล์ (รับ .csv .txt .tsv .xlsx .parquet)",
        en=f"{path}: not a CSV text file. Check the extension (.csv .txt .tsv .xlsx .parquet are read).",
    )
