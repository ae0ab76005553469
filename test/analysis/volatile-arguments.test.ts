import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { volatileArguments } from "../../src/analysis/volatile-arguments.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** Each group as `names > commands`. */
function found(dockerfile: string): readonly string[] {
  const analysis = analyze(buildFile("Dockerfile", dockerfile), null, { path: null, context: null });
  return analysis.use(volatileArguments).map(({ declarations, installs }) => {
    const names = declarations.map(({ name }) => name).join(" ");
    return `${names} > ${installs.map(({ manager, call }) => `${manager} ${call.action}`).join(", ")}`;
  });
}

const cases: readonly (readonly [title: string, dockerfile: string, found: readonly string[]])[] = [
  ["above an install", "FROM a\nARG GIT_SHA\nRUN npm ci", ["GIT_SHA > npm ci"]],
  ["below it", "FROM a\nRUN npm ci\nARG GIT_SHA", []],
  ["used by it", "FROM a\nARG GIT_SHA\nRUN npm ci && echo $GIT_SHA", []],
  ["used in a heredoc of it", "FROM a\nARG GIT_SHA\nRUN <<E\nnpm ci\necho $GIT_SHA\nE", []],
  ["used by a COPY before it", "FROM a\nARG GIT_SHA\nCOPY $GIT_SHA /a\nRUN npm ci", []],
  [
    "used between two",
    "FROM a\nARG BUILD_ID\nRUN npm ci\nRUN echo $BUILD_ID\nRUN apt-get install x",
    ["BUILD_ID > npm ci"],
  ],
  ["a script before it", "FROM a\nARG GIT_SHA\nRUN ./setup.sh\nRUN npm ci", []],
  ["a script before the argument", "FROM a\nRUN ./setup.sh\nARG GIT_SHA\nRUN npm ci", ["GIT_SHA > npm ci"]],
  [
    "repeated by ENV, used under the other name",
    "FROM a\nARG GIT_SHA\nENV REV=$GIT_SHA\nRUN npm ci && echo $REV",
    [],
  ],
  ["repeated by ENV and not used", "FROM a\nARG GIT_SHA\nENV REV=$GIT_SHA\nRUN npm ci", ["GIT_SHA > npm ci"]],
  ["ENV with a fixed value", "FROM a\nENV BUILD_DATE=2020-01-01\nRUN npm ci", []],
  ["several", "FROM a\nARG GIT_SHA BUILD_DATE=now\nRUN npm ci", ["GIT_SHA BUILD_DATE > npm ci"]],
  ["a branch by default", "FROM a\nARG APP_GIT_COMMIT=head\nRUN npm ci", []],
  ["a compiler that may read it", "FROM a\nARG GIT_SHA\nRUN cargo build", []],
  ["a compiler that does not", "FROM a\nARG GIT_SHA\nRUN go build", ["GIT_SHA > go build"]],
  ["in the stage below", "FROM a AS b\nARG GIT_SHA\nFROM b\nRUN npm ci", ["GIT_SHA > npm ci"]],
  [
    "in two stages below",
    "FROM a AS b\nARG GIT_SHA\nFROM b AS c\nRUN npm ci\nFROM b\nRUN pip install x\nCOPY --from=c / /",
    ["GIT_SHA > npm ci, pip install"],
  ],
  ["not in a stage beside", "FROM a AS b\nARG GIT_SHA\nFROM a\nRUN npm ci\nCOPY --from=b / /", []],
  ["in a stage that is not needed", "FROM a\nARG GIT_SHA\nRUN npm ci\nFROM a", []],
  ["before the first FROM", "ARG GIT_SHA\nFROM a\nRUN npm ci", []],
  ["taken over from there", "ARG GIT_SHA\nFROM a\nARG GIT_SHA\nRUN npm ci", ["GIT_SHA > npm ci"]],
  ["a pin from there", "ARG COMMIT=8f3a9b2c\nFROM a\nARG COMMIT\nRUN npm ci", []],
  ["a commit as default", 'FROM a\nARG COMMIT="8f3a9b2c"\nRUN npm ci', []],
  ["a version as default", "FROM a\nARG REVISION=v1.2\nRUN npm ci", []],
  ["a branch as default", "FROM a\nARG COMMIT=main\nRUN npm ci", []],
  ["a placeholder as default", "FROM a\nARG COMMIT=unknown\nRUN npm ci", ["COMMIT > npm ci"]],
  ["zeros as default", "FROM a\nARG COMMIT=0000000\nRUN npm ci", ["COMMIT > npm ci"]],
  ["a cache buster", "FROM a\nARG CACHEBUST\nRUN npm ci", []],
  ["a date for reproducible files", "FROM a\nARG SOURCE_DATE_EPOCH\nRUN npm ci", []],
  ["a branch", "FROM a\nARG GIT_BRANCH\nRUN npm ci", []],
  ["another name", "FROM a\nARG VERSION\nRUN npm ci", []],
  ["no FROM", "ARG GIT_SHA\nRUN npm ci", []],
];

test.each(cases)("%s", (_, dockerfile, expected) => {
  expect(found(dockerfile)).toEqual(expected);
});

test("work stays in proportion to the file", () => {
  const stages = Array.from(
    { length: 300 },
    (_, at) => `FROM ${at === 0 ? "a" : `s${at - 1}`} AS s${at}\nARG A${at}_BUILD_ID\nRUN npm ci`,
  );
  const analysis = analyze(buildFile("Dockerfile", stages.join("\n")), null, { path: null, context: null });
  const count = analysis.use(volatileArguments).reduce((sum, { installs }) => sum + installs.length, 0);
  expect(count).toBeLessThanOrEqual(300 * 16);
});
