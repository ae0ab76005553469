import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { CodeAction, CodeLens, InlayHint, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { folder, root, stowage } from "../program.ts";
import { type Client, type ClientOptions, startClient } from "./client.ts";

const programFile = join(root, "dist/stowage.cjs");
const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0))
    if (client.process.exitCode === null) client.process.kill("SIGKILL");
});

const project = {
  "package.json": '{ "name": "shop", "dependencies": { "express": "4.19.2" } }\n',
  "package-lock.json": JSON.stringify({
    name: "shop",
    lockfileVersion: 3,
    packages: Object.fromEntries(
      ["", ...Array.from({ length: 300 }, (_, at) => `node_modules/p${at}`)].map((path) => [path, {}]),
    ),
  }),
  "src/server.js": "require('express')().listen(3000);\n",
  ".dockerignore": "node_modules\n",
};
const dockerfile = `FROM node:22-slim AS build
ARG MODE=production
WORKDIR /app
COPY . .
RUN NODE_ENV=$MODE npm ci
FROM node:22-slim
ENV PORT 3000
COPY --from=build /app /app
USER node
CMD node /app/src/server.js
`;

interface Session {
  readonly client: Client;
  readonly uri: string;
  readonly cwd: string;
  /** The text as the server has it. */
  text(): string;
  version(): number;
  edit(start: number, end: number, text: string): void;
  ask<Answer>(method: string, params?: object): Promise<Answer>;
  apply(edit: WorkspaceEdit): void;
}

async function open(
  text = dockerfile,
  options: Partial<ClientOptions> = {},
  files: Readonly<Record<string, string>> = project,
): Promise<Session> {
  const cwd = folder({ ...files, Dockerfile: text });
  const uri = pathToFileURL(join(cwd, "Dockerfile")).href;
  const client = await startClient({
    program: [programFile, "lsp"],
    folders: [pathToFileURL(cwd).href],
    initializationOptions: { settings: { inlayHints: true } },
    ...options,
  });
  clients.push(client);
  client.open(uri, text);
  let document = TextDocument.create(uri, "dockerfile", 1, text);
  const edit = (start: number, end: number, inserted: string): void => {
    const change = {
      range: { start: document.positionAt(start), end: document.positionAt(end) },
      text: inserted,
    };
    document = TextDocument.update(document, [change], document.version + 1);
    void client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: document.version },
      contentChanges: [change],
    });
  };
  return {
    client,
    uri,
    cwd,
    text: () => document.getText(),
    version: () => document.version,
    edit,
    ask: (method, params = {}) => client.connection.sendRequest(method, { textDocument: { uri }, ...params }),
    apply({ documentChanges = [] }) {
      const edits: TextEdit[] = [];
      for (const change of documentChanges) {
        if (!("edits" in change) || change.textDocument.uri !== uri) continue;
        expect(change.textDocument.version).toBe(document.version);
        edits.push(...(change.edits as TextEdit[]));
      }
      const places = edits.map(({ range, newText }) => ({
        start: document.offsetAt(range.start),
        end: document.offsetAt(range.end),
        newText,
      }));
      for (const { start, end, newText } of places.sort((one, other) => other.start - one.start))
        edit(start, end, newText);
    },
  };
}

const everything = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };

/** What `check` finds in a text, as the editor calls it. */
function checked(session: Session): readonly string[] {
  writeFileSync(join(session.cwd, "Dockerfile"), session.text());
  const { stdout } = stowage(["--format", "json", "--fail-on", "none"], { cwd: session.cwd });
  const { files } = JSON.parse(stdout) as {
    files: { findings: { rule: string; range: { start: { line: number; column: number } } }[] }[];
  };
  return files[0]!.findings
    .map(({ rule, range: { start } }) => `${start.line}:${start.column} ${rule}`)
    .sort();
}

async function shown(
  { client, uri, version }: Session,
  isEnough?: Parameters<Client["diagnostics"]>[2],
): Promise<readonly string[]> {
  const found = await client.diagnostics(uri, version(), isEnough);
  return found.map(({ range: { start }, code }) => `${start.line + 1}:${start.character + 1} ${code}`).sort();
}

async function actions(session: Session, only?: readonly string[]): Promise<CodeAction[]> {
  return session.ask("textDocument/codeAction", {
    range: everything,
    context: { diagnostics: [], ...(only && { only }) },
  });
}

