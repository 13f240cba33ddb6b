"""Steps of the work: what each asks of the recorded events, and that words lead back to steps."""

import itertools

import pytest

from ppaos.domain.casework.steps import CaseStep, EventKind, step_of

VISIT, HELP, EXIT = EventKind


@pytest.mark.parametrize(
    ("kinds", "steps"),
    [
        ((), {CaseStep.NEVER_VISITED}),
        ((VISIT,), {CaseStep.VISITED, CaseStep.WAITING}),
        ((HELP,), {CaseStep.HELPED, CaseStep.NEVER_VISITED}),
        ((VISIT, HELP), {CaseStep.VISITED, CaseStep.HELPED}),
        ((VISIT, EXIT), {CaseStep.VISITED, CaseStep.WAITING, CaseStep.EXITED}),
        ((VISIT, HELP, EXIT), {CaseStep.VISITED, CaseStep.HELPED, CaseStep.EXITED}),
    ],
)
def test_a_household_stands_where_its_events_say(kinds, steps):
    assert {step for step in CaseStep if step.holds(kinds)} == steps


def test_every_household_was_visited_or_was_not():
    sets = [kinds for size in range(4) for kinds in itertools.combinations(EventKind, size)]
    assert len(sets) == 2 ** len(EventKind)
    for kinds in sets:
        assert CaseStep.VISITED.holds(kinds) != CaseStep.NEVER_VISITED.holds(kinds)


def test_only_those_never_visited_may_have_no_event():
    assert [step for step in CaseStep if not step.needs_event] == [CaseStep.NEVER_VISITED]
    assert all(step.holds(()) != step.needs_event for step in CaseStep)


def test_a_word_of_an_address_names_one_step():
    words = [step.address_word for step in CaseStep]
    assert words == ["anyone", "helped", "exited", "waiting", "never"]
    assert [step_of(word) for word in words] == list(CaseStep)
    assert step_of("me") is None


def test_every_step_is_named_in_both_languages():
    for step in CaseStep:
        assert (
            step.list_title.th
            and step.list_title.en
            and step.short_title.th
            and step.short_title.en
        )
    assert CaseStep("waiting") is CaseStep.WAITING and str(CaseStep.WAITING) == "waiting"
