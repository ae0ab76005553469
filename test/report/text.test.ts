import { expect, test } from "vitest";
import { colorPalette } from "../../src/report/color-palette.ts";
import { mostValuableFirst, reportText } from "../../src/report/text.ts";
import { fileResult, findingAt, sampleOptions, sampleRun, sampleText } from "./sample-run.ts";

test("shows findings with their code, dearest first, then what was not checked, then a summary", () => {
  expect(reportText(sampleRun, sampleOptions)).toBe(
    `app/Dockerfile · build context app (its own folder) · expected build 41 s (12–130 s, prior)

app/Dockerfile:3:1 warning sample-rule \`COPY . .\` comes before \`npm install\`
3 │ COPY . .
  │ ^^^^^^^^
4 │ RUN npm install \\
  │ --------------- reads only \`package.json\`
  = help: Copy \`package.json\` first
  = saves: 41 s (12–130 s, prior) in each later build
  = fix: Copy the manifests first (unsafe, creates .dockerignore)

app/Dockerfile:4:5 error sample-rule the sample is wrong
4 │ RUN npm install \\
  │     ^^^^^^^^^^^^^
5 │     && npm cache clean
  │     ^^^^^^^^^^^^^^^^^^

app/Dockerfile:1:6 style style-rule \`node\` has no tag
1 │ FROM node
  │      ^^^^

left out as templates of Dockerfiles: a/Dockerfile and 1 more; name a file to check it all the same

left out as parts without \`FROM\`: Dockerfile.envs; name a file to check it all the same

app/Dockerfile: not checked: needs-files, needs-more-files (there is no build context to look at)

3 findings in 2 files: 1 error, 1 warning, 1 style · 2 suppressed · 1 problem · the next build: 41 s (12–130 s) expected
`,
  );
});

test("quiet leaves only the findings", () => {
  const text = reportText(sampleRun, { ...sampleOptions, quiet: true });
  expect(text.startsWith("app/Dockerfile:3:1 warning")).toBe(true);
  expect(text).not.toContain("findings in");
  expect(text).not.toContain("not checked");
  expect(reportText({ files: [], leftOut: [], problems: [] }, { ...sampleOptions, quiet: true })).toBe("");
});

test("says so when nothing is found", () => {
  const run = { files: [fileResult("FROM scratch\n", [])], leftOut: [], problems: [] };
  expect(reportText(run, sampleOptions)).toBe("no findings in 1 file\n");
});

test("colours change nothing but colours", () => {
  const colored = reportText(sampleRun, { ...sampleOptions, palette: colorPalette() });
  const escapeCharacter = String.fromCharCode(27);
  expect(colored).toContain(`${escapeCharacter}[`);
  const bare = colored.replaceAll(new RegExp(`${escapeCharacter}\\[[0-9;]*m`, "g"), "");
  expect(bare).toBe(reportText(sampleRun, sampleOptions));
});

test("orders by saving, severity and place", () => {
  const saves = (mean: number) => ({ seconds: { mean, low: 0, high: mean }, basis: "prior" as const });
  const findings = [
    findingAt(sampleText, "FROM", { severity: "style", message: "e" }),
    findingAt(sampleText, "WORKDIR", { severity: "error", message: "d" }),
    findingAt(sampleText, "COPY", { severity: "info", message: "b", saves: saves(3) }),
    findingAt(sampleText, "RUN", { severity: "style", message: "a", saves: saves(4) }),
    findingAt(sampleText, "node", { severity: "error", message: "c" }),
  ];
  const order = mostValuableFirst(fileResult(sampleText, findings)).map(({ message }) => message);
  expect(order.join("")).toBe("abcde");
});

test("text of a Dockerfile can't steer the terminal", () => {
  const text = "FROM a\u001b[31m\u202eb\u0000\n";
  const finding = findingAt(text, "a\u001b[31m\u202eb\u0000", { message: "`a\u001b[31m` is odd\nvery" });
  const report = reportText(
    {
      files: [fileResult(text, [finding], { path: "x\u001b]0;y\u0007/Dockerfile" })],
      leftOut: [],
      problems: [],
    },
    sampleOptions,
  );
  expect(report).toMatch(/^[^\p{Cc}\u202e]*$/mu);
  expect(report.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(report).toContain("FROM a␛[31m�b␀");
});