describe("an editor", () => {
  it("is told what `check` finds, at the same places, with a link and what it saves", async () => {
    const session = await open(dockerfile.replace("COPY . .", "COPY package.json package-lock.json ./"));
    expect(await shown(session)).toEqual(checked(session));
    const found = await session.client.diagnostics(session.uri, 1);
    const install = found.find(({ message }) => String(message).includes("Saves"))!;
    expect(install.message).toMatch(/Saves [\d.]+ s \(.+, .*prior\) in each later build\./);
    expect(install.codeDescription!.href).toContain(`rules/${install.code}.md`);
    expect(await session.client.close()).toBe(0);
  });

  it("gets diagnostics of the last version after bursts of edits, and none of an older one after it", async () => {
    const session = await open();
    await shown(session);
    for (let at = 0; at < 3; at++) {
      for (let key = 0; key < 100; key++)
        session.edit(session.text().length, session.text().length, key % 10 === 9 ? "\n" : "#");
      await shown(session);
    }
    session.edit(0, 0, "# hadolint ignore=DL3006\n");
    session.edit(session.text().indexOf(":22-slim\nENV"), session.text().indexOf("\nENV"), "");
    await shown(session);
    const last = session.version();
    // The full look follows what is said while typing.
    const expected = checked(session);
    await session.client.diagnostics(session.uri, last, (found) => found.length === expected.length);
    expect(await shown(session)).toEqual(expected);
    const versions = session.client.published.map(({ version }) => version!);
    expect(versions).toEqual([...versions].sort((one, other) => one - other));
  });

  it("fixes one finding, all of a rule, and all that are safe as `--fix` does", async () => {
    const text = dockerfile
      .replace("FROM node:22-slim\n", "from node:22-slim\nmaintainer me\n")
      .replace("PORT 3000", "A 1\nENV B 2\nENV PORT 3000");
    const session = await open(text);
    const codes = (found: readonly string[]) => found.map((one) => one.split(" ")[1]);
    const before = codes(await shown(session));
    const offered = await actions(session);
    const together = offered.find(({ title }) => title.startsWith("Fix all "))!;
    session.apply(together.edit!);
    const { code } = together.diagnostics![0]!;
    await session.client.diagnostics(session.uri, session.version(), (found) =>
      found.every((one) => one.code !== code),
    );
    expect(before.filter((one) => one === code).length).toBeGreaterThan(1);

    const single = (await actions(session)).find(({ isPreferred }) => isPreferred)!;
    session.apply(single.edit!);
    const [all] = await actions(session, ["source.fixAll"]);
    if (all !== undefined) session.apply(all.edit!);
    expect(await actions(session, ["source.fixAll.stowage"])).toEqual([]);
    const fixed = stowage(["--fix", "-", "--fail-on", "none", "--stdin-filename", "Dockerfile"], {
      cwd: session.cwd,
      input: text,
    });
    expect(session.text()).toBe(fixed.stdout);
  });

  it("hides a rule for an instruction and in the file", async () => {
    for (const title of [/^Ignore \S+ for this instruction$/, /^Ignore \S+ in this file$/]) {
      const session = await open();
      const before = await shown(session);
      const action = (await actions(session)).find((one) => title.test(one.title))!;
      session.apply(action.edit!);
      const { code } = action.diagnostics![0]!;
      const left = await shown(session, (found) => found.every((one) => one.code !== code));
      expect(left.length).toBeLessThan(before.length);
    }
  });

  it("renames stages and build arguments everywhere, and says why it does not", async () => {
    const session = await open();
    const position = (text: string) =>
      TextDocument.create("", "", 0, session.text()).positionAt(session.text().indexOf(text));
    const rename = (at: string, newName: string) =>
      session.ask<WorkspaceEdit>("textDocument/rename", { position: position(at), newName });
    session.apply(await rename("build\n", "compile"));
    session.apply(await rename("MODE=p", "FLAVOUR"));
    expect(session.text()).toBe(
      dockerfile
        .replace("AS build", "AS compile")
        .replace("from=build", "from=compile")
        .replaceAll("MODE=p", "FLAVOUR=p")
        .replace("$MODE", "$FLAVOUR"),
    );
    await expect(rename("FLAVOUR=p", "PORT")).rejects.toThrow("`PORT` is set in this file already");
    await expect(rename("compile\n", "1st")).rejects.toThrow("begins with a letter");
    expect(
      await session.ask("textDocument/definition", { position: position("compile /app") }),
    ).toMatchObject({
      range: { start: { line: 0, character: 21 } },
    });
  });

  it("shows what builds take: above each stage, behind each step, on its keyword and as a page", async () => {
    const session = await open();
    const lenses = await session.ask<CodeLens[]>("textDocument/codeLens");
    expect(lenses.map(({ range, command }) => `${range.start.line} ${command!.title}`)).toEqual([
      expect.stringMatching(
        /^0 expected build .+ \(.+\) · from nothing .+ \(.+\) · dearest: line \d+, .+ · prior$/,
      ),
      expect.stringMatching(/^5 expected build /),
    ]);
    const hints = await session.ask<InlayHint[]>("textDocument/inlayHint", { range: everything });
    expect(hints.find(({ position }) => position.line === 4)).toMatchObject({
      position: { line: 4, character: "RUN NODE_ENV=$MODE npm ci".length },
      label: expect.stringMatching(/^hits \d+ % · [\d.]+ s$/),
    });
    const hover = await session.ask<{ contents: { value: string } }>("textDocument/hover", {
      position: { line: 4, character: 1 },
    });
    expect(hover.contents.value).toMatch(/reused in .+ prior\)\n- takes .+ prior\)\n- runs because of/);
    const bill = await session.client.connection.sendRequest<{ html: string }>("stowage/bill", {
      uri: session.uri,
    });
    expect(bill.html).toContain("Content-Security-Policy");
    const optimized = await session.client.connection.sendRequest("stowage/optimize", { uri: session.uri });
    expect(optimized).toMatchObject({
      text: expect.stringMatching(/COPY package(?:-lock)?\.json .*\nRUN .*npm ci\n(?:.*\n)*COPY \. \.\n/),
      summary: expect.stringMatching(/^\d+ moves? saves? .+ of the expected build/),
    });
  });

  it("keeps what a build log says, explains rules, and lists them", async () => {
    const session = await open("FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\n");
    const ask = <Answer>(method: string, params: object): Promise<Answer> =>
      session.client.connection.sendRequest(method, params);
    const log = [
      "#4 [1/4] FROM docker.io/library/node:22-slim\n#4 CACHED",
      "#5 [2/4] WORKDIR /app\n#5 DONE 0.1s",
      "#6 [3/4] COPY . .\n#6 DONE 0.2s",
      "#7 [4/4] RUN npm ci\n#7 DONE 12.3s\n",
    ].join("\n\n");
    const { message } = await ask<{ message: string }>("stowage/record", { uri: session.uri, log });
    expect(message).toMatch(/1 build, 3 times.*\nkept in .stowage\/timings.json$/s);
    expect(readFileSync(join(session.cwd, ".stowage/timings.json"), "utf8")).toContain("12.3");
    const isMeasured = ({ tooltip }: { readonly tooltip: string }): boolean => tooltip.includes("measured");
    expect((await session.client.status(isMeasured)).uri).toBe(session.uri);

    const { markdown } = await ask<{ markdown: string }>("stowage/explain", { rule: "DL3007" });
    expect(markdown).toMatch(/^# moving-base-tag/);
    expect(await ask("stowage/explain", { rule: "nothing" })).toBeNull();
    const rules = await ask<{ id: string; summary: string }[]>("stowage/rules", {});
    expect(rules.find(({ id }) => id === "moving-base-tag")!.summary).not.toBe("");
  });

  it("marks what is out of date, and comments that are none", async () => {
    const text =
      '# syntax=docker/dockerfile:1\nFROM node:22-slim\nENV A 1\n# stowage ignore root-user -- a test\nCMD ["true"]\n';
    const session = await open(text);
    const found = await session.client.diagnostics(session.uri, 1);
    expect(found.find(({ code }) => code === "legacy-key-value")!.tags).toEqual([2]);
    const { data } = await session.ask<{ data: number[] }>("textDocument/semanticTokens/full");
    // Line and column from the token before, length, kind.
    expect(data).toEqual([0, 2, 6, 0, 0, 0, 7, 19, 1, 0, 3, 2, 14, 0, 0]);
  });

  it("sees settings change, and files come and go", async () => {
    let configured: unknown = {};
    const session = await open(
      dockerfile,
      {
        capabilities: { workspace: { configuration: true } },
        configuration: () => configured,
      },
      { ...project, ".env": "KEY=1\n", ".dockerignore": ".env\n" },
    );
    const [code] = (await session.client.diagnostics(session.uri, 1)).map((one) => one.code as string);
    configured = { severities: { [code!]: "off" } };
    await session.client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await session.client.diagnostics(session.uri, 1, (found) => found.every((one) => one.code !== code));

    rmSync(join(session.cwd, ".dockerignore"));
    const changes = [{ uri: pathToFileURL(join(session.cwd, ".dockerignore")).href, type: 3 }];
    await session.client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
    const found = await session.client.diagnostics(session.uri, 1, (all) =>
      all.some(({ message }) => String(message).includes("`.env`")),
    );
    expect(found.every((one) => one.code !== code)).toBe(true);
  });

  it("is served in documents that are not saved, and in compose files", async () => {
    const session = await open();
    session.client.open("untitled:Untitled-1", "FROM node\n");
    expect(await session.client.diagnostics("untitled:Untitled-1", 1)).not.toEqual([]);
    const compose =
      "services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM node\n        RUN echo\n";
    const uri = pathToFileURL(join(session.cwd, "compose.yaml")).href;
    session.client.open(uri, compose, "yaml");
    const found = await session.client.diagnostics(uri, 1);
    expect(found.map(({ range }) => range.start)).toContainEqual({ line: 4, character: 13 });
    const other = pathToFileURL(join(session.cwd, "package.json")).href;
    session.client.open(other, project["package.json"], "json");
    expect(await session.client.diagnostics(other, 1)).toEqual([]);
  });

  it("counts columns in bytes where the client asks for it", async () => {
    const session = await open('FROM node:22\nLABEL a="ä𝄞" b c\n', {
      capabilities: { general: { positionEncodings: ["utf-8", "utf-16"] } },
    });
    expect(session.client.capabilities.positionEncoding).toBe("utf-8");
    const found = await session.client.diagnostics(session.uri, 1);
    const place = found.find(({ range }) => range.start.line === 1)!.range;
    expect(Math.max(place.start.character, place.end.character)).toBeGreaterThan('LABEL a="ä𝄞"'.length);
  });

  it.each([true, false])("reads git history where the folder is trusted: %s", async (trusted) => {
    const session = await open(dockerfile, { initializationOptions: { trusted } });
    const git = (...args: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
        cwd: session.cwd,
      });
    git("init", "-q");
    for (let commit = 0; commit < 12; commit++) {
      writeFileSync(join(session.cwd, "src/server.js"), `${commit}\n`);
      git("add", "-A");
      git("commit", "-qm", `Change ${commit}`);
    }
    await session.client.connection.sendNotification("textDocument/didSave", {
      textDocument: { uri: session.uri },
    });
    const isReplayed = ({ tooltip }: { readonly tooltip: string }): boolean =>
      tooltip.includes("builds replayed");
    if (trusted) expect((await session.client.status(isReplayed)).tooltip).toContain("11 builds replayed");
    else expect(isReplayed(await session.client.status(() => true, 2))).toBe(false);
  });

  it("pulls diagnostics where the client wants that", async () => {
    const session = await open(dockerfile, {
      initializationOptions: { diagnostics: "pull" },
      capabilities: { textDocument: { diagnostic: {} } },
    });
    const { items } = await session.ask<{ items: unknown[] }>("textDocument/diagnostic");
    expect(items.length).toBe(checked(session).length);
    expect(session.client.published).toEqual([]);
  });
});

