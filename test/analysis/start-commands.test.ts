import { expect, test } from "vitest";
import { commands } from "../../src/analysis/commands.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { signalForm } from "../../src/analysis/signal-forms.ts";
import { stageGraph } from "../../src/analysis/stage-graph.ts";
import { startCommands } from "../../src/analysis/start-commands.ts";
import { buildFile } from "../../src/model/build-file.ts";

function analysisOf(text: string) {
  return analyze(buildFile("Dockerfile", text), null, { path: null, context: null });
}

/** A Dockerfile; the ENTRYPOINT and the CMD in force in its last stage, and the programs that they name. */
const files: readonly (readonly [string, string, string, string])[] = [
  ["FROM a", "", "", ""],
  ["FROM a\nCMD b", "", "CMD b", "b"],
  ["FROM a\nCMD b\nCMD c", "", "CMD c", "c"],
  ['FROM a\nENTRYPOINT ["e"]\nCMD ["-v"]', 'ENTRYPOINT ["e"]', 'CMD ["-v"]', "e -v"],
  ["FROM a AS s\nCMD b\nFROM s", "", "CMD b", "b"],
  ["FROM a AS s\nCMD b\nFROM s\nENTRYPOINT e", "ENTRYPOINT e", "", "e"],
  ["FROM a AS s\nENTRYPOINT e\nCMD b\nFROM s\nCMD c", "ENTRYPOINT e", "CMD c", "e c"],
  ["FROM a\nCMD b\nENTRYPOINT e", "ENTRYPOINT e", "CMD b", "e b"],
  ["FROM a\nCMD b\nFROM c", "", "", ""],
  ["FROM a\nONBUILD CMD b", "", "", ""],
];

test.each(files)("starts %j", (text, entrypoint, cmd, programs) => {
  const analysis = analysisOf(text);
  const { finalStage } = analysis.use(stageGraph);
  const found = analysis.use(startCommands).of(finalStage!);
  const shown = (step: typeof found.cmd | typeof found.entrypoint): string =>
    step === null ? "" : text.slice(step.instruction.range.start, step.instruction.range.end);
  expect(shown(found.entrypoint)).toBe(entrypoint);
  expect(shown(found.cmd)).toBe(cmd);
  expect(found.commands.map(({ name }) => name).join(" ")).toBe(programs);
});

/** A CMD in shell form; the words of its exec form, or the text with `exec`, or nothing. */
const scripts: readonly (readonly [string, readonly string[] | string | null])[] = [
  ["npm start", ["npm", "start"]],
  ["node 'a b.js' \"c\" d\\ e", ["node", "a b.js", "c", "d e"]],
  ["/app/run.sh -a=1", ["/app/run.sh", "-a=1"]],
  ["exec npm start", null],
  ["node $FILE", "exec node $FILE"],
  ["$PROGRAM", "exec $PROGRAM"],
  ["node ~/app.js", "exec node ~/app.js"],
  ["node '~/app.js'", ["node", "~/app.js"]],
  ["rm /tmp/{a,b}", "exec rm /tmp/{a,b}"],
  ["node *.js", "exec node *.js"],
  ["node app.js > /dev/null", "exec node app.js > /dev/null"],
  ["A=1 node app.js", "A=1 exec node app.js"],
  ["env A=1 node app.js", "exec env A=1 node app.js"],
  ["tini -- node app.js", "exec tini -- node app.js"],
  ["cd /app && node app.js", "cd /app && exec node app.js"],
  ["a; b", "a; exec b"],
  ["a & b", "a & exec b"],
  ["node $(cat args)", "exec node $(cat args)"],
  ["(a || true) && b", "(a || true) && exec b"],
  ["a && exec b", null],
  ["a || b", null],
  ["a | b", null],
  ["a && b &", null],
  ["! a", null],
  ["a && (b)", null],
  ["a; wait", null],
  [". ./env", null],
  ["while true; do a; done", null],
  ["a; if b; then c; fi", null],
  ["", null],
];

test.each(scripts)("rewrites %j", (script, expected) => {
  const text = `FROM a\nCMD ${script}`;
  const analysis = analysisOf(text);
  const [step] = analysis.file.stages[0]!.steps;
  const form = signalForm(analysis.use(commands).of(step!.instruction).commands);
  const offset = "FROM a\nCMD ".length;
  if (form?.kind === "exec-command") {
    const at = form.at - offset;
    expect(`${script.slice(0, at)}exec ${script.slice(at)}`).toBe(expected);
  } else {
    expect(form?.words ?? null).toEqual(expected);
  }
});
