"""Roles, invitations, tokens and demo accounts: who may give what, and what goes on record."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from ppaos.domain.area.scope import Scope, smallest_area
from ppaos.domain.errors import AreaError, ScopeError, SettingError
from ppaos.operations.accounts import actions, actions_tokens, queries
from ppaos.operations.accounts.demo import DEMO_PASSWORD, make_demo_accounts
from ppaos.operations.accounts.models import ApiToken, Grant, Invitation, User
from ppaos.operations.accounts.permissions import PERMISSIONS_OF, Permission, Role
from ppaos.operations.accounts.scope import areas_within, may, permissions_of, scope_of
from ppaos.operations.audit.models import Entry

People = dict[str, User]
pytestmark = pytest.mark.django_db


@pytest.fixture
def provincial_administrator(people_by_role: People) -> User:
    """Administers province 41 only."""
    user = User.objects.create_user(username="admin41", email="admin41@example.test")
    Grant.objects.create(user=user, role=Role.ADMINISTRATOR, area_code="41")
    return user


def newest() -> Entry:
    return Entry.objects.latest("number")


def test_a_role_is_given_and_taken_away_on_record(people_by_role: People) -> None:
    by, user = people_by_role["administrator"], people_by_role["field"]
    assert not may(user, Permission.EXPORT)
    grant = actions.grant_role(user=user, role="district", area="4101", by=by)
    assert may(user, Permission.EXPORT, "4101")
    assert not may(user, Permission.EXPORT, "41")
    entry = newest()
    assert (entry.action, entry.actor, entry.area_code) == (
        "grant_changed",
        "administrator",
        "4101",
    )
    assert entry.details == {"what": "added", "role": "district", "agency": ""}
    assert entry.target_id == str(user.pk)
    again = actions.grant_role(user=user, role="district", area="4101", by=by)
    assert again.pk == grant.pk
    assert newest().pk == entry.pk
    actions.revoke_role(grant=grant, by=by)
    assert not may(user, Permission.EXPORT)
    assert newest().details["what"] == "removed"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"role": "king"}, SettingError),
        ({"area": "99"}, AreaError),
        ({"area": "x"}, AreaError),
        ({"role": "agency"}, SettingError),
        ({"agency": "social-development"}, SettingError),
        ({"role": "agency", "agency": "unknown"}, SettingError),
        ({"area": "40"}, ScopeError),
        ({"area": "nat"}, ScopeError),
        ({"area": "R3"}, ScopeError),
    ],
    ids=str,
)
def test_a_role_that_cannot_be_given_changes_nothing(
    people_by_role: People, provincial_administrator: User, given: dict[str, str], error: Any
) -> None:
    wanted = {"role": "district", "area": "4101", "agency": "", **given}
    before = Grant.objects.count(), Entry.objects.count()
    by = provincial_administrator
    with pytest.raises(error):
        actions.grant_role(user=people_by_role["field"], by=by, **wanted)
    with pytest.raises(error):
        actions.invite(email="x@example.test", by=by, **wanted)
    assert (Grant.objects.count(), Entry.objects.count()) == before


def test_nobody_changes_their_own_roles_or_account(people_by_role: People) -> None:
    boss = people_by_role["administrator"]
    own = boss.grants.get()
    for act in (
        lambda: actions.grant_role(user=boss, role="provincial", area="41", by=boss),
        lambda: actions.revoke_role(grant=own, by=boss),
        lambda: actions.set_active(user=boss, is_active=False, by=boss),
        lambda: actions.reset_second_factor(user=boss, by=boss),
    ):
        with pytest.raises(ScopeError):
            act()


def test_only_administrators_act_and_only_inside_their_areas(
    people_by_role: People, provincial_administrator: User
) -> None:
    foreign, field = people_by_role["foreign"], people_by_role["field"]
    for by in (people_by_role["provincial"], people_by_role["auditor"], provincial_administrator):
        with pytest.raises(ScopeError):
            actions.revoke_role(grant=foreign.grants.get(), by=by)
        with pytest.raises(ScopeError):
            actions.set_active(user=foreign, is_active=False, by=by)
    actions.set_active(user=field, is_active=False, by=provincial_administrator)
    field.refresh_from_db()
    assert not field.is_active
    assert permissions_of(field) == frozenset()
    Grant.objects.create(user=field, role=Role.FIELD_TEAM, area_code="400101")
    field = User.objects.get(pk=field.pk)
    with pytest.raises(ScopeError, match="outside your areas"):
        actions.set_active(user=field, is_active=True, by=provincial_administrator)


def test_an_administrator_sees_people_of_their_areas_only(
    people_by_role: People, provincial_administrator: User
) -> None:
    User.objects.create_user(username="nobody")
    both = people_by_role["foreign"]
    inside = set(
        queries.visible_people(
            scope_of(provincial_administrator, Permission.ADMINISTER)
        ).values_list("username", flat=True)
    )
    assert inside == {
        "provincial", "district", "field", "agency", "analyst", "auditor", "admin41",
    }  # fmt: skip
    Grant.objects.create(user=both, role=Role.ANALYST, area_code="41")
    found = queries.visible_people(Scope.of(["41"])).get(pk=both.pk)
    assert [grant.area_code for grant in found.shown_grants] == ["41"]
    everybody = queries.visible_people(Scope.of(["nat"]))
    assert {"nobody", "foreign", "national"} <= set(everybody.values_list("username", flat=True))
    assert queries.visible_people(Scope()).count() == 0
    assert {
        user.username for user in queries.visible_people(Scope.of(["nat"]), role="auditor")
    } == {"auditor"}
    assert [user.username for user in queries.visible_people(Scope.of(["41"]), text="OVINC")] == [
        "provincial"
    ]


def test_an_invitation_opens_one_account_with_its_role(people_by_role: People) -> None:
    by = people_by_role["administrator"]
    invitation, secret = actions.invite(
        email=" New@Example.test ", role="agency", area="41", agency="health", by=by
    )
    assert newest().action == "invited"
    assert "example" not in str(newest().details)
    assert secret not in str(vars(invitation))
    assert queries.invitation_of(queries.hash_of(secret)) == invitation
    assert queries.invitation_of(queries.hash_of(secret + "x")) is None
    user = actions.open_account(
        invitation=invitation, username="new", password="four unrelated words", name=("น", "ห")
    )
    assert user.held() == [("agency", "41")]
    assert EmailAddress.objects.get(user=user).verified
    assert user.check_password("four unrelated words")
    invitation.refresh_from_db()
    assert invitation.accepted_by == user
    with pytest.raises(SettingError, match="used, withdrawn"):
        actions.open_account(invitation=invitation, username="b", password="x", name=("", ""))
    with pytest.raises(SettingError, match="used, withdrawn"):
        actions.accept(invitation=invitation, user=user)


def test_an_invitation_ends_by_time_by_revoking_and_by_a_newer_one(people_by_role: People) -> None:
    by = people_by_role["administrator"]
    wanted = {"email": "a@example.test", "role": "analyst", "area": "41", "by": by}
    first, _ = actions.invite(**wanted)
    second, _ = actions.invite(**wanted)
    first.refresh_from_db()
    assert not queries.is_open(first)
    assert list(queries.open_invitations(Scope.of(["41"]))) == [second]
    assert not queries.open_invitations(Scope.of(["40"]))
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    second.refresh_from_db()
    with pytest.raises(SettingError):
        actions.open_account(invitation=second, username="a", password="x", name=("", ""))
    third, _ = actions.invite(**wanted)
    actions.revoke_invitation(invitation=third, by=by)
    assert not queries.is_open(third)
    with pytest.raises(ScopeError):
        actions.revoke_invitation(invitation=third, by=people_by_role["provincial"])


def test_an_invitation_is_for_its_address_alone(people_by_role: People) -> None:
    foreign, by = people_by_role["foreign"], people_by_role["administrator"]
    invitation, _ = actions.invite(email="other@example.test", role="national", area="nat", by=by)
    with pytest.raises(SettingError, match="another address"):
        actions.accept(invitation=invitation, user=foreign)
    assert foreign.held() == [("provincial", "40")]
    mine, _ = actions.invite(email=foreign.email, role="analyst", area="41", by=by)
    with pytest.raises(SettingError, match="an account with this address"):
        actions.open_account(invitation=mine, username="second", password="x", name=("", ""))
    actions.accept(invitation=mine, user=foreign)
    assert ("analyst", "41") in foreign.held()


def test_nobody_invites_themselves_by_any_of_their_addresses(people_by_role: People) -> None:
    boss = people_by_role["administrator"]
    EmailAddress.objects.create(user=boss, email="Other@example.test", verified=False)
    for address in (
        "administrator@example.test",
        " Administrator@Example.test",
        "other@example.test",
    ):
        with pytest.raises(ScopeError, match="your own roles"):
            actions.invite(email=address, role="national", area="nat", by=boss)
    made, _ = actions.invite(email="later@example.test", role="national", area="nat", by=boss)
    boss.email = "later@example.test"
    boss.save()
    with pytest.raises(ScopeError, match="your own roles"):
        actions.accept(invitation=made, user=boss)
    made.refresh_from_db()
    assert made.accepted_at is None
    assert boss.role_names() == ("administrator",)


def test_a_token_acts_for_its_owner_within_what_it_names(people_by_role: People) -> None:
    user = people_by_role["provincial"]
    token, secret = actions_tokens.make_token(
        user=user, name=" my  program ", permissions=["see_counts"], area="4101", days=3
    )
    assert newest().action == "token_made"
    assert secret not in str(newest().details) + str(vars(token))
    found = actions_tokens.token_user(secret)
    assert found is not None
    assert found.pk == user.pk
    assert scope_of(found, Permission.SEE_COUNTS) == Scope.of(["4101"])
    assert scope_of(found, Permission.SEE_HOUSEHOLDS).is_empty
    assert scope_of(user, Permission.SEE_HOUSEHOLDS) == Scope.of(["41"])
    Grant.objects.filter(user=user).delete()
    found = actions_tokens.token_user(secret)
    assert found is not None
    assert scope_of(found, Permission.SEE_COUNTS).is_empty


def test_a_token_ends_by_time_by_revoking_and_with_its_owner(people_by_role: People) -> None:
    user = people_by_role["provincial"]
    token, secret = actions_tokens.make_token(user=user, name="a", permissions=["see_counts"])
    assert actions_tokens.token_user(secret) is not None
    assert actions_tokens.token_user(secret[:-1]) is None
    assert actions_tokens.token_user(token.secret_hash) is None
    assert actions_tokens.token_user("") is None
    ApiToken.objects.update(expires_at=timezone.now())
    assert actions_tokens.token_user(secret) is None
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    actions.set_active(user=user, is_active=False)
    assert actions_tokens.token_user(secret) is None
    actions.set_active(user=user, is_active=True)
    with pytest.raises(ScopeError):
        actions_tokens.revoke_token(token=token, by=people_by_role["administrator"])
    actions_tokens.revoke_token(token=token, by=user)
    assert actions_tokens.token_user(secret) is None


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"permissions": []}, SettingError),
        ({"permissions": ["unmask"]}, SettingError),
        ({"permissions": ["see_counts", "administer"]}, SettingError),
        ({"permissions": ["see_desk"]}, SettingError),
        ({"permissions": ["see_households"]}, SettingError),
        ({"permissions": ["see_households"], "purpose": "other"}, SettingError),
        ({"permissions": ["see_households"], "purpose": "visit", "area": "40"}, ScopeError),
        ({"area": "40"}, ScopeError),
        ({"area": "99"}, AreaError),
        ({"days": 0}, SettingError),
        ({"days": 900}, SettingError),
        ({"name": "  "}, SettingError),
    ],
    ids=str,
)
def test_a_token_carries_no_more_than_its_owner_may(
    people_by_role: People, given: dict[str, Any], error: Any
) -> None:
    wanted = {"name": "a", "permissions": ["see_counts"], "area": "4101", "days": 9, **given}
    with pytest.raises(error):
        actions_tokens.make_token(user=people_by_role["district"], **wanted)
    assert not ApiToken.objects.exists()


def test_tokens_are_few(people_by_role: People) -> None:
    user = people_by_role["analyst"]
    for number in range(actions_tokens.MOST_TOKENS):
        actions_tokens.make_token(user=user, name=f"{number}", permissions=["see_counts"])
    with pytest.raises(SettingError, match="Revoke one"):
        actions_tokens.make_token(user=user, name="more", permissions=["see_counts"])


def test_demo_accounts_are_one_a_role_and_can_be_made_again(settings: Any) -> None:
    made = make_demo_accounts("41")
    assert {item.role for item in made} == set(Role.values)
    assert make_demo_accounts("41") == made
    assert User.objects.filter(is_synthetic=True).count() == len(made)
    assert all(user.check_password(DEMO_PASSWORD) for user in User.objects.all())
    assert User.objects.get(username="district").held() == [("district", "4101")]
    settings.IS_HTTPS = True
    with pytest.raises(SettingError, match="password is public"):
        make_demo_accounts("41")


def test_demo_accounts_never_take_a_real_one_over() -> None:
    User.objects.create_user(username="national", password="a real person's")
    with pytest.raises(SettingError, match="a real account"):
        make_demo_accounts()
    assert User.objects.count() == 1


def test_the_first_administrator_is_made_from_the_command_line() -> None:
    user = actions.make_administrator(username="boss", email="Boss@example.test", password="x")
    assert may(user, Permission.ADMINISTER, "nat")
    with pytest.raises(SettingError):
        actions.make_administrator(username="BOSS", email="b@example.test", password="x")
    with pytest.raises(SettingError):
        actions.make_administrator(username="b", email="boss@example.test", password="x")


@pytest.mark.parametrize(
    "wrong", [{"role": "agency", "agency": ""}, {"role": "king", "agency": ""}]
)
def test_the_database_itself_refuses_a_wrong_grant(wrong: dict[str, str]) -> None:
    user = User.objects.create_user(username="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=user, area_code="41", **wrong)


def test_the_database_itself_refuses_a_grant_twice() -> None:
    user = User.objects.create_user(username="a")
    Grant.objects.create(user=user, role="analyst", area_code="41")
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=user, role="analyst", area_code="41")


@pytest.mark.parametrize(
    ("codes", "area"),
    [
        ([], ""), (["41"], "41"), (["4101", "4102"], "41"), (["410101", "410102"], "4101"),
        (["41", "4101"], "41"), (["41", "40"], "R3"), (["41", "10"], "nat"), (["R3"], "R3"),
        (["R3", "41"], "R3"), (["nat", "41"], "nat"), (["41010101"], "41010101"),
        (["410101", "411101"], "41"), (["R1", "R3"], "nat"),
    ],
)  # fmt: skip
def test_the_smallest_area_holds_all(codes: list[str], area: str) -> None:
    assert smallest_area(codes) == area
    if area:
        assert Scope.of([area]).holds(Scope.of(codes))


@pytest.mark.parametrize(
    ("mine", "seen"),
    [
        (["41"], {"41", "4101", "410101", "41010101"}),
        (["4101"], {"4101", "410101", "41010101"}),
        (["R3"], {"R3", "40", "41", "4101", "410101", "41010101"}),
        (["nat"], {"", "nat", "R3", "R4", "40", "41", "4101", "410101", "41010101", "4102"}),
        ([], set()),
    ],
)
def test_areas_of_every_level_are_inside_or_not(mine: list[str], seen: set[str]) -> None:
    user = User.objects.create_user(username="a")
    codes = ["", "nat", "R3", "R4", "40", "41", "4101", "410101", "41010101", "4102"]
    for code in codes:
        Grant.objects.create(user=user, role="analyst", area_code=code)
    found = Grant.objects.filter(areas_within(Scope.of(mine))).values_list("area_code", flat=True)
    if mine == ["41"]:
        seen = seen | {"4102"}
    if mine == ["R3"]:
        seen = seen | {"4102"}
    assert set(found) == seen


def test_every_role_may_see_counts_and_only_administrators_administer() -> None:
    assert set(PERMISSIONS_OF) == set(Role.values)
    assert all(Permission.SEE_COUNTS in held for held in PERMISSIONS_OF.values())
    may_administer = [
        role for role, held in PERMISSIONS_OF.items() if Permission.ADMINISTER in held
    ]
    assert may_administer == [Role.ADMINISTRATOR]
    assert Permission.SEE_HOUSEHOLDS not in PERMISSIONS_OF[Role.ADMINISTRATOR]
    assert Permission.SEE_HOUSEHOLDS not in PERMISSIONS_OF[Role.ANALYST]
    assert Permission.UNMASK not in PERMISSIONS_OF[Role.FIELD_TEAM]
