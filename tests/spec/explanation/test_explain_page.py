"""What an officer reads on the screen: the verdict, the answers, the people, what to do."""

import json

import pytest

from ppaos.cli.commands.explain import explain_command
from ppaos.cli.explanation_page import show_explanation
from ppaos.engine.store import Store
from ppaos.workflows.explain.household import explain
from support.targeted_village import OUTSIDE, POOR, targeted_village


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return targeted_village(tmp_path_factory.mktemp("village"))


def shown(store: Store, code: str, capsys: pytest.CaptureFixture[str]) -> str:
    show_explanation(explain(store, code))
    return capsys.readouterr().out


def test_the_page_leads_from_verdict_to_answers_people_and_doubts(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    page = shown(store, POOR, capsys)
    told = [
        "ข้อมูลสังเคราะห์ ไม่ใช่คนจริง",
        "ครัวเรือน 4101-000001-1",
        "สำรวจเมื่อ 1 ก.พ. 2565 รอบ 2565",
        "ผล: จน (ตกเกณฑ์)",
        "คะแนนความขัดสน 1/15 (0.0667)",
        "✗ 22. รายได้เฉลี่ยของคนในครัวเรือนต่อปี: ตกเกณฑ์",
        "ได้ 30,000.00 เส้น 38,000.00",
        "22 รายได้อาชีพหลัก (บาทต่อปี) = 30,000",
        "เลขประจำตัว x-xxxx-xxxxx-xx-x",
        "ทะเบียนคนพิการที่มีบัตรประจำตัว",
        "[เชื่อมโดย: เลขประจำตัวประชาชนตรงกัน]",
        "กลุ่ม 1.1",
        "กฎ fails_mpi and holds_card",
        "แก้อะไรจึงพ้น",
        "ลำดับความเร่งด่วน",
        "ควรทำ",
    ]
    places = [page.find(text) for text in told]
    assert -1 not in places
    assert places == sorted(places)


def test_a_household_that_was_not_surveyed_says_so(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    page = shown(store, OUTSIDE, capsys)
    assert "ไม่อยู่ในแบบสำรวจ" in page
    assert "ยังไม่รู้ว่าจนหรือไม่" in page
    assert "แก้อะไรจึงพ้น" not in page


def test_json_holds_fractions_and_dates_as_text(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    explain_command(POOR, store=store.root, format_="json")
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"]["score"] == "1/15"
    assert found["surveyed_on"] == "2022-02-01"
    assert found["members"][0]["citizen_id"] == "x-xxxx-xxxxx-xx-x"
