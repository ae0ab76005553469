import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, stowage } from "./program.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");
const shown = [...readme.matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);

/** What the README shows of the program is what the program prints: renew it when this fails. */
test.each([
  ["a finding", "examples/", ["check", "examples/node-bad"]],
  ["the price before", "stage  line", ["estimate", "examples/node-bad"]],
  ["the price after", "stage         line", ["estimate", "examples/node-good"]],
])("the README shows %s as it is printed", (_, beginning, args) => {
  const text = shown.find((block) => block.startsWith(beginning));
  expect(text).toBeDefined();
  expect(withoutTrailingBlanks(stowage(args).stdout)).toContain(text);
});

function withoutTrailingBlanks(text: string): string {
  return text.replace(/ +$/gm, "");
}
