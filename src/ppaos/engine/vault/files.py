"""Files of sealed blocks: written whole or not at all, read by row groups, searched by hash."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from ppaos.domain.errors import StoreError
from ppaos.domain.identity.keyed_hash import HASH_BYTES

GROUP_BLOCKS: Final = 16_384
_SCHEMA_FIELDS: Final[list[tuple[str, pa.DataType]]] = [
    ("key_id", pa.string()),
    ("hashes", pa.binary()),
    ("nonce", pa.binary()),
    ("sealed", pa.binary()),
]
SCHEMA: Final = pa.schema(_SCHEMA_FIELDS)


@dataclass(frozen=True)
class SealedBlock:
    """One row of a vault file."""

    key_id: str
    hashes: bytes
    nonce: bytes
    sealed: bytes

    @property
    def bound(self) -> bytes:
        """What the seal covers beside the IDs."""
        return self.key_id.encode() + b"\0" + self.hashes


@dataclass(frozen=True)
class LocatedBlock:
    """A block and where it lies."""

    file: Path
    number: int
    block: SealedBlock


class BlockWriter:
    """Blocks on their way into one file, a row group at a time."""

    def __init__(self, writer: Any) -> None:
        self._writer, self._waiting = writer, list[SealedBlock]()

    def write(self, blocks: Sequence[SealedBlock]) -> None:
        """Append blocks."""
        self._waiting.extend(blocks)
        while len(self._waiting) >= GROUP_BLOCKS:
            self._flush()

    def finish(self) -> None:
        """Write what is left."""
        if self._waiting:
            self._flush()

    def _flush(self) -> None:
        group, self._waiting = self._waiting[:GROUP_BLOCKS], self._waiting[GROUP_BLOCKS:]
        columns = {name: [getattr(block, name) for block in group] for name in SCHEMA.names}
        self._writer.write_table(pa.table(columns, SCHEMA), row_group_size=GROUP_BLOCKS)


@contextmanager
def writing(file: Path) -> Iterator[BlockWriter]:
    """Write `file` beside itself and put it in place in one step when the block ends well."""
    fresh = file.with_suffix(".tmp")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            inner = pq.ParquetWriter(
                stream,
                SCHEMA,
                compression="none",
                use_dictionary=["key_id"],  # type: ignore[arg-type]  # the stub knows no list
                write_statistics=False,
            )
            with inner:
                writer = BlockWriter(inner)
                yield writer
                writer.finish()
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, and remove what a killed run left half-written.

    Errors: StoreError when another run holds it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(folder / "lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreError(
            th=f"มีงานอื่นกำลังเขียนคลังเลขประจำตัว {folder} รอให้เสร็จแล้วลองใหม่",
            en=f"Another run is writing vault {folder}. Wait for it, then try again.",
        ) from error
    try:
        for left in folder.glob("ids-*.tmp"):
            left.unlink()
        yield
    finally:
        lock.release()


def files(folder: Path) -> list[Path]:
    """Vault files, the oldest first."""
    return sorted(folder.glob("ids-*.parquet"))


def groups(file: Path) -> Iterator[list[LocatedBlock]]:
    """Every block of a file, a row group at a time.

    Errors: StoreError when the file cannot be read.
    """
    opened, number = _read(file, lambda: pq.ParquetFile(file)), 0
    for group in range(opened.num_row_groups):
        found = _blocks(file, opened, group, number)
        yield found
        number += len(found)


def key_ids(file: Path) -> list[str]:
    """ID of the key of every block. Errors: as `groups`."""
    ids: list[str] = _read(
        file, lambda: pq.read_table(file, columns=["key_id"])["key_id"].to_pylist()
    )
    return ids


def hashes(folder: Path) -> pa.Table:
    """Column `hash` (16 bytes) of every ID in the folder, in no order. Errors: as `groups`."""
    chunks = [chunk for file in files(folder) for chunk in hashes_of(file)]
    return pa.Table.from_arrays([pa.chunked_array(chunks, pa.binary())], names=["hash"])


def hashes_of(file: Path) -> "list[pa.Array[Any]]":
    """Hash (16 bytes) of every ID of a file, in its order. Errors: as `groups`."""
    chunks = []
    table = _read(file, lambda: pq.read_table(file, columns=["hashes"]))
    for chunk in table["hashes"].chunks:
        starts, data = _bytes_of(chunk)
        own = data[starts[0] : starts[-1]].tobytes()
        chunks.append(_of_width(own, HASH_BYTES).cast(pa.binary()))
    return chunks


def sorted_hashes(hashes: "pa.ChunkedArray[Any]") -> npt.NDArray[np.bytes_]:
    """Hashes of 16 bytes each as an ascending array, for `are_listed`."""
    return np.sort(_as_texts(hashes))


def are_listed(
    hashes: "pa.ChunkedArray[Any]", listed: npt.NDArray[np.bytes_]
) -> npt.NDArray[np.bool_]:
    """Which hashes are among `sorted_hashes`."""
    own = _as_texts(hashes)
    if not len(listed):
        return np.zeros(len(own), dtype=np.bool_)
    near = np.minimum(np.searchsorted(listed, own), len(listed) - 1)
    return np.asarray(listed[near] == own)


def holding(folder: Path, wanted: Sequence[bytes]) -> Iterator[LocatedBlock]:
    """Blocks whose range of hashes takes in any that is wanted. Errors: as `groups`."""
    heads = [int.from_bytes(one[:8]) for one in wanted]
    for file in files(folder):
        opened, number = _read(file, lambda file=file: pq.ParquetFile(file)), 0
        for group in range(opened.num_row_groups):
            column = _read(
                file, lambda opened=opened, group=group: opened.read_row_group(group, ["hashes"])
            )["hashes"].combine_chunks()
            starts, data = _bytes_of(column)
            if (np.diff(starts) < HASH_BYTES).any():
                raise damaged(file)
            first = _numbers(data, starts[:-1])
            last = _numbers(data, starts[1:] - HASH_BYTES)
            near = np.zeros(len(column), dtype=bool)
            for head in heads:
                near |= (first <= head) & (head <= last)
            if near.any():
                found = _blocks(file, opened, group, number)
                yield from (found[place] for place in np.flatnonzero(near))
            number += len(column)


def by_hash(batch: pa.RecordBatch, digits: int) -> tuple[bytes, bytes]:
    """IDs and hashes of a batch (`citizen_id`, `hash`), each end to end, in the hashes' order.

    Errors: ValueError when an ID is not `digits` long or a hash not 16 bytes.
    """
    numbers = _as_voids(batch["citizen_id"].cast(pa.binary()), digits)
    own = _as_voids(batch["hash"], HASH_BYTES)
    halves = np.ascontiguousarray(own).view(">u8").reshape(-1, 2)
    order = np.lexsort((halves[:, 1], halves[:, 0]))
    return numbers[order].tobytes(), own[order].tobytes()


def damaged(file: Path) -> StoreError:
    """The error for a file that is no vault file any more."""
    return StoreError(
        th=f"ไฟล์คลังเลขประจำตัว {file} เสียหาย กู้คืนจากสำเนาสำรอง",
        en=f"Vault file {file} is damaged. Restore it from a backup.",
    )


def _read(file: Path, reading: Any) -> Any:
    try:
        return reading()
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise damaged(file) from error


def _blocks(file: Path, opened: Any, group: int, number: int) -> list[LocatedBlock]:
    rows = _read(file, lambda: opened.read_row_group(group, SCHEMA.names).cast(SCHEMA).to_pylist())
    return [
        LocatedBlock(file, place, SealedBlock(**row))
        for place, row in enumerate(rows, start=number)
    ]


def _bytes_of(column: Any) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Offsets, one more than values, and data of a binary array."""
    _, offsets, data = column.buffers()
    starts = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    return starts.astype(np.int64), np.frombuffer(data, np.uint8)


def _numbers(data: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """The first eight bytes from each start, as a number."""
    eight = np.ascontiguousarray(data[starts[:, None] + np.arange(8)])
    return eight.view(">u8").reshape(-1).astype(np.uint64)


def _of_width(data: bytes, width: int) -> "pa.Array[Any]":
    kind = pa.binary(width)
    return pa.Array.from_buffers(kind, len(data) // width, [None, pa.py_buffer(data)])


def _as_texts(hashes: "pa.ChunkedArray[Any]") -> npt.NDArray[np.bytes_]:
    """Each hash as a NumPy text of 16 bytes: NumPy orders these and not its voids."""
    parts = [_as_voids(chunk, HASH_BYTES).tobytes() for chunk in hashes.chunks if len(chunk)]
    return np.frombuffer(b"".join(parts), f"S{HASH_BYTES}")


def _as_voids(column: "pa.Array[Any]", width: int) -> npt.NDArray[Any]:
    """Each value as one item of `width` bytes."""
    starts, data = _bytes_of(column)
    if column.null_count or (np.diff(starts) != width).any():
        raise ValueError(f"every value must have {width} bytes")
    return data[starts[0] : starts[-1]].view(f"V{width}")
