import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { countLockedPackages } from "../../src/analysis/locked-packages.ts";
import {
  type CostPart,
  meanSeconds,
  type StepCost,
  stepCosts,
  total,
} from "../../src/analysis/step-costs.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { buildFile } from "../../src/model/build-file.ts";

/** Costs of all steps of the last stage that the builder executes. */
function costsOf(dockerfile: string, files: Record<string, string> | null = null): StepCost[] {
  const host = files === null ? null : memoryHost(files);
  const context = files === null ? null : "/p";
  const analysis = analyze(buildFile("Dockerfile", dockerfile), host, {
    path: context && "/p/Dockerfile",
    context,
  });
  const costs = analysis.use(stepCosts);
  const kinds = ["RUN", "COPY", "ADD", "WORKDIR"];
  const steps = analysis.file.stages.at(-1)?.steps ?? [];
  return steps.filter((step) => kinds.includes(step.instruction.kind)).map((step) => costs.ofStep(step));
}

const lastCost = (dockerfile: string, files?: Record<string, string>): StepCost =>
  costsOf(dockerfile, files).at(-1)!;
const families = (cost: StepCost): string => cost.parts.map((part) => part.family).join(" ");

describe("the kinds of work in a step", () => {
  test.each([
    ["RUN mkdir -p /a && chmod 755 /a", "run-start"],
    ["RUN npm ci", "run-start npm-ci"],
    ["RUN npm ci && npm run build", "run-start npm-ci node-build"],
    ["RUN yarn && yarn build && yarn cache clean", "run-start yarn-install node-build"],
    ["RUN python -m pip install -r requirements.txt", "run-start pip-requirements"],
    ["RUN pip install flask && python -m venv /v && . /v/bin/activate", "run-start pip-packages python-venv"],
    ["RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*", "run-start apt-install"],
    ["RUN apt-get update", "run-start apt-update"],
    ["RUN apt-get update && apt-get upgrade -y", "run-start apt-update os-upgrade"],
    [
      "RUN curl -fsSL https://example.org/x.tgz | tar xz && make install",
      "run-start download unpack compile",
    ],
    ["RUN git clone https://example.org/x && git config --global a b", "run-start git-clone"],
    ["RUN ./configure && ./build.sh", "run-start compile unknown"],
    ["RUN bash setup.sh", "run-start unknown"],
    ["RUN go mod download\nRUN go build ./...", "run-start go-build"],
    ["RUN mvn package", "run-start maven-build"],
    ["RUN mvn dependency:go-offline\nRUN mvn package", "run-start maven-warm"],
    ["RUN cargo chef cook\nRUN cargo build", "run-start cargo-own-crates"],
    ["RUN cargo new app && cargo init && rustup set profile minimal", "run-start"],
    ["RUN rustup target add wasm32-wasip1", "run-start download"],
    ["RUN dotnet restore\nRUN dotnet publish", "run-start dotnet-publish"],
    ["RUN pnpm fetch\nRUN pnpm install --offline", "run-start pnpm-offline"],
    ["WORKDIR /a", "workdir"],
    ["COPY . .", "copy-context"],
    ["COPY package.json ./", "copy-files"],
    ["COPY --from=x /app/node_modules ./node_modules", "copy-dependencies"],
    ["COPY --from=x /bin/app /app", "copy-stage"],
    ["COPY --from=x /app/package.json /app/prisma.config.ts ./", "copy-files"],
    ["COPY --from=x /app/package.json /app/dist ./", "copy-stage"],
    ["ADD https://example.org/a.tgz /a", "download"],
    ["ADD https://example.org/a.git#v1 /a", "git-clone"],
    ["COPY <<EOF /a\ntext\nEOF", "copy-files"],
    ['SHELL ["powershell"]\nRUN Install-Thing', "run-start unknown"],
  ])("%s", (text, expected) => {
    expect(families(lastCost(`FROM image\n${text}\n`))).toBe(expected);
  });

  describe("of branches for other projects, only those of this one count", () => {
    const choice = (yarn: string, npm: string) =>
      `FROM a\nCOPY . .\nRUN if [ -f yarn.lock ]; then ${yarn}; elif [ -f package-lock.json ]; then ${npm}; fi`;
    test.each([
      ["by the lockfile", choice("yarn", "npm ci"), { "/p/package-lock.json": "{}" }, "run-start npm-ci"],
      ["else the first", choice("yarn", "npm ci"), { "/p/package.json": "{}" }, "run-start yarn-install"],
      [
        "of scripts too",
        choice("yarn build", "npm run build"),
        { "/p/package-lock.json": "{}" },
        "run-start node-build",
      ],
      [
        "of one manager all",
        choice("npm install", "npm ci"),
        { "/p/package-lock.json": "{}" },
        "run-start npm-install npm-ci",
      ],
      ["outside of branches all", "FROM a\nRUN yarn && npm ci", {}, "run-start yarn-install npm-ci"],
    ])("%s", (_, text, files, expected) => {
      expect(families(lastCost(text, { "/p/Dockerfile": text, ...files }))).toBe(expected);
    });
  });

  test("a stage built on one that fetched is warm, another one is not", () => {
    const head = "FROM m AS deps\nRUN mvn dependency:go-offline\n";
    expect(families(lastCost(`${head}FROM deps\nRUN mvn package`))).toBe("run-start maven-warm");
    expect(families(lastCost(`${head}FROM m\nRUN mvn package`))).toBe("run-start maven-build");
  });

  test("a build that has to download first costs more", () => {
    const mean = (text: string): number => meanSeconds(lastCost(text));
    expect(mean("FROM a\nRUN dotnet publish")).toBeGreaterThan(
      1.5 * mean("FROM a\nRUN dotnet restore\nRUN dotnet publish"),
    );
    expect(mean("FROM a\nRUN go build")).toBeGreaterThan(mean("FROM a\nRUN go mod download\nRUN go build"));
  });

  test("the dearest kind names the step", () => {
    expect(lastCost("FROM a\nRUN npm ci && mkdir x").family).toBe("npm-ci");
    expect(lastCost("FROM a\nRUN mkdir x").family).toBe("run-start");
  });
});

