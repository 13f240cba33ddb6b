"""Which columns the files have, in order: those of the sources of the จปฐ 2560-64 survey."""

from typing import Final

HOUSEHOLD_COLUMNS: Final = (
    "round_be", "house_code", "house_number", "village_code", "village_name", "latitude",
    "longitude", "surveyed_on",
    "member_count", "q1_infants", "q1_low_weight", "q4_1", "q4_2", "q4_3", "q4_4", "q5_1",
    "q5_2", "q5_3", "q5_4", "q7_people", "q7_exercise_3x30", "q7_exercise_5x10", "q7_none",
    "q8_1", "q8_2", "q9_1", "q9_2", "q10_1", "q11_1", "q11_2", "q11_3", "q11_4", "q11_5",
    "q11_6", "q11_7", "q11_8_1", "q11_8_2", "q11_8_3", "q11_8_4", "q15_children",
    "q15_not_served", "q16_children", "q16_not_enrolled", "q17_leavers", "q17_not_continuing",
    "q19_people", "q19_not_literate", "q20_people", "q20_no_occupation_no_income",
    "q20_income_no_occupation", "q21_people", "q21_no_occupation_no_income",
    "q21_income_no_occupation", "q22_income_primary_baht", "q22_income_secondary_baht",
    "q22_income_other_baht", "q22_income_own_produce_baht", "q27_older_people", "q27_not_cared",
    "q28_disabled_people", "q28_not_cared", "q28_without_card", "synthetic",
)  # fmt: skip
MEMBER_COLUMNS: Final = (
    "round_be", "house_code", "village_code", "person_number", "citizen_id", "prefix",
    "first_name", "last_name", "sex", "born_on", "age_years", "relation", "education",
    "occupation", "income_baht", "disability", "cares_for_self", "dependency",
    "q1_birth_weight_g", "q7_exercise", "q15_served", "q16_enrolled", "q17_continues",
    "q19_literate", "q20_21_has_occupation", "q20_21_has_income", "q27_cared", "q28_cared",
    "q28_has_card", "synthetic",
)  # fmt: skip