describe("the server", () => {
  it("goes on after messages that are none", async () => {
    const session = await open();
    await shown(session);
    const { stdin } = session.client.process;
    for (const body of [
      "{",
      "[]",
      '"x"',
      '{"jsonrpc":"2.0","id":9001,"method":"textDocument/hover","params":{"textDocument":{"uri":7}}}',
    ])
      stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    await expect(session.ask("no/such")).rejects.toThrow(/Unhandled method/);
    session.client.connection.sendNotification("textDocument/didClose", {
      textDocument: { uri: "file:///gone" },
    });
    session.edit(0, 0, "# a comment\n");
    expect(await shown(session, (found) => found.length > 0)).not.toEqual([]);
    expect(await session.client.close()).toBe(0);
  });

  it("ends with 1 when it is not told to shut down first", async () => {
    const session = await open();
    const ended = new Promise((resolve) => session.client.process.once("exit", resolve));
    await session.client.connection.sendNotification("exit");
    expect(await ended).toBe(1);
  });

  it("keeps nothing of old versions over 10,000 edits", async () => {
    const comments = `# ${"x".repeat(78)}\n`.repeat(250);
    const session = await open(dockerfile + comments, {
      program: ["--max-old-space-size=96", programFile, "lsp"],
    });
    await shown(session);
    for (let burst = 0; burst < 100; burst++) {
      for (let key = 0; key < 100; key++) session.edit(0, key === 0 ? 0 : 1, key === 99 ? "" : "#");
      await shown(session);
    }
    expect(session.version()).toBe(10_001);
    // Ten thousand texts of 20,000 characters would need twice the memory that it may have.
    expect(session.client.process.exitCode).toBeNull();
    expect(await session.client.close()).toBe(0);
  }, 120_000);
});
