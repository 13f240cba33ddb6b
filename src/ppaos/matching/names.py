"""What a Thai name sounds like and how it is compared: one row of keys for every distinct name.

A name as written comes in; out come its normal form, its lk82 sound, its first two consonants and
a spelling of one byte a letter. DuckDB counts edits in bytes and a Thai letter has three of them,
so that one added letter would count as three edits: names are compared in that spelling instead.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import ibis
import pyarrow as pa
from pythainlp.soundex import lk82
from pythainlp.util import normalize

from ppaos.domain import relations as ir
from ppaos.domain.thai.text import tidy, without_marks, without_prefix

KEYS: Final = pa.schema(
    [(name, pa.string()) for name in ("written", "name", "sound", "consonants", "letters")]
)
_FIRST_THAI, _LAST_THAI, _FIRST_BYTE = 0x0E01, 0x0E5B, 0x23
_TO_LETTERS: Final = {
    code: chr(code - _FIRST_THAI + _FIRST_BYTE) for code in range(_FIRST_THAI, _LAST_THAI + 1)
}
_NOISE: Final = re.compile(r"[\s.\-_'\"\u0e4c\u0e3a\u200b-\u200f\ufeff]")
# Only names with a doubled or displaced mark need putting in order, which takes its time.
_DISORDER: Final = re.compile(
    r"([\u0e30-\u0e4e])\1|\u0e4d|[\u0e48-\u0e4b][\u0e31\u0e34-\u0e39\u0e48-\u0e4b]"
    r"|[\u0e31\u0e34-\u0e39]{2}"
)
_NOT_CONSONANT: Final = re.compile(r"[^ก-ฮa-z]")


def as_written(name: ir.StringValue) -> ir.StringValue:
    """A name column without noise, missing marks or an attached prefix; null when nothing is left."""
    return without_prefix(without_marks(tidy(name)))


def keys_of(names: Iterable[str]) -> pa.Table:
    """One row of `KEYS` for each distinct name; a name of signs alone gets nulls."""
    rows = [(written, *_keys(written)) for written in sorted(set(names))]
    columns = list(zip(*rows, strict=True)) or [()] * len(KEYS)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=KEYS)


def with_keys(records: ir.Table, keys: ir.Table, part: str) -> ir.Table:
    """Records with `{part}`, `{part}_sound`, `{part}_consonants` and `{part}_letters` of `{part}_written`."""
    named = keys.select(
        **{f"{part}_key": keys["written"], part: keys["name"]},
        **{f"{part}_{key}": keys[key] for key in ("sound", "consonants", "letters")},
    )
    joined = records.left_join(named, records[f"{part}_written"] == named[f"{part}_key"])
    return joined.drop(f"{part}_written", f"{part}_key")


def normal_form(name: str) -> str:
    """A name as two clerks would write it alike: composed, without spaces, dots or silencing marks."""
    composed = unicodedata.normalize("NFC", name)
    if _DISORDER.search(composed):
        composed = normalize(composed)
    return _NOISE.sub("", composed).lower()


def _keys(written: str) -> tuple[str | None, ...]:
    name = normal_form(written)
    if not name:
        return (None, None, None, None)
    # lk82 hears the silencing mark, so that it is asked about the name as written.
    sound = lk82(unicodedata.normalize("NFC", written).replace(" ", "")) or None
    consonants = _NOT_CONSONANT.sub("", name)[:2] or None
    return (name, sound, consonants, name.translate(_TO_LETTERS))


def distinct_names(*records: ir.Table) -> ir.Table:
    """One column `written`: every first and last name of the tables once."""
    columns = [
        table.select(written=table[column])
        for table in records
        for column in ("first_written", "last_written")
    ]
    return ir.table(ibis.union(*columns, distinct=True).filter(lambda row: row.written.notnull()))
