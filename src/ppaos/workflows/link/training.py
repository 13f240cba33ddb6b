"""Train the matching model on a store's own records, and keep its weights and their chart.

People whose valid number stands in several sources are known to be one person: how often their
names, dates and places agree gives the weights, without anybody labelling pairs.
"""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ppaos.definitions.precedence.loader import load as load_precedence
from ppaos.domain import relations as ir
from ppaos.domain.linkage.records import PERSON
from ppaos.domain.progress import Progress, Silent
from ppaos.engine.backends import DEFAULT_URL, connect
from ppaos.engine.store import Store
from ppaos.matching.chart import write_chart
from ppaos.matching.training import train_model
from ppaos.workflows.link import by_model, by_number
from ppaos.workflows.link.inputs import inputs_of
from ppaos.workflows.link.steps import Steps

_MOST_LABELLED: Final = 2_000_000


@dataclass(frozen=True)
class TrainingResult:
    """Where the weights and their chart are."""

    model: Path
    chart: Path


def train(
    store: Store,
    *,
    round_be: int | None = None,
    engine: str = DEFAULT_URL,
    progress: Progress | None = None,
) -> TrainingResult:
    """Train on what the store holds; later linkages of this store use the weights.

    Errors: as `link`; SettingError when too few people have a number to learn from.
    """
    watcher = progress or Silent()
    with (
        watcher.step(th="ฝึกแบบจำลอง", en="Training the model"),
        tempfile.TemporaryDirectory(prefix="ppaos-train-") as scratch,
    ):
        runner = connect(engine)
        try:
            steps = Steps(runner, Path(scratch))
            inputs = inputs_of(store, runner, round_be)
            precedence = load_precedence()
            keyed = by_number.by_number(steps, inputs, precedence)
            by_model.keep_compared(steps, inputs, keyed, precedence)
            labelled = by_model.compared(_in_several(steps, keyed), inputs, keep=(PERSON,))
            steps.keep("labelled", labelled.rename(person=PERSON))
            found = train_model(
                steps.file("unkeyed"),
                steps.file("numbered"),
                folder=steps.folder,
                same=steps.file("labelled"),
            )
        finally:
            runner.close()
    file = store.root / by_model.MODEL_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return TrainingResult(file, write_chart(found, file.with_suffix(".svg")))


def _in_several(steps: Steps, keyed: by_number.NumberMatches) -> ir.Table:
    """Records of people whose number stands in the survey and in a register."""
    registers = keyed.registers.semi_join(keyed.survey, PERSON)
    if steps.count(registers) > _MOST_LABELLED:
        # numbers are spread evenly over their hashes, so the lowest are a fair sample
        registers = registers.filter(registers[PERSON].cast("string") < "1")
    return registers.union(keyed.survey.semi_join(registers, PERSON))
