"""A search that is refused leaves its form as it was filled in."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_refused_search_keeps_what_was_typed(published, client, people_by_role, sign_in) -> None:
    sign_in(client, people_by_role["provincial"])
    given = {"province": "41", "district": "4101", "level": "x", "name": "สมชาย", "card": "yes"}
    answer = client.get("/households/", given)
    text = answer.content.decode()
    assert answer.status_code == 400 and 'id="search-error"' in text
    for chosen in ("41", "4101", "yes"):
        assert f'<option value="{chosen}" selected>' in text
    assert 'value="สมชาย"' in text


def test_a_refused_number_keeps_the_purpose(published, client, people_by_role, sign_in) -> None:
    sign_in(client, people_by_role["provincial"])
    given = {"citizen_id": "1234567890123", "purpose": "referral", "note": "ส่งต่อ"}
    answer = client.post("/households/by-number/", given)
    text = answer.content.decode()
    assert answer.status_code == 400 and "1234567890123" not in text
    assert '<option value="referral" selected>' in text and 'value="ส่งต่อ"' in text
