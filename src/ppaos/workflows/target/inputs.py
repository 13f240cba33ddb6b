"""What targeting reads of a store: the persons of a round, its answers, its instrument, the rules.

Errors say which command comes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ppaos.definitions.instruments.loader import load as load_instrument
from ppaos.definitions.sources import loader as sources
from ppaos.definitions.target_groups import loader as targets
from ppaos.domain import relations as ir
from ppaos.domain.errors import SettingError, StoreError
from ppaos.domain.measurement.instrument import Instrument
from ppaos.domain.measurement.instrument_record import instrument_of
from ppaos.domain.targeting.rules import TargetRules, Vocabulary, vocabulary
from ppaos.domain.targeting.targets import HOUSEHOLD, Bits, Plan, plan
from ppaos.engine.backends import Engine
from ppaos.engine.catalogue import Catalogue, StoredTable
from ppaos.engine.checks import require_equal
from ppaos.engine.table_settings import linkage_settings, record_of

DEFAULT_RULES = ("fiscal-2566", "fiscal-2567")


@dataclass(frozen=True)
class TargetInputs:
    """Everything that a run reads."""

    persons: StoredTable
    households: StoredTable
    round_be: int
    reference: date
    bits: Bits
    source_names: tuple[str, ...]
    """In the order of the bits of `sources`."""
    instrument: Instrument
    rules: tuple[TargetRules, ...]
    plan: Plan

    def people(self, engine: Engine) -> ir.Table:
        """`persons`, with `household_id`."""
        table = engine.parquet(self.persons.files)
        return (
            table
            if HOUSEHOLD in table.columns
            else table.mutate(**{HOUSEHOLD: table["house_code"]})
        )

    def answers(self, engine: Engine) -> ir.Table:
        """Answers of the round."""
        table = engine.parquet(self.households.files)
        return table.filter(table[self.instrument.wave or "round_be"] == self.round_be)

    def lacking(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(document, group) -> words of persons that its rule reads and no stored source answers."""
        known = words_of(self.bits, self.instrument).persons
        found = {}
        for document, group in self.plan.groups:
            reads = set(group.rule.names)
            conditions = [self.plan.counts[name] for name in reads & self.plan.counts.keys()]
            counted = frozenset().union(*[rule.names for rule in conditions])
            names = {name for name in reads | counted if name in known and not self.bits.has(name)}
            found[document, group.name] = tuple(sorted(names))
        return found


def inputs_of(store: Catalogue, rules: Sequence[str | Path | TargetRules]) -> TargetInputs:
    """Read what a store says of itself, load the rules and check their words.

    Errors: StoreError before `ppaos link`; SettingError when the documents name different
    instruments; DocumentError for a rule with an unknown word.
    """
    if not store.has("persons"):
        raise StoreError(
            th=f"คลังข้อมูล {store.root} ยังไม่ได้เชื่อมโยงคน สั่ง ppaos link ก่อน แล้วจึงสั่ง ppaos target",
            en=f"The people of store {store.root} are not linked yet. Run ppaos link first, then ppaos target.",
        )
    persons = store.get("persons")
    linkage = linkage_settings(persons.manifest)
    round_be, names = linkage.round_be, linkage.sources
    bits = Bits(linkage.tables or tuple(map(table_of, names)), linkage.facts)
    loaded = tuple(
        (item, item.name) if isinstance(item, TargetRules) else (targets.load(item), item)
        for item in (rules or DEFAULT_RULES)
    )
    instrument = _instrument(store, [item for item, _ in loaded]).for_round(round_be)
    words = words_of(bits, instrument)
    for item, name in loaded:
        targets.require_known(item, words, name=name)
    documents = tuple(item for item, _ in loaded)
    return TargetInputs(
        persons,
        store.get("households"),
        round_be,
        linkage.reference_date,
        bits,
        names,
        instrument,
        documents,
        plan(documents),
    )


def words_of(bits: Bits, instrument: Instrument) -> Vocabulary:
    """Words of the store's own sources and of every shipped one, stored or not."""
    shipped = [sources.load(name) for name in sources.names()]
    linked = [item for item in shipped if item.link == "person"]
    facts = [*bits.facts, *[fact for item in linked for fact in item.facts]]
    tables = [*bits.tables, *[item.table for item in linked]]
    return vocabulary(facts=facts, tables=tables, instrument=instrument)


def table_of(source: str) -> str:
    """Stored table of a shipped source; of another, its name as a table is named."""
    return sources.load(source).table if source in sources.names() else source.replace("-", "_")


def require_same_households(
    store: Catalogue, engine: Engine, inputs: TargetInputs, surveyed: int
) -> None:
    """When the survey was measured: it has as many households now as then.

    Errors: CheckError when it was ingested again since.
    """
    if not store.has("profiles"):
        return
    table = engine.parquet(store.get("profiles").files)
    found = table.filter(table["round_be"] == inputs.round_be).count().name("rows").as_table()
    measured = int(engine.arrow(found)["rows"][0].as_py())
    if measured:
        require_equal(
            surveyed,
            measured,
            th=f"ครัวเรือนของรอบ {inputs.round_be} กับที่วัดไว้ (นำเข้าใหม่แล้วต้องสั่ง ppaos measure ใหม่)",
            en=f"Households of round {inputs.round_be} against those measured (measure again after ingesting)",
        )


def _instrument(store: Catalogue, rules: Sequence[TargetRules]) -> Instrument:
    """The instrument that the documents name, as the store was measured with it when it was."""
    wanted = sorted({item.instrument for item in rules if item.instrument})
    if len(wanted) > 1:
        raise SettingError(
            th=f"กฎที่เลือกใช้เครื่องมือวัดต่างกัน ({', '.join(wanted)}) คำนวณทีละเครื่องมือ",
            en=f"The chosen rules name different instruments ({', '.join(wanted)}). Compute one instrument at a time.",
        )
    if store.has("profiles"):
        stored = instrument_of(record_of(store.get("profiles").manifest))
        if not wanted or stored.name == wanted[0]:
            return stored
        raise SettingError(
            th=f"กฎใช้เครื่องมือ '{wanted[0]}' แต่คลังข้อมูลวัดด้วย '{stored.name}' สั่ง ppaos measure --instrument {wanted[0]} ใหม่ หรือแก้ instrument ในกฎ",
            en=f"The rules name instrument '{wanted[0]}', but the store was measured with '{stored.name}'. "
            f"Run ppaos measure --instrument {wanted[0]}, or change `instrument` in the rules.",
        )
    if not wanted:
        raise StoreError(
            th=f"คลังข้อมูล {store.root} ยังไม่ได้วัด และกฎไม่ได้ระบุ instrument สั่ง ppaos measure ก่อน",
            en=f"Store {store.root} was not measured and the rules name no instrument. Run ppaos measure first.",
        )
    return load_instrument(wanted[0])
