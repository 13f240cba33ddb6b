"""What a Parquet file is before it is read: columns, rows by its own footer, and its SHA-256."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ppaos.domain.errors import FileError


@dataclass(frozen=True)
class ParquetFile:
    """One Parquet file, examined."""

    path: Path
    digest: str
    headers: tuple[str, ...]
    rows: int


def examine(path: Path, *, seen: Callable[[int], None] = lambda _: None) -> ParquetFile:
    """Read the footer; `seen` is told of the file's bytes.

    Errors: FileError when the file is absent, cut off or not Parquet.
    """
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        meta = pq.read_metadata(path)
        headers = tuple(meta.schema.to_arrow_schema().names)
    except (OSError, pa.ArrowException) as error:
        raise FileError(
            th=f"{path}: อ่านเป็น Parquet ไม่ได้ ({error}) ไฟล์อาจถูกตัดกลางคัน ขอไฟล์ใหม่",
            en=f"{path}: cannot be read as Parquet ({error}). It may be cut off; ask for it again.",
        ) from error
    seen(path.stat().st_size)
    return ParquetFile(path, digest, headers, int(meta.num_rows))
