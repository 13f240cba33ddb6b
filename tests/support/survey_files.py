"""A small source and synthetic files of it, written in the ways that agencies write them."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

SOURCE = """\
source: small-survey
version: 1
row: household
table: small
title: {th: แบบสำรวจเล็ก, en: Small survey}
agency: {th: หน่วยงานสมมติ, en: Invented agency}
purpose: {th: ทดสอบ, en: Test}
legal_basis: {th: ข้อมูลสังเคราะห์, en: Synthetic data}
refresh: yearly
formats: [csv, xlsx, parquet]
encodings: [utf-8, utf-8-sig, tis-620, windows-874, utf-16]
key: [house_code]
partition: {column: village_code, digits: 2}
code_lists:
  yes_no:
    1: {th: ใช่, en: "yes"}
    0: {th: ไม่ใช่, en: "no"}
columns:
  house_code: {type: house_code, required: true, class: personal, title: {th: รหัสประจำบ้าน, en: House code}, aliases: [HC]}
  village_code: {type: area_code, digits: 8, required: true, class: public, title: {th: รหัสหมู่บ้าน, en: Village code}}
  village_name: {type: text, class: public, title: {th: ชื่อหมู่บ้าน, en: Village name}}
  house_number: {type: house_number, class: personal, title: {th: บ้านเลขที่, en: House number}}
  citizen_id: {type: citizen_id, class: personal, title: {th: เลขประจำตัวประชาชน, en: Citizen ID}}
  born_on: {type: date, class: personal, title: {th: วันเกิด, en: Birth date}}
  people: {type: integer, required: true, range: [1, 60], class: public, title: {th: จำนวนคน, en: People}}
  children: {type: integer, range: [0, 20], class: public, title: {th: จำนวนเด็ก, en: Children}}
  water: {type: code, list: yes_no, class: public, title: {th: น้ำ, en: Water}}
  synthetic: {type: synthetic_mark, class: public, title: {th: ข้อมูลสังเคราะห์, en: Synthetic data}}
row_checks:
  - {code: part_exceeds_whole, rule: "children <= people", columns: [people, children]}
"""
HEADERS = (
    "house_code", "village_code", "village_name", "house_number", "citizen_id", "born_on",
    "people", "children", "water", "synthetic",
)  # fmt: skip
Row = dict[str, str]


def source_file(folder: Path) -> Path:
    """The source's YAML."""
    path = folder / "small-survey.yaml"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def row(number: int, **changes: str) -> Row:
    """One sound row; `number` makes its house code."""
    return {
        "house_code": f"41010{number:06d}",
        "village_code": f"410101{number % 9 + 1:02d}",
        "village_name": f"บ้านสังเคราะห์{number % 9 + 1}",
        "house_number": f"{number % 90 + 1}/{number % 7 + 1}",
        "citizen_id": "",
        "born_on": "1965-07-01",
        "people": str(number % 5 + 1),
        "children": "0",
        "water": str(number % 2),
        "synthetic": "1",
        **changes,
    }


def csv_text(rows: Sequence[Row], *, delimiter: str = ",", headers: Sequence[str] = HEADERS) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([[item[name] for name in HEADERS] for item in rows])
    return out.getvalue()


def write_csv(
    path: Path, rows: Sequence[Row], *, encoding: str = "utf-8", delimiter: str = ","
) -> Path:
    """Rows as a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(csv_text(rows, delimiter=delimiter).encode(encoding))
    return path
