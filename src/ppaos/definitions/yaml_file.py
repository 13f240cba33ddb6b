"""A YAML file as a pydantic model; every error names the file, the line and the field."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from ppaos.domain.errors import DocumentError

Model = TypeVar("Model", bound=BaseModel)


def load(path: Path, model: type[Model]) -> Model:
    """Read `path` and validate it as `model`.

    Errors: DocumentError when the file is absent, is not YAML, or breaks the model; the text
    lists every finding with its line number.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(
            th=f"{path}: อ่านไฟล์ไม่ได้ ({error}) ตรวจชื่อไฟล์และการเข้ารหัส UTF-8",
            en=f"{path}: cannot be read ({error}). Check the name and that it is UTF-8.",
        ) from error
    return parse(text, model, name=str(path))


def parse(text: str, model: type[Model], *, name: str) -> Model:
    """Validate YAML text as `model`; `name` stands for the file in messages."""
    try:
        tree = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DocumentError(
            th=f"{name} บรรทัด {line}: รูปแบบ YAML ไม่ถูกต้อง ({error.problem}) แก้ย่อหน้าหรือเครื่องหมายในบรรทัดนี้",
            en=f"{name} line {line}: not valid YAML ({error.problem}). "
            "Correct the indentation or punctuation of this line.",
        ) from error
    if not isinstance(tree, CommentedMap):
        raise DocumentError(
            th=f"{name} บรรทัด 1: เอกสารว่างหรือไม่ใช่รายการ ชื่อ: ค่า",
            en=f"{name} line 1: the document is empty or is not a list of `name: value`.",
        )
    try:
        return model.model_validate(_plain(tree))
    except ValidationError as error:
        findings = [
            (line_of(tree, item["loc"]), ".".join(map(str, item["loc"])), item["msg"])
            for item in error.errors()
        ]
        raise DocumentError(
            th="\n".join(
                f"{name} บรรทัด {line}: {where or 'เอกสาร'}: {what}"
                for line, where, what in findings
            ),
            en="\n".join(
                f"{name} line {line}: {where or 'document'}: {what}"
                for line, where, what in findings
            ),
        ) from error


def error_at(
    text: str, findings: Sequence[tuple[tuple[int | str, ...], str, str]], *, name: str
) -> DocumentError:
    """An error about parts of a valid document: (location, Thai, English) of each finding."""
    tree = YAML(typ="rt").load(text)
    placed = [
        (line_of(tree, location), ".".join(map(str, location)), th, en)
        for location, th, en in findings
    ]
    return DocumentError(
        th="\n".join(f"{name} บรรทัด {line}: {where}: {th}" for line, where, th, _ in placed),
        en="\n".join(f"{name} line {line}: {where}: {en}" for line, where, _, en in placed),
    )


def line_of(tree: Any, location: tuple[int | str, ...]) -> int:
    """1-based line of the deepest part of `location` that the document holds."""
    node, line = tree, 1
    for part in location:
        try:
            if isinstance(node, CommentedMap):
                line = node.lc.key(part)[0] + 1
            elif isinstance(node, CommentedSeq):
                line = node.lc.item(part)[0] + 1
            else:
                break
            node = node[part]
        except (KeyError, IndexError, TypeError):
            break
    return line


def _plain(node: Any) -> Any:
    if isinstance(node, CommentedMap):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node
