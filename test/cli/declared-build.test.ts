import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { fakeTerminal, folder } from "./program.ts";

const dockerfile = 'FROM alpine:3.22\nCOPY package.json /app/\nUSER 1000\nCMD ["true"]\n';
const usual = { ".git/": "", "docker/app/Dockerfile": dockerfile, "web/package.json": "{}" };

async function check(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const terminal = fakeTerminal({ workingDirectory: folder({ ...usual, ...files }) });
  await main(["check", "--format", "json", ...args], terminal);
  return JSON.parse(terminal.output.join(""));
}

const compose =
  "services:\n  web:\n    build:\n      context: web\n      dockerfile: ../docker/app/Dockerfile\n";

describe("check", () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[], string, string]>([
    ["what compose names", { "compose.yaml": compose }, [], "web", "invocation"],
    ["what a workflow names", { ".github/workflows/ci.yml": workflow("web") }, [], "web", "invocation"],
    ["its own folder where nobody says", {}, [], "docker/app", "dockerfile-folder"],
    ["what the user names", { "compose.yaml": compose }, ["--context", "."], ".", "option"],
    [
      "its own folder where two places differ",
      { "compose.yaml": compose, ".github/workflows/ci.yml": workflow("docker") },
      ...([[], "docker/app", "dockerfile-folder"] as const),
    ],
    [
      "its own folder where the named one lacks what it copies",
      { ".github/workflows/ci.yml": workflow("other"), "docker/app/package.json": "{}", "other/": "" },
      ...([[], "docker/app", "dockerfile-folder"] as const),
    ],
    [
      "its own folder where the named one is not there",
      { ".github/workflows/ci.yml": workflow("gone") },
      ...([[], "docker/app", "dockerfile-folder"] as const),
    ],
  ])("looks for files in %s", async (_, files, args, path, chosenBy) => {
    expect((await check(files, ...args)).files[0].context).toMatchObject({ path, chosenBy });
  });

  it("says which place names the context", async () => {
    const report = await check({ "compose.yaml": compose });
    expect(report.files[0].context.by).toEqual({ path: "compose.yaml", line: 4 });
  });

  it("looks at the stage that CI builds", async () => {
    const stages =
      'FROM alpine:3.22 AS web\nCMD ["true"]\nFROM alpine:3.22 AS last\nUSER 1000\nCMD ["true"]\n';
    const built = async (target: string) =>
      (
        await check({
          "docker/app/Dockerfile": stages,
          ".github/workflows/ci.yml": workflow("web", `          target: ${target}\n`),
        })
      ).files[0].findings.map(({ rule }: { readonly rule: string }) => rule);
    expect(await built("web")).toContain("root-user");
    expect(await built("last")).not.toContain("root-user");
    expect(await built("none")).not.toContain("root-user");
  });
});

function workflow(context: string, more = ""): string {
  return `on: push
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with:
          context: ${context}
          file: docker/app/Dockerfile
${more}`;
}
