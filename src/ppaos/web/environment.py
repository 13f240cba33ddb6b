"""Settings that come from the environment: each is named, described and read here.

docs/reference/environment.md lists them; a test compares the two.
"""

import os
import re
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from ppaos.domain.errors import SettingError

VARIABLES: Final[dict[str, str]] = {
    "PPAOS_DATA": "Folder of the site: database of the default, made files, uploads. Default `site`.",
    "PPAOS_STORE": "Folder of the analytic store. Default `store`.",
    "PPAOS_DATABASE_URL": "Database, such as `postgres://app@db/ppaos`. Default: SQLite in PPAOS_DATA.",
    "PPAOS_SECRET_KEY": "Signing key of sessions. Default: made once and kept in PPAOS_DATA (0600).",
    "PPAOS_AUDIT_KEY": "Lasting key: of the audit chain's hashes, of sealed second factors, of people known by a provider. Default: made once and kept in PPAOS_DATA (0600).",
    "PPAOS_HOSTS": "Host names that the site answers to, by commas. Default `localhost,127.0.0.1,[::1]`.",
    "PPAOS_HTTPS": "`1` behind TLS: secure cookies, HSTS, redirect. Default `0`.",
    "PPAOS_DEBUG": "`1` while developing only: tracebacks in the browser. Default `0`.",
    "PPAOS_SESSION_HOURS": "Hours after which a session ends. Default 8.",
    "PPAOS_REQUIRE_MFA": "Roles that must have a second factor, by commas. Default `administrator,auditor,national` with PPAOS_HTTPS, else none.",
    "PPAOS_UPLOAD_MB": "Largest upload in megabytes. Default 200.",
    "PPAOS_SUPPRESS_BELOW": "Public counts below this are not shown. Default 5.",
    "PPAOS_PUBLIC_LEVEL": "Deepest level of public pages: `country` to `village`, or `none` for no public pages. Default `subdistrict`.",
    "PPAOS_PUBLISHER": "Who publishes the open data, in its metadata. Default `PPAOS`.",
    "PPAOS_LICENCE": "Address of the licence of the open data. Default `https://creativecommons.org/licenses/by/4.0/`.",
    "PPAOS_TILES_URL": "Raster tiles behind the map, of one host: `https://host/{z}/{x}/{y}.png`. Default: none.",
    "PPAOS_TILES_ATTRIBUTION": "Attribution of the tiles.",
    "PPAOS_OIDC_URL": "Discovery address of an OpenID Connect provider. Default: none.",
    "PPAOS_OIDC_NAME": "What the sign-in button calls the provider. Default `ThaID`.",
    "PPAOS_OIDC_CLIENT_ID": "Client of the provider.",
    "PPAOS_OIDC_SECRET": "Secret of the client.",
    "PPAOS_OIDC_SCOPE": "Scopes asked of the provider, by spaces. Default `openid profile email`.",
    "PPAOS_OIDC_PERSON": "Claim that names a person for good. Default `sub`; it is kept as a keyed hash only.",
    "PPAOS_TRUSTED_PROXIES": "Proxies in front whose X-Forwarded-For is believed. Default 1 with PPAOS_HTTPS, else 0.",
    "PPAOS_EMAIL_URL": "`smtp://user:password@host:587` for invitations. Default: written to files in PPAOS_DATA.",
    "PPAOS_EMAIL_FROM": "Sender of mails. Default `ppaos@localhost`.",
    "PPAOS_API_PER_MINUTE": "Requests a minute of one token or person at the API. Default 120.",
    "PPAOS_LOOKS_PER_MINUTE": "Searches and household pages a minute of one person; a map of households counts as ten. Default 120.",
    "PPAOS_LOOKS_PER_HOUR": "The same in an hour. Default 1500.",
}


def value(name: str, default: str = "") -> str:
    """One variable; `default` when it is not set. Errors: KeyError for one that is not described."""
    if name not in VARIABLES:
        raise KeyError(name)
    return os.environ.get(name, default)


