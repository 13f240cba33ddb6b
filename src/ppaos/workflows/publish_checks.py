"""What must be true of a new version before anybody sees it."""

from collections.abc import Mapping

from ppaos.domain.errors import CheckError
from ppaos.engine.checks import require_equal
from ppaos.engine.store import Store
from ppaos.operations.people.models import Household, Person
from ppaos.operations.publications.models import Publication
from ppaos.workflows.publish_form import StoreFacts


def require_whole(
    store: Store, facts: StoreFacts, publication: Publication, counts: Mapping[str, int]
) -> None:
    """Errors: CheckError when rows written, read and promised, or their cubes, differ."""
    if not counts.get("households"):
        raise CheckError(
            th=f"คลังข้อมูล {store.root} ไม่มีครัวเรือน นำเข้าข้อมูลแล้วคำนวณใหม่",
            en=f"Store {store.root} holds no household. Ingest data and compute again.",
        )
    written = {
        "households": Household.objects.filter(publication=publication).count(),
        "people": Person.objects.filter(publication=publication).count(),
    }
    promised = {
        "households": facts.rows["target_households"],
        "people": facts.rows["target_persons"],
    }
    for name, th in (("households", "ครัวเรือน"), ("people", "คน")):
        require_equal(
            written[name], promised[name],
            th=f"{th}ในฐานข้อมูลกับที่คลังข้อมูลบันทึกไว้ (ตารางอาจเสียหาย สั่งคำนวณใหม่)",
            en=f"Rows of {name} in the database against those that the store recorded (a table may be damaged; compute it again)",
        )  # fmt: skip
    require_equal(
        counts["cube_households"], counts["households"],
        th="ครัวเรือนในลูกบาศก์กับในตาราง", en="Households of the cube against the table",
    )  # fmt: skip
