"""What-ifs: equal to the command line's, shareable, in scope, kept only when named."""

import csv
import io

import pytest
from django.urls import reverse

from ppaos.domain.area.scope import Scope
from ppaos.operations.audit.models import Entry
from ppaos.operations.publications import labels
from ppaos.operations.results import whatif
from ppaos.operations.results.models import WhatIfScenario
from ppaos.workflows.measure.whatif import whatif as stored_whatif

ASKED = [
    {},
    {"k": "1/3"},
    {"k": "1/5", "weights": {"health": "2/5"}},
    {"rule": "union"},
    {"rule": "intersection"},
    {"rule": "dimensions", "m": 2},
    {"k": "1/4", "missing": "listwise"},
    {"k": "1/4", "missing": "reweight", "weights": {"income": "1/2"}},
]


@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_it_is_what_the_command_line_answers(published, small_store, asked) -> None:
    from ppaos.domain.measurement.schemes import scheme

    made = scheme(labels.instrument(published), **asked)
    found = whatif.ask(published, made)
    table = stored_whatif(
        small_store,
        levels=("province", "district", "subdistrict"),
        round_be=published.reading.round_be,
        **asked,
    ).to_pylist()
    wanted = {
        (row["loa"], row["subg"], row["measure"]): row["b"]
        for row in table
        if row["measure"] in ("H", "A", "M0") and not row["indicator"] and not row["dimension"]
    }
    checked = 0
    for level in ("province", "district", "subdistrict"):
        for code, figures in found.by_area(Scope(("",)), level):
            for measure, value in (
                ("H", figures.headcount_ratio), ("A", figures.intensity), ("M0", figures.m0)
            ):  # fmt: skip
                other = wanted.pop((level, code, measure), None)
                other = None if other is None or other != other else other
                if value is None or other is None:
                    assert value == other
                else:
                    assert value == pytest.approx(other, abs=1e-12)
                checked += 1
    assert checked > 50
    assert not {key: value for key, value in wanted.items() if value == value and value}


def test_shares_of_dimensions_add_up(published) -> None:
    own = labels.instrument(published).scheme
    shares = whatif.ask(published, own).contributions(Scope(("41",)))
    assert len(shares) == 5
    assert sum(value or 0 for value in shares.values()) == pytest.approx(1)


def test_the_page_answers_in_scope_only(client, published, people_by_role, sign_in) -> None:
    sign_in(client, people_by_role["district"])
    page = client.get(reverse("whatif:page"), {"rule": "k", "k": "1/3"})
    assert page.status_code == 200
    assert "4101" in page.content.decode()
    found = client.get(reverse("whatif:data"), {"rule": "union"}).json()
    assert {area["code"][:4] for area in found["areas"]} == {"4101"}
    assert client.get(reverse("whatif:data"), {"area": "40"}).status_code == 403
    assert client.get(reverse("whatif:page"), {"area": "41"}).status_code == 403


