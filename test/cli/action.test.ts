import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { commit, git, newRepository, temporaryFolder } from "../host/git-repository.ts";
import { root } from "./program.ts";

interface Call {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string | null;
}

/** Stands for the part of GitHub that keeps comments; those of other people are there already, more than one page of them. */
async function fakeGitHub(status: number | null = null) {
  const comments = Array.from({ length: 130 }, (_, at) => ({ id: at + 1, body: `comment ${at + 1}` }));
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    const sent =
      chunks.length === 0 ? null : (JSON.parse(Buffer.concat(chunks).toString()) as { body: string });
    calls.push({ method, url, authorization: headers.authorization, body: sent?.body ?? null });
    const answer = (code: number, content: unknown): void => {
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(content));
    };
    const page = Number(new URL(url, "http://x").searchParams.get("page"));
    const edited = /^\/repos\/o\/r\/issues\/comments\/(\d+)$/.exec(url);
    if (status !== null && method !== "GET")
      answer(status, { message: "Resource not accessible by integration" });
    else if (method === "GET" && url.startsWith("/repos/o/r/issues/7/comments?"))
      answer(200, comments.slice((page - 1) * 100, page * 100));
    else if (method === "POST" && url === "/repos/o/r/issues/7/comments") {
      comments.push({ id: comments.length + 1, body: sent!.body });
      answer(201, comments.at(-1));
    } else if (method === "PATCH" && edited) {
      const own = comments.find(({ id }) => id === Number(edited[1]))!;
      own.body = sent!.body;
      answer(200, own);
    } else answer(404, {});
  });
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    api: `http://127.0.0.1:${port}`,
    calls,
    comments,
    own: () => comments.filter(({ body }) => body.includes("stowage")),
  };
}

interface Step {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly event: string;
  readonly payload: object;
  readonly api?: string;
}

/** Runs the entry of the action as the runner does: inputs, event and files by variables. */
async function step(workspace: string, { inputs = {}, event, payload, api = "http://127.0.0.1:9" }: Step) {
  const folder = temporaryFolder();
  const file = (name: string, text = ""): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const action = parse(readFileSync(join(root, "action.yml"), "utf8"));
  const defaults = Object.entries(action.inputs as Record<string, { default?: string }>).map(
    ([name, { default: value = "" }]) => [name, value.includes("github.token") ? "secret" : value],
  );
  const given = { ...Object.fromEntries(defaults), ...inputs };
  const env = {
    PATH: process.env.PATH,
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: "o/r",
    GITHUB_API_URL: api,
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: file("event.json", JSON.stringify(payload)),
    GITHUB_OUTPUT: file("output"),
    GITHUB_STEP_SUMMARY: file("summary"),
    ...Object.fromEntries(
      Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  };
  const child = spawn(process.execPath, [join(root, action.runs.main)], { cwd: workspace, env });
  let log = "";
  child.stdout.on("data", (text) => (log += text));
  child.stderr.on("data", (text) => (log += text));
  const code = await new Promise((settle) => child.on("close", settle));
  const outputs = [...readFileSync(env.GITHUB_OUTPUT, "utf8").matchAll(/^(.+)<<(.+)\n([\s\S]*?)\n\2$/gm)];
  return {
    code,
    log,
    outputs: Object.fromEntries(outputs.map(([, name, , value]) => [name, value])),
    summary: readFileSync(env.GITHUB_STEP_SUMMARY, "utf8"),
  };
}

const ignore = ".git\nnode_modules\nDockerfile\n";
const good =
  'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "src/a.js"]\n';
const slow = 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "src/a.js"]\n';
const packages = Object.fromEntries(
  Array.from({ length: 400 }, (_, at) => [`node_modules/b${at}`, { version: "1.0.0" }]),
);
const manifest = { name: "a", version: "1.0.0", dependencies: { b0: "1" } };

/** A repository whose commits mostly edit sources, and a branch on which the Dockerfile is another one. */
function withPullRequest(dockerfile: string) {
  const workspace = newRepository();
  commit(workspace, {
    Dockerfile: good,
    ".dockerignore": ignore,
    "package.json": JSON.stringify(manifest),
    "package-lock.json": JSON.stringify({
      ...manifest,
      lockfileVersion: 3,
      packages: { "": manifest, ...packages },
    }),
  });
  for (let at = 0; at < 14; at += 1) commit(workspace, { "src/a.js": `${at}\n` });
  const base = git(workspace, ["rev-parse", "HEAD"]);
  git(workspace, ["checkout", "-q", "-b", "work"]);
  commit(workspace, { Dockerfile: dockerfile });
  const payload = { number: 7, pull_request: { number: 7, base: { sha: base, ref: "main" } } };
  return { workspace, base, payload };
}