describe("sums of log-normal costs", () => {
  const part = (median: number, tau: number): CostPart => ({ family: "unknown", mu: Math.log(median), tau });

  test("one part stays what it is", () => {
    const sum = total([part(7, 1.1)]);
    expect(sum.mu).toBeCloseTo(Math.log(7), 10);
    expect(sum.tau).toBeCloseTo(1.1, 10);
  });

  test("means add up", () => {
    const parts = [part(20, 1.2), part(0.5, 1.1), part(5, 0.6)];
    const mean = parts.reduce((sum, each) => sum + meanSeconds(each), 0);
    expect(meanSeconds(total(parts))).toBeCloseTo(mean, 8);
  });

  test("many equal parts are known better than one, but not as if they were independent", () => {
    const sum = total(Array.from({ length: 100 }, () => part(1, 1)));
    expect(sum.tau).toBeLessThan(1);
    expect(sum.tau).toBeGreaterThan(0.6);
  });
});

describe("what is known of the project narrows the cost", () => {
  const lock = (names: number, dev: number): string =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: Object.fromEntries([
        ["", {}],
        ...Array.from({ length: names }, (_, at) => [`node_modules/p${at}`, at < dev ? { dev: true } : {}]),
      ]),
    });
  const dockerfile = "FROM node\nWORKDIR /app\nCOPY . .\nRUN npm ci";

  test("packages in the lockfile of npm", () => {
    const install = lastCost(dockerfile, { "/p/package.json": "{}", "/p/package-lock.json": lock(1000, 0) })
      .parts[1]!;
    // 0.18 · 1000^0.81
    expect(Math.exp(install.mu)).toBeCloseTo(48.4, 0);
    expect(install.tau).toBe(0.66);
  });

  test("development packages that are left out", () => {
    const files = { "/p/package.json": "{}", "/p/package-lock.json": lock(1000, 800) };
    const install = lastCost(`${dockerfile} --omit=dev`, files).parts[1]!;
    expect(Math.exp(install.mu)).toBeCloseTo(13.2, 0);
  });

  test("packages of the system that are named", () => {
    const cost = (names: string): number =>
      Math.exp(lastCost(`FROM debian\nRUN apt-get install -y ${names}`).parts[1]!.mu);
    expect(cost("a b")).toBeCloseTo(19, 0);
    expect(cost("a b c d e f g h") / cost("a b")).toBeCloseTo(4 ** 0.55, 6);
  });

  test("a part of the lockfile that is not known", () => {
    const files = { "/p/package.json": "{}", "/p/yarn.lock": "__metadata:\n  version: 8\n" };
    const install = lastCost("FROM node\nCOPY . .\nRUN yarn workspaces focus app --production", files)
      .parts[1]!;
    expect(Math.exp(install.mu)).toBeCloseTo(25, 0);
  });

  test("without a lockfile the prior of the family holds", () => {
    const install = lastCost(dockerfile, { "/p/package.json": "{}" }).parts[1]!;
    expect(Math.exp(install.mu)).toBeCloseTo(18, 6);
  });

  test("bytes and files of a COPY", () => {
    const small = lastCost("FROM a\nCOPY . .", { "/p/a": "x" });
    const large = lastCost("FROM a\nCOPY . .", { "/p/a": "x".repeat(12_000_000) });
    expect(Math.exp(small.mu)).toBeCloseTo(0.15, 3);
    expect(Math.exp(large.mu)).toBeCloseTo(0.35, 3);
  });

  test("the size of a base image", () => {
    const costs = analyze(buildFile("Dockerfile", "FROM a"), null, { path: null, context: null }).use(
      stepCosts,
    );
    const seconds = (image: string): number => meanSeconds(costs.ofPull(image));
    expect(seconds("alpine:3.20")).toBeLessThan(seconds("node:22-alpine"));
    expect(seconds("node:22-alpine")).toBeLessThan(seconds("node:22-slim"));
    expect(seconds("node:22-slim")).toBeLessThan(seconds("node:22"));
    expect(seconds("registry.example.org/mirror/node:22")).toBe(seconds("node:22"));
    expect(costs.ofPull("unheard-of").tau).toBe(1.5);
    expect(seconds("not a reference")).toBe(seconds("unheard-of"));
  });
});

describe("packages in lockfiles", () => {
  test.each([
    [
      "package-lock.json",
      JSON.stringify({ dependencies: { a: { dependencies: { b: {} } }, c: { dev: true } } }),
      3,
      2,
    ],
    ["package-lock.json", "{", null, null],
    ["package-lock.json", "[]", null, null],
    [
      "yarn.lock",
      '# yarn lockfile v1\n\n\na@^1:\n  version "1"\n\n"@b/c@1", "@b/c@^1":\n  version "1"\n',
      2,
      2,
    ],
    [
      "pnpm-lock.yaml",
      "lockfileVersion: 9\n\npackages:\n\n  a@1:\n    resolution: {}\n  '@b/c@2':\n    x: y\n\nsnapshots:\n  a@1: {}\n",
      2,
      2,
    ],
    ["bun.lock", '{\n  "packages": {\n    "a": ["a@1", "", {}, ""],\n\n    "b": ["b@1"],\n  }\n}\n', 2, 2],
    ["other.lock", "", null, null],
  ])("%s %#", (name, text, all, production) => {
    expect(countLockedPackages(name, text, false)).toBe(all);
    expect(countLockedPackages(name, text, true)).toBe(production);
  });
});
