"""The tree of errors that a user can act on: what is wrong, where, and what to do next.

Every error carries its text in Thai and in English, a stable `code` for programs, and the exit
code of the command line (listed in docs/reference/exit-codes.md). Bad rows of a file are not
errors: they are data of the quarantine table.
"""

from typing import ClassVar


class EngineError(Exception):
    """The database engine could not run an expression; whoever asked knows what that means to a user."""


class UserError(Exception):
    """Something the user gave cannot be used. Shown without a traceback."""

    code: ClassVar[str] = "user_error"
    exit_code: ClassVar[int] = 1

    def __init__(self, *, th: str, en: str) -> None:
        self.th = th
        self.en = en
        super().__init__(f"{th}\n{en}")


class SettingError(UserError):
    """A value of the command line or of a Python call is out of range or contradicts another."""

    code = "setting"
    exit_code = 2


class DocumentError(UserError):
    """A YAML document (instrument, source) is not valid; the message points at the line."""

    code = "document"
    exit_code = 3


class FileError(UserError):
    """A file cannot be read: absent, empty, cut off, of an unknown format or encoding."""

    code = "file"
    exit_code = 4


class ColumnError(UserError):
    """A table lacks a column that the job needs, or the column holds the wrong kind of value."""

    code = "column"
    exit_code = 5


class AreaError(UserError):
    """An area code does not exist or is not of the asked level."""

    code = "area"
    exit_code = 6


class StoreError(UserError):
    """The store lacks a table, is locked by another run, or was written by another version."""

    code = "store"
    exit_code = 7


class DesignError(UserError):
    """The survey design does not allow the asked inference, such as a stratum of one PSU."""

    code = "design"
    exit_code = 8


class CheckError(UserError):
    """A result failed a check of keys, ranges or row counts; nothing was stored."""

    code = "check"
    exit_code = 9


class ScopeError(UserError):
    """Somebody asked for more than their role or areas allow; nothing was done."""

    code = "scope"
    exit_code = 10
