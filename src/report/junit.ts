import type { FileResult, RunResult } from "../engine/result.ts";
import type { Finding } from "../rule/finding.ts";
import { positionAt } from "../text/line-index.ts";
import { harmless } from "./display-text.ts";
import { escapeXml } from "./escape-xml.ts";
import { ruleName, sentence } from "./finding-words.ts";
import type { Reporter } from "./reporter.ts";

/** A suite of tests with what makes it; a test that has no body has passed. */
interface Suite {
  readonly name: string;
  readonly failures: number;
  readonly errors: number;
  readonly tests: readonly string[];
}

/**
 * JUnit's XML, with the elements and attributes that Jenkins, GitLab, Azure and CircleCI read alike: a suite for each file, a failed test for each
 * finding, a passed one for a file without any, an error for what could not be linted.
 */
export const reportJunit: Reporter = (run, { tool }) => {
  const suites = [...problemSuites(run), ...run.files.map(fileSuite)];
  const sum = (count: (suite: Suite) => number): number =>
    suites.reduce((total, suite) => total + count(suite), 0);
  const totals = `tests="${sum(({ tests }) => tests.length)}" failures="${sum(({ failures }) => failures)}" errors="${sum(({ errors }) => errors)}"`;
  const body = suites.map(suiteElement).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${tool.name}" ${totals}>\n${body}</testsuites>\n`;
};

function problemSuites({ problems }: RunResult): readonly Suite[] {
  return problems.map(({ path, message }) => ({
    name: path,
    failures: 0,
    errors: 1,
    tests: [testCase(path, "can be linted", body("error", "problem", sentence(message)))],
  }));
}

function fileSuite(file: FileResult): Suite {
  const failed = file.findings.map((finding) => findingCase(file, finding));
  const broken = file.failures.map(({ rule, message }) =>
    testCase(file.path, rule, body("error", "defect", `Rule ${rule} broke: ${message}`)),
  );
  const tests = [...failed, ...broken];
  return {
    name: file.path,
    failures: failed.length,
    errors: broken.length,
    tests: tests.length > 0 ? tests : [testCase(file.path, "has no findings", "")],
  };
}

function findingCase(file: FileResult, finding: Finding): string {
  const { line, column } = positionAt(file.lines, finding.at.start);
  const details = [
    `${file.path}:${line}:${column} ${finding.severity} ${ruleName(finding)}`,
    sentence(finding.message),
    ...(finding.help ? [sentence(finding.help)] : []),
  ];
  const text = details.map((detail) => harmless(detail)).join("\n");
  const name = `${ruleName(finding)} at ${line}:${column}`;
  return testCase(file.path, name, body("failure", finding.severity, sentence(finding.message), text));
}

function suiteElement({ name, failures, errors, tests }: Suite): string {
  const counts = `tests="${tests.length}" failures="${failures}" errors="${errors}"`;
  return `  <testsuite name="${escapeXml(name)}" ${counts} time="0">\n${tests.join("")}  </testsuite>\n`;
}

function testCase(path: string, name: string, content: string): string {
  const start = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(path)}" time="0"`;
  return content === "" ? `${start}/>\n` : `${start}>\n${content}    </testcase>\n`;
}

function body(element: "failure" | "error", type: string, message: string, text = message): string {
  const shown = escapeXml(harmless(message));
  return `      <${element} type="${escapeXml(type)}" message="${shown}">${escapeXml(text).replaceAll("&#10;", "\n")}</${element}>\n`;
}
