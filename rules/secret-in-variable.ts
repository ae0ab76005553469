import { findingPlace } from "../src/analysis/finding-places.ts";
import { type SecretVariable, secretVariables } from "../src/analysis/secret-variables.ts";
import { defineRule, type LiteralTool } from "../src/rule/rule.ts";

/** Those of tools that look at more than the name, or at fewer names. */
const anyTool = [
  "DS-0031",
  "CIS-DI-0010",
  "DF013",
  "DF014",
  "SEC002",
  "secret-in-build-arg",
  "tally/ruby/secrets-in-arg-or-env",
  "tally/ruby/prefer-secret-mounts-for-build-credentials",
];

export default defineRule({
  id: "secret-in-variable",
  summary: "A secret is in an argument or in the environment, where everyone who has the image can read it",
  category: "security",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["SecretsUsedInArgOrEnv", "DL3064", ...anyTool],
  // No fix: how the build is called has to change as well, and with it where the secret comes from.
  check: {
    file(_, context) {
      const { literal } = context;
      for (const variable of context.use(secretVariables)) {
        if (!isReported(variable, literal)) continue;
        const { instruction, pair, forBuildkit, forHadolint } = variable;
        context.report({
          at: findingPlace(context, instruction, pair.range),
          aliases: [
            ...(forBuildkit && !variable.isGlobal && !variable.isTrigger ? ["SecretsUsedInArgOrEnv"] : []),
            ...(forHadolint ? ["DL3064"] : []),
            ...anyTool,
          ],
          message: messageOf(variable),
          help: helpOf(variable),
        });
      }
    },
  },
});

function isReported(variable: SecretVariable, literal: LiteralTool | null): boolean {
  if (literal === null) return variable.leak !== "nothing";
  if (variable.isHarmless) return false;
  if (literal === "hadolint") return variable.forHadolint;
  return variable.forBuildkit && !variable.isGlobal && !variable.isTrigger;
}

function messageOf({ leak, kind, name }: SecretVariable): string {
  switch (leak) {
    case "written":
      return `the value of \`${name}\` is open to everyone who has this file or the image`;
    case "environment":
      return `the value of \`${name}\` goes into the environment of the image, open to everyone who has it`;
    case "history":
      return `the value of \`${name}\` goes into the history of the image, open to everyone who has it`;
    case "nothing":
      return `\`${name}\` sounds like a secret, and \`${kind}\` keeps its value in the image`;
  }
}

function helpOf({ kind, name }: SecretVariable): string {
  const mount = `mount it where it is used: \`RUN --mount=type=secret,id=${name},env=${name}\``;
  return kind === "ARG"
    ? mount
    : `give it to the container when it starts; if a build step needs it, ${mount}`;
}