def test_only_the_answer_comes_back_to_the_controls(
    client, published, people_by_role, sign_in
) -> None:
    sign_in(client, people_by_role["provincial"])
    part = client.get(reverse("whatif:page"), {"rule": "union"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "rule=union" in part["HX-Push-Url"]


def test_json_and_csv_are_the_same_numbers(client, published, people_by_role, sign_in) -> None:
    sign_in(client, people_by_role["provincial"])
    asked = {"rule": "k", "k": "2/5", "w_health": "40", "show": "poor_people", "level": "district"}
    shown = client.get(reverse("whatif:data"), asked).json()
    text = client.get(reverse("whatif:table"), asked).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    by_code = {row["area_code"]: row["poor_people"] for row in rows}
    for area in [*shown["areas"], shown["total"]]:
        told = by_code[area["code"]]
        assert (None if told == "" else float(told)) == area["value"]


@pytest.mark.parametrize(
    "asked",
    [
        {"rule": "k", "k": "abc"},
        {"rule": "k", "k": "5"},
        {"rule": "k", "k": "1/0"},
        {"rule": "k", "k": "1e999999999"},
        {"rule": "k", "k": "1/3000000000000"},
        {"rule": "k", "k": "0.3333333333333"},
        {"rule": "dimensions", "m": "1" * 5000},
        {"w_health": "1e99999999"},
        {"w_health": "1/999983", "w_income": "1/999979", "w_education": "1/999961"},
        {"rule": "dimensions", "m": "9"},
        {"rule": "nonsense"},
        {"w_health": "90", "w_income": "90"},
        {"w_health": "-5"},
        {"level": "galaxy"},
        {"show": "everything"},
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_explained(
    client, published, people_by_role, sign_in, asked
) -> None:
    sign_in(client, people_by_role["provincial"])
    page = client.get(reverse("whatif:page"), asked)
    assert page.status_code == 400
    assert 'role="alert"' in page.content.decode()


def test_nothing_is_kept_unless_named(client, published, people_by_role, sign_in) -> None:
    owner = people_by_role["analyst"]
    sign_in(client, owner)
    client.get(reverse("whatif:page"), {"rule": "union"})
    assert not WhatIfScenario.objects.exists()
    client.post(reverse("whatif:save") + "?rule=union", {"name": "  กฎ   กว้าง "})
    kept = WhatIfScenario.objects.get()
    assert kept.name == "กฎ กว้าง" and "rule=union" in kept.query
    assert Entry.objects.filter(action="what_if_saved", actor_id=owner.pk).count() == 1
    client.post(reverse("whatif:save") + "?rule=union", {"name": ""})
    assert WhatIfScenario.objects.count() == 1
    sign_in(client, people_by_role["provincial"])
    client.post(reverse("whatif:forget", args=[kept.pk]))
    assert WhatIfScenario.objects.count() == 1
    sign_in(client, owner)
    client.post(reverse("whatif:forget", args=[kept.pk]))
    assert not WhatIfScenario.objects.exists()
    (entry,) = Entry.objects.filter(action="what_if_deleted")
    assert (entry.actor_id, entry.target_id, entry.area_code) == (owner.pk, str(kept.pk), "41")


def test_a_level_of_another_area_gives_way_to_the_first_of_this_one(
    client, published, people_by_role, sign_in
) -> None:
    sign_in(client, people_by_role["national"])
    for address in ("whatif:data", "maps:data"):
        for area, level, shown in (
            ("41", "province", "district"), ("4101", "district", "subdistrict"),
            ("410101", "province", "village"), ("41", "subdistrict", "subdistrict"),
            ("nat", "village", "province"),
        ):  # fmt: skip
            answer = client.get(reverse(address), {"area": area, "level": level})
            assert answer.json()["level"] == shown, (address, area, level)
    for page in ("whatif:page", "maps:page"):
        assert client.get(reverse(page), {"area": "41", "level": "province"}).status_code == 200


def test_another_area_is_another_page_and_not_the_answer_alone(
    client, published, people_by_role, sign_in
) -> None:
    sign_in(client, people_by_role["national"])
    headers = {"HX-Request": "true"}
    for here, area in (("41", "4101"), ("4101", "41")):
        asked = {"here": here, "area": area, "level": "province", "rule": "union"}
        answer = client.get(reverse("whatif:page"), asked, headers=headers)
        assert answer.status_code == 204
        page = client.get(answer["HX-Redirect"])
        assert page.context["asked"].area.code == area
        assert "rule=union" in answer["HX-Redirect"]
    same = client.get(reverse("whatif:page"), {"here": "41", "area": "41"}, headers=headers)
    assert same.status_code == 200 and "whatif-status" in same.content.decode()


def test_the_form_shows_the_weights_in_force(client, published, people_by_role, sign_in) -> None:
    sign_in(client, people_by_role["provincial"])
    page = client.get(reverse("whatif:page"))
    held = page.context["asked"].weights_in_force
    for item in page.context["asked"].instrument.dimensions:
        assert held[item.name] == "20"
        name = f'name="w_{item.name}" value="" placeholder="20"'
        assert name in page.content.decode()
    typed = {f"w_{name}": text for name, text in held.items()}
    assert all("." not in text for text in typed.values())


def test_numbers_in_force_open_their_list_and_the_file_says_what_was_asked(
    client, published, people_by_role, sign_in
) -> None:
    sign_in(client, people_by_role["provincial"])
    page = client.get(reverse("whatif:page"), {"rule": "union"})
    found = client.get(page.context["list_in_force"])
    assert found.context["count"] == page.context["found"].total.in_force.poor_households
    asked = {"rule": "k", "k": "2/5", "w_health": "40"}
    text = client.get(reverse("whatif:table"), asked).content.decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        assert (row["publication"], row["rule"]) == (str(published.pk), "rule=k&k=2/5&w_health=40")
    sign_in(client, people_by_role["analyst"])
    assert "/households/" not in client.get(reverse("whatif:page")).content.decode()