def whole(name: str, default: int, *, least: int = 0) -> int:
    """One variable as a whole number. Errors: SettingError when it is none or too small."""
    text = value(name) or str(default)
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise SettingError(
            th=f"ตัวแปร {name} ต้องเป็นจำนวนเต็มตั้งแต่ {least} (ได้รับ '{text}')",
            en=f"{name} must be a whole number of at least {least} (got '{text}').",
        )
    return int(text)


def is_on(name: str) -> bool:
    """Whether a switch is set. Errors: SettingError for anything but 0 and 1."""
    text = value(name) or "0"
    if text not in ("0", "1"):
        raise SettingError(
            th=f"ตัวแปร {name} ต้องเป็น 0 หรือ 1 (ได้รับ '{text}')",
            en=f"{name} must be 0 or 1 (got '{text}').",
        )
    return text == "1"


def one_of(name: str, default: str, known: Sequence[str]) -> str:
    """One variable that must be a word of a list. Errors: SettingError for any other."""
    text = value(name) or default
    if text not in known:
        raise SettingError(
            th=f"ตัวแปร {name} ต้องเป็น {', '.join(known)} (ได้รับ '{text}')",
            en=f"{name} must be one of {', '.join(known)} (got '{text}').",
        )
    return text


def listed(name: str, default: str = "") -> list[str]:
    """One variable as a list, by commas."""
    return [item.strip() for item in value(name, default).split(",") if item.strip()]


def tiles_origin() -> str:
    """Scheme and host of the map's tiles, which pages may read from; empty without tiles.

    Errors: SettingError for an address that does not name one host and the place of a tile.
    """
    text = value("PPAOS_TILES_URL")
    if not text:
        return ""
    parts = urlsplit(text)
    is_one_host = parts.scheme in ("http", "https") and re.fullmatch(
        r"[\w.\-]+(:\d+)?", parts.netloc
    )
    if not is_one_host or not all(name in text for name in ("{z}", "{x}", "{y}")):
        raise SettingError(
            th=f"PPAOS_TILES_URL ต้องเป็นที่อยู่ของเครื่องเดียวและมี {{z}} {{x}} {{y}} เช่น https://host/{{z}}/{{x}}/{{y}}.png ใส่ชื่อเครื่องแทน {{s}} (ได้รับ '{text}')",
            en=f"PPAOS_TILES_URL must name one host and hold {{z}}, {{x}} and {{y}}, such as "
            f"https://host/{{z}}/{{x}}/{{y}}.png; write a host's name in place of {{s}} (got '{text}').",
        )
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Folders:
    """Where the site keeps things."""

    data: Path

    @property
    def made(self) -> Path:
        """Exports and other made files."""
        return self.data / "made"

    @property
    def uploads(self) -> Path:
        """Files on their way into the store."""
        return self.data / "uploads"


def folders() -> Folders:
    """Folders of this site, absolute."""
    return Folders(Path(value("PPAOS_DATA", "site")).resolve())


def secret(name: str, file: str) -> str:
    """A key from the environment, else one made once and kept in the site's folder."""
    given = value(name)
    if given:
        return given
    path = folders().data / file
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _put_whole(path, secrets.token_urlsafe(48))
    kept = path.read_text("utf-8").strip()
    if not kept:
        raise SettingError(
            th=f"ไฟล์กุญแจ '{path}' ว่างเปล่า กู้คืนจากสำเนาสำรอง หรือลบไฟล์เพื่อสร้างใหม่หากยังไม่เคยใช้",
            en=f"The key file '{path}' is empty. Restore it from a backup, or delete it to have one made "
            "if none was ever used.",
        )
    return kept


def _put_whole(path: Path, text: str) -> None:
    """Make a file that is there whole or not at all; one that another process made first stays."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # readable to its owner only
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
    try:
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
