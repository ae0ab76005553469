import { keptCredentials } from "../src/analysis/kept-credentials.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "credential-left-in-layer",
  summary: "A step leaves a credential in a layer of the image",
  category: "security",
  severity: "warning",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["tally/require-secret-mounts", "DS-0031"],
  // No fix: where the step gets the credential from in other builds, the file does not say.
  check: {
    file(_, context) {
      for (const { at, how, file, tooLate } of context.use(keptCredentials)) {
        const isCopy = how === "copy";
        context.report({
          at,
          message: isCopy
            ? `\`COPY\` puts the credentials of \`${file}\` into the image, for everyone who has it`
            : `this leaves a credential in \`${file}\`, open to everyone who has the image`,
          help: `mount the file where it is used: \`RUN --mount=type=secret,id=${idOf(file)},target=${targetOf(file)}\``,
          related: tooLate
            ? [
                {
                  at: tooLate.range,
                  message: "this comes too late: the layer of the step before keeps the file",
                },
              ]
            : [],
        });
      }
    },
  },
});

function idOf(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/^[._]/, "") || "credentials";
}

/** Where a program looks for a file that the step names from its own directory, or that COPY takes, is not said here. */
function targetOf(file: string): string {
  if (file.startsWith("/")) return file;
  const inHome = /^(?:~|\$\{?HOME\}?)\/(.*)$/.exec(file)?.[1];
  return inHome === undefined ? "…" : `/root/${inHome}`;
}
