import type { ProjectFile } from "./generated-files.ts";
import { generatedEnd, headerStart } from "./rule-page.ts";

/** The two files of a new rule. What has to be filled in fails the tests until it is. */
export function scaffold(id: string, version: string): readonly ProjectFile[] {
  const rule = `import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "${id}",
  summary: "TODO: what is wrong, in one line",
  category: "correctness",
  severity: "warning",
  preset: "strict",
  fixable: false,
  since: "${version}",
  // No fix: TODO
  check: {
    RUN(step, context) {
      context.report({ at: step.instruction.keyword.range, message: "TODO" });
    },
  },
});
`;
  const page = `${headerStart}${generatedEnd}
## Why

TODO: what goes wrong, and when.

## Examples

### TODO: the smell

\`\`\`dockerfile bad
FROM alpine:3.22
RUN echo TODO
\`\`\`

\`\`\`findings
\`\`\`

\`\`\`dockerfile good
FROM alpine:3.22
\`\`\`

## When not to use it

TODO
`;
  return [
    { path: `rules/${id}.ts`, text: rule },
    { path: `rules/${id}.md`, text: page },
  ];
}
