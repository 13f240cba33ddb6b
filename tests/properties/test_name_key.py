"""The key of a name is the same in Python and in SQL, whatever somebody typed."""

import duckdb
from hypothesis import example, given, strategies as st

from ppaos.domain.identity.name_key import name_key, name_key_sql

THAI = "".join(map(chr, range(0x0E01, 0x0E5C)))
TYPED = st.lists(
    st.text(
        st.one_of(
            st.sampled_from(THAI + "AZaz .\u200b\u00a0\u00ad"), st.characters(max_codepoint=0x04FF)
        )
    ),
    max_size=30,
)


@given(TYPED)
@example(["กุ่", "ก\u0e48\u0e38", "ก\u0e39\u0e3a", "É", "E\u0301", "\u200bสม ชาย", ""])
def test_both_rules_agree(names: list[str]) -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT {name_key_sql('t')} FROM (SELECT unnest(?) AS t)", [names]
        ).fetchall()
    assert sorted(row[0] for row in rows) == sorted(map(name_key, names))


def test_prefix_spaces_and_marks_that_nobody_sees_do_not_matter() -> None:
    assert name_key("สม ชาย\u200b ใจดี") == name_key("สมชาย ใจดี") == "สมชายใจดี"
    assert name_key("Somchai DEE") == "somchaidee"
    assert name_key("ก\u0e48\u0e38") == name_key("ก\u0e38\u0e48")
