"""What the open data says of itself: title, publisher, licence, source, period, method, columns."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings

from ppaos.domain.area.codes import LEVEL_TITLES
from ppaos.domain.thai.dates import to_common
from ppaos.operations.publications import labels
from ppaos.version import __version__
from ppaos.web.public.context import PublicContext, PublicMeasure

KEYS: Final = ("area_code", "name_th", "name_en", "parent_code")
_KEY_TITLES: Final = {
    "area_code": ("รหัสพื้นที่ ว่างหมายถึงไม่ทราบหมู่บ้าน", "Area code; empty: village not known"),
    "name_th": ("ชื่อภาษาไทย", "Name in Thai"),
    "name_en": ("ชื่อภาษาอังกฤษ", "Name in English"),
    "parent_code": ("รหัสพื้นที่ระดับบน", "Code of the area above"),
}
_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TITLE: Final = {"th": "ความยากจนหลายมิติรายพื้นที่", "en": "Multidimensional poverty by area"}


def about(opened: PublicContext) -> dict[str, Any]:
    """Description shared by every file of a publication."""
    publication = opened.publication
    instrument = labels.instrument(publication)
    round_be = publication.reading.round_be
    below = opened.table.below
    made = publication.ready_at
    return {
        "title": TITLE,
        "description": {
            "th": "จำนวนคนและครัวเรือนที่ตกเกณฑ์ รายมิติและตัวชี้วัด จากแบบสำรวจครัวเรือน ผลไม่ใช่สถิติทางการ",
            "en": "People and households that fail, by dimension and indicator, from a survey of "
            "households. Results are not official statistics.",
        },
        "publisher": settings.PUBLISHER,
        "licence": settings.LICENCE,
        "source": instrument.title.as_json(),
        "instrument": instrument.name,
        "period": {"round_be": round_be, "year": to_common(round_be)},
        "made_at": made.isoformat() if made else None,
        "publication": publication.pk,
        "synthetic": publication.is_synthetic,
        "threshold": below,
        "method": {
            "th": f"ปกปิดจำนวน 1 ถึง {below - 1} จำนวนที่เหลือจากยอดรวมที่น้อยเช่นเดียวกัน และจำนวนอื่นเท่าที่จำเป็น"
            "เพื่อไม่ให้คำนวณย้อนกลับได้ ศูนย์คือศูนย์ และพื้นที่ที่ไม่มีข้อมูลไม่ใช่ศูนย์",
            "en": f"Counts from 1 to {below - 1}, rests of totals as small, and as many other counts as "
            "are needed that none can be worked out are withheld. Zero is zero; no data is not zero.",
        },
        "program": f"ppaos {__version__}",
    }


def measure(item: PublicMeasure) -> dict[str, Any]:
    """One measure."""
    return {
        "name": item.name,
        "title": item.title.as_json(),
        "unit": item.unit,
        "finest_level": item.level,
    }


def column(name: str) -> str:
    """Name of a measure as a column of a CSV."""
    return name.replace(":", "_")


def file(opened: PublicContext, level: str) -> str:
    """Name of a file of a level, without its ending."""
    return f"ppaos-{opened.publication.reading.round_be}-{level}-version-{opened.publication.pk}"


def csv_metadata(
    opened: PublicContext, level: str, measures: Sequence[PublicMeasure], nulls: list[str]
) -> dict[str, Any]:
    """Metadata of a level's CSV."""
    keys = [
        {"name": key, "titles": {"th": th, "en": en}, "datatype": "string"}
        for key, (th, en) in _KEY_TITLES.items()
    ]
    columns = [
        {
            "name": column(item.name),
            "titles": item.title.as_json(),
            "datatype": "integer" if item.unit in ("people", "households") else "number",
            "null": nulls,
            "unit": item.unit,
        }
        for item in measures
    ]
    told = about(opened)
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{level}.csv",
        "dc:title": told["title"],
        "dc:description": told["description"],
        "dc:publisher": told["publisher"],
        "dc:license": told["licence"],
        "dc:source": told["source"],
        "dc:created": told["made_at"],
        "notes": [{key: told[key] for key in ("period", "publication", "synthetic", "threshold", "method")}],
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": {"columns": [*keys, *columns], "primaryKey": "area_code"},
    }  # fmt: skip


def catalog(opened: PublicContext, base: str) -> dict[str, Any]:
    """Every level as a data set of a DCAT catalogue; `base` is the address of the open data."""
    told = about(opened)
    publisher = {"@type": "foaf:Agent", "foaf:name": told["publisher"]}
    return {
        "@context": _CONTEXT,
        "@id": urljoin(base, "catalog.json"),
        "@type": "dcat:Catalog",
        "dct:title": _both(TITLE),
        "dct:publisher": publisher,
        "dct:license": {"@id": told["licence"]},
        "dcat:dataset": [_dataset(opened, level, base, told, publisher) for level in opened.levels],
    }


def _dataset(
    opened: PublicContext, level: str, base: str, told: dict[str, Any], publisher: dict[str, Any]
) -> dict[str, Any]:
    th, en = LEVEL_TITLES[level]
    year = told["period"]["year"]
    title = {"th": f"{TITLE['th']} ระดับ{th}", "en": f"{TITLE['en']}, {en} level"}
    described = {
        lang: f"{told['description'][lang]} {told['method'][lang]}" for lang in ("th", "en")
    }
    return {
        "@id": urljoin(base, f"{level}.json"),
        "@type": "dcat:Dataset",
        "dct:identifier": file(opened, level),
        "dct:title": _both(title),
        "dct:description": _both(described),
        "dct:publisher": publisher,
        "dct:license": {"@id": told["licence"]},
        "dct:source": _both(told["source"]),
        "dct:issued": {"@value": told["made_at"], "@type": "xsd:dateTime"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{year}-01-01", "@type": "xsd:date"},
            "dcat:endDate": {"@value": f"{year}-12-31", "@type": "xsd:date"},
        },
        "dct:language": ["th", "en"],
        "dcat:version": str(opened.publication.pk),
        "dcat:distribution": [
            _distribution(urljoin(base, f"{level}.csv"), "text/csv", urljoin(base, f"{level}.csv-metadata.json")),
            _distribution(urljoin(base, f"{level}.json"), "application/json", None),
        ],
    }  # fmt: skip


def _distribution(address: str, kind: str, schema: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": kind,
    }
    return found | ({"dct:conformsTo": {"@id": schema}} if schema else {})


def _both(text: dict[str, str]) -> list[dict[str, str]]:
    return [{"@language": lang, "@value": value} for lang, value in text.items()]
