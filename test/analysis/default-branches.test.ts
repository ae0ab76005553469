import { expect, test } from "vitest";
import { commands } from "../../src/analysis/commands.ts";
import { unreachedByDefault } from "../../src/analysis/default-branches.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** The programs of the last RUN that a build without arguments does not reach. */
function unreached(lines: readonly string[]): readonly string[] {
  const file = buildFile("Dockerfile", ["FROM debian", ...lines].join("\n"));
  const step = file.stages[0]!.steps.at(-1)!;
  const script = analyze(file, null, { path: null, context: null }).use(commands).of(step.instruction);
  return [...unreachedByDefault(script.commands, step.state.scope)].map(({ name }) => name);
}

const cases: readonly (readonly [lines: readonly string[], unreached: readonly string[]])[] = [
  [
    ["ARG DEBUG", 'RUN if [ "$DEBUG" = 1 ] ; then a; b; fi; c'],
    ["a", "b"],
  ],
  [["ARG DEBUG", 'RUN if [ "$DEBUG" = 1 ] ; then a; else b; fi'], ["a"]],
  [
    ["ARG DEBUG=0", 'RUN if test "$DEBUG" -eq 1; then a && b; fi'],
    ["a", "b"],
  ],
  [["ARG DEBUG=1", 'RUN if [ "$DEBUG" = 1 ]; then a; fi'], []],
  [["ARG DEBUG", 'RUN if [ -n "${DEBUG}" ]; then a; fi; if [ -z "$DEBUG" ]; then b; fi'], ["a"]],
  [["ARG DEBUG", 'RUN if [ "$DEBUG" ]; then a; fi'], ["a"]],
  [["ARG DEBUG", 'RUN if [ "x$DEBUG" = "xyes" ]; then a; fi'], ["a"]],
  [["ARG DEBUG", 'RUN if [ "$DEBUG" != "yes" ]; then a; fi'], []],
  [["ENV KIND=full", 'RUN if [[ "$KIND" == "slim" ]]; then a; elif [ $KIND = full ]; then b; fi'], ["a"]],
  [
    ["ENV KIND=full", 'RUN if [ "$KIND" = slim ]; then if true; then a; fi; fi'],
    ["true", "a"],
  ],
  [
    ["ARG DEBUG", 'RUN [ "$DEBUG" = 1 ] && a && b; c'],
    ["a", "b"],
  ],
  [["ARG DEBUG", 'RUN [ "$DEBUG" = 1 ] && a || b'], ["a"]],
  [["ARG DEBUG", 'RUN c && [ -z "$DEBUG" ] || a'], []],
  [["ARG A", "ARG B", 'RUN if [ -z "$A" ] && [ -n "$B" ]; then a; fi'], ["a"]],
  // Not known: other variables, files, what the script sets, the platform, patterns, what is negated or joined by `||`.
  [['RUN if [ "$DEBUG" = 1 ]; then a; fi'], []],
  [["ARG DEBUG", "RUN if [ -f /x ]; then a; fi"], []],
  [["ARG DEBUG", 'RUN DEBUG=$(id -u); if [ "$DEBUG" = 1 ]; then a; fi'], []],
  [["ARG DEBUG", 'RUN export DEBUG=1; if [ "$DEBUG" = 1 ]; then a; fi'], []],
  [["ARG DEBUG", 'RUN read DEBUG; if [ "$DEBUG" = 1 ]; then a; fi'], []],
  [["ARG DEBUG", 'RUN if [ "$(id)" = 1 ]; then a; fi'], []],
  [["ARG DEBUG", 'RUN if ! [ "$DEBUG" = 1 ]; then a; fi'], []],
  [["ARG DEBUG", 'RUN if [ "$DEBUG" = 1 ] || b; then a; fi'], []],
  [["ARG DEBUG", 'RUN if [[ "$DEBUG" == * ]]; then a; fi'], []],
  [["ARG TARGETARCH", 'RUN if [ "$TARGETARCH" = arm64 ]; then a; fi'], []],
];

test.each(cases)("%j", (lines, expected) => {
  expect(unreached(lines)).toEqual(expected);
});