describe("on a pull request", () => {
  it("there is one comment with the seconds, which later pushes bring up to date", async () => {
    const { workspace, payload } = withPullRequest(slow);
    const { api, calls, own } = await fakeGitHub();
    const first = await step(workspace, {
      event: "pull_request",
      payload,
      api,
      inputs: { "fail-on": "none" },
    });
    expect(first.code, first.log).toBe(0);
    expect(own()).toHaveLength(1);
    expect(own()[0]!.body).toMatch(/### This change makes every build [\d.]+ s slower/);
    expect(own()[0]!.body).toMatch(/`RUN npm ci` \(line 4\) runs in \d+ % of the builds, before in \d+ %/);
    expect(own()[0]!.body).toMatch(
      /it runs after `COPY \. \.` \(line 3\), and what makes that run: `src\/a\.js`/,
    );
    expect(first.outputs.slower).toBe("true");
    expect(Number(first.outputs["expected-after"])).toBeGreaterThan(Number(first.outputs["expected-before"]));
    expect(first.summary).toContain("makes every build");
    expect(calls.every(({ authorization }) => authorization === "Bearer secret")).toBe(true);
    expect(first.log).not.toContain("secret");

    commit(workspace, { Dockerfile: slow.replace("COPY . .\n", "COPY . .\nRUN npm run build\n") });
    await step(workspace, { event: "pull_request", payload, api });
    expect(own()).toHaveLength(1);
    expect(own()[0]!.body).toContain("npm run build");

    commit(workspace, { Dockerfile: good.replace("src/a.js", "src/b.js") });
    const fixed = await step(workspace, { event: "pull_request", payload, api });
    expect(own()).toHaveLength(1);
    expect(own()[0]!.body).toContain("### This change makes no build slower");
    expect(fixed.outputs.slower).toBe("false");
    expect(calls.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it("there is none where nothing gets slower, and the merge that GitHub makes is compared with its first parent", async () => {
    const { workspace, payload } = withPullRequest(good.replace("src/a.js", "src/b.js"));
    git(workspace, ["checkout", "-q", "main"]);
    // What others brought since is no part of the change.
    commit(workspace, { "other/Dockerfile": slow });
    git(workspace, ["merge", "-q", "--no-ff", "-m", "merge", "work"]);
    const { api, own, calls } = await fakeGitHub();
    const { code, log, outputs } = await step(workspace, {
      event: "pull_request",
      payload,
      api,
      inputs: { "fail-on": "none" },
    });
    expect(code, log).toBe(0);
    expect(own()).toEqual([]);
    expect(calls.map(({ method }) => method)).toEqual(["GET", "GET"]);
    expect(outputs["expected-before"]).toBe(outputs["expected-after"]);
    expect(log).not.toContain("file=other/Dockerfile");
  });

  it("of a fork, whose token may not write, the numbers are in the summary", async () => {
    const { workspace, payload } = withPullRequest(slow);
    const { api } = await fakeGitHub(403);
    const { code, log, summary } = await step(workspace, {
      event: "pull_request",
      payload,
      api,
      inputs: { "fail-on": "none" },
    });
    expect([
      code,
      log.includes("::notice title=stowage::no comment on the pull request: the token may not comment"),
    ]).toEqual([0, true]);
    expect(summary).toContain("makes every build");
  });

  it("GitHub that can't be reached does not make it fail", async () => {
    const { workspace, payload } = withPullRequest(slow);
    const { code, log } = await step(workspace, {
      event: "pull_request",
      payload,
      inputs: { "fail-on": "none" },
    });
    expect([code, log.includes("no comment on the pull request: GitHub can't be reached")]).toEqual([
      0,
      true,
    ]);
  });

  it.each([
    [{ "max-increase": "1s" }, 1],
    [{ "max-increase": "1000s" }, 0],
    [{ budget: "1s" }, 1],
    [{ budget: "1000s" }, 0],
    [{ "fail-on": "style", "new-only": "true" }, 1],
    [{ "fail-on": "style", "new-only": "true", base: "HEAD" }, 0],
  ])("limits make it fail: %j", async (inputs, code) => {
    const { workspace, payload } = withPullRequest(slow);
    const ended = await step(workspace, {
      event: "pull_request",
      payload,
      inputs: { "fail-on": "none", comment: "false", ...inputs },
    });
    expect(ended.code, ended.log).toBe(code);
    if (code === 1 && !("new-only" in inputs))
      expect(ended.log).toMatch(/::error title=stowage::Dockerfile: The expected build/);
  });
});

describe("on a push", () => {
  it("lines that it has are annotated, and SARIF is written", async () => {
    const { workspace, base } = withPullRequest(`${good}RUN cd /x\n`);
    const { code, log, outputs } = await step(workspace, {
      event: "push",
      payload: { before: base },
      inputs: { "sarif-file": "out.sarif", "fail-on": "none" },
    });
    expect(code, log).toBe(0);
    expect(log).toContain("::warning file=Dockerfile,line=7,");
    expect(JSON.parse(readFileSync(join(workspace, outputs["sarif-file"]!), "utf8")).version).toBe("2.1.0");
    expect(Number(outputs.findings)).toBeGreaterThan(0);
  });

  it.each([
    ["of a new branch", { before: "0".repeat(40) }, false],
    ["whose history is not there", { before: "1".repeat(40) }, true],
    ["with an event that can't be read", {}, false],
  ])("%s all is annotated", async (_, payload, isWarned) => {
    const { workspace } = withPullRequest(`${good}RUN cd /x\n`);
    const { code, log } = await step(workspace, { event: "push", payload, inputs: { "fail-on": "none" } });
    expect([code, log.includes("::warning file=Dockerfile,line=7,"), log.includes("fetch-depth: 0")]).toEqual(
      [0, true, isWarned],
    );
  });

  it("a wrong input is said", async () => {
    const { workspace } = withPullRequest(good);
    const { code, log } = await step(workspace, { event: "push", payload: {}, inputs: { summary: "maybe" } });
    expect([code, log]).toEqual([
      2,
      "::error title=stowage::input `summary` takes true or false; not `maybe`\n",
    ]);
    const other = await step(workspace, { event: "push", payload: {}, inputs: { preset: "none" } });
    expect([other.code, other.log.includes("::error title=stowage::")]).toEqual([2, true]);
  });
});
