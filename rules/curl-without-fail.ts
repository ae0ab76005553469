import { addSwitch } from "../src/analysis/download-edits.ts";
import { type Download, downloads } from "../src/analysis/downloads.ts";
import { defineRule } from "../src/rule/rule.ts";

const failFlags = new Set(["-f", "--fail", "--fail-with-body", "--fail-early"]);
/** A request with a body, or with a look at the status: its answer is not what goes into the image. */
const otherUses = new Set([
  ...[
    "-X",
    "--request",
    "-d",
    "--data",
    "--data-raw",
    "--data-binary",
    "-F",
    "--form",
    "-T",
    "--upload-file",
  ],
  ...["-w", "--write-out", "-I", "--head", "-V", "--version", "-h", "--help", "--json"],
]);

export default defineRule({
  id: "curl-without-fail",
  summary: "`curl` takes the error page of a server for the file",
  category: "correctness",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: ["curlUseFlagF", "DF035"],
  check: {
    file(_, context) {
      for (const download of context.use(downloads)) {
        const { tool, command, runBy } = download;
        const [program] = command.words;
        if (tool !== "curl" || program === undefined || !mayKeepErrorPage(download)) continue;
        const edit = addSwitch(download, "f");
        context.report({
          at: program.range,
          message:
            runBy === null
              ? "without `--fail`, `curl` saves the error page of a server as the file and succeeds"
              : `without \`--fail\`, \`${runBy.name}\` gets the error page of a server to run`,
          help: "add `-f` (`--fail`)",
          // Unsafe: the build stops where it went on with the error page of a server.
          ...(edit && { fix: { title: "Add `-f`", applicability: "unsafe", edits: [edit] } }),
        });
      }
    },
  },
});

/** Whether an error page could end up in the image, or run: nothing in the step would stop at it. */
function mayKeepErrorPage({ flags, addresses, goesTo, runBy, isVerified, isChecked }: Download): boolean {
  if (flags.some(({ name }) => failFlags.has(name) || otherUses.has(name))) return false;
  if (isVerified || isChecked || addresses.length === 0) return false;
  if (addresses.some(({ isLocal, scheme }) => isLocal || !["http", "https", ""].includes(scheme)))
    return false;
  return goesTo === "file" || (goesTo === "pipe" && runBy !== null);
}
