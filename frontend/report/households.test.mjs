// What is said of a household, its members and their answers.
import assert from "node:assert/strict";
import test from "node:test";
import { modules } from "../testing/modules.mjs";
import { bilingual } from "../testing/payload.mjs";

const { answersText, answerText, groupsByAnswers, memberFacts, toExplain, verdict } = await modules(
  import.meta.url,
  "./households",
  "./household_answers",
  "./household_members",
);
const answer = (value, label = null) => ({ title: bilingual("รายได้", "Income"), value, label });

test("an answer is its label, yes or no, a number, or no answer", () => {
  assert.equal(answerText(answer(3, bilingual("เช่า", "rented")), "th"), "เช่า");
  assert.equal(answerText(answer(true), "th"), "ใช่");
  assert.equal(answerText(answer(false), "en"), "no");
  assert.equal(answerText(answer(38000), "th"), "38,000");
  assert.equal(answerText(answer(0), "en"), "0");
  assert.equal(answerText(answer(null), "th"), "ไม่มีคำตอบ");
  assert.equal(answersText([answer(1), answer("x")], "en"), "Income: 1; Income: x");
});

test("groups of the same answers share a line, and our reading is marked", () => {
  const group = (name, values, unofficial = false) => ({
    name,
    values,
    unofficial,
    ...bilingual(`กลุ่ม${name}`, `Group ${name}`),
  });
  const groups = [
    group("1.1", [answer(1)]),
    group("b", [answer(2)]),
    group("c", [answer(1)], true),
  ];
  assert.deepEqual(
    [...groupsByAnswers(groups, "en")],
    [
      ["Income: 1", ["1.1 Group 1.1", "Group c (our reading, not official)"]],
      ["Income: 2", ["Group b"]],
    ],
  );
});

test("a member's facts leave out what is not known", () => {
  const member = {
    relation: bilingual("หัวหน้าครัวเรือน", "head"),
    sex: null,
    age_years: 71,
    has_citizen_id: false,
    in_survey: false,
    is_unmatched: true,
  };
  assert.equal(
    memberFacts(member, "th"),
    "หัวหน้าครัวเรือน, อายุ 71 ปี, ไม่มีเลขประจำตัวที่ใช้ได้, ไม่อยู่ในแบบสำรวจ, ยังไม่แน่ใจว่าเป็นใคร",
  );
  const known = { ...member, age_years: null, has_citizen_id: true, in_survey: true };
  assert.equal(
    memberFacts({ ...known, is_unmatched: false }, "en"),
    "head, citizen ID x-xxxx-xxxxx-xx-x",
  );
});

test("a household fails, does not, or nobody can say", () => {
  const words = [true, false, null].map((fails) => verdict({ fails }, "en"));
  assert.deepEqual(words, ["Fails MPI", "Does not fail MPI", "Not known whether it fails"]);
});

test("indicators that nobody was asked need no explanation", () => {
  const indicators = [
    { name: "a", state: "deprived", is_asked: false },
    { name: "b", state: "missing", is_asked: true },
    { name: "c", state: "missing", is_asked: false },
  ];
  assert.deepEqual(
    toExplain({ indicators }).map(({ name }) => name),
    ["a", "b"],
  );
});
