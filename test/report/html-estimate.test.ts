import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildPicture } from "../../src/estimate/build-picture.ts";
import { estimates } from "../../src/estimate/estimates.ts";
import { reportEstimateHtml } from "../../src/report/html-estimate.ts";
import { analysisOf, type Changes } from "../history/hand-history.ts";
import { elementsOf, type PageElement } from "./html-elements.ts";
import { sampleEstimate } from "./sample-run.ts";

const hostile = `</script><img src=x onerror="alert(1)">'&amp;\u202e`;
const dockerfile = `FROM node:24 AS build
WORKDIR /app
COPY package.json ./
RUN npm install
COPY src src
RUN echo "</style><script>alert('1')</script>" && npm run build
FROM nginx:1.29
COPY --from=build /app/dist /srv
RUN nginx -t
`;
const commits: readonly Changes[] = [
  { "package.json": "{}", "src/a.js": "0", [`src/${hostile}/x.js`]: "0" },
  ...Array.from({ length: 14 }, (_, at) => ({
    [at % 3 === 0 ? `src/${hostile}/x.js` : "src/a.js"]: `${at}`,
  })),
];

async function pageOf(text: string, history: readonly Changes[], path = "app/Dockerfile") {
  const analysis = analysisOf(text, history);
  const { estimate, plan } = analysis.use(estimates);
  const page = await reportEstimateHtml(path, estimate!, buildPicture(plan!));
  return { page, estimate: estimate!, elements: elementsOf(page) };
}

const cases: Readonly<Record<string, Parameters<typeof pageOf>>> = {
  "with a history": [dockerfile, commits],
  "without one": [dockerfile, commits.slice(0, 1)],
  "one stage": ["FROM alpine:3.21\nRUN apk add curl\n", commits],
  "names that are markup": [dockerfile.replaceAll("build", "build"), commits, hostile],
};

const named = (elements: readonly PageElement[], name: string) =>
  elements.filter((element) => element.name === name);

describe.each(Object.entries(cases))("the page of an estimate: %s", (_, given) => {
  it("names nothing outside of itself and lets nothing in", async () => {
    const { page, elements } = await pageOf(...given);
    expect(new Set(elements.map(({ name }) => name))).not.toContain("img");
    expect(named(elements, "script")).toHaveLength(1);
    for (const { name, attributes } of elements) {
      for (const [key, value] of Object.entries(attributes)) {
        expect(key).not.toMatch(/^(?:on.*|style|src|srcset|action|xlink:href)$/);
        if (key === "href") expect(value).toMatch(/^#/);
        if (key !== "content" || name !== "meta") expect(value).not.toMatch(/url\((?!#)/);
      }
    }
    expect(page).not.toMatch(/https?:|@import|url\((?!#)/);
  });

  it("has a policy that allows just its own style and script", async () => {
    const { elements } = await pageOf(...given);
    const policy = named(elements, "meta").find(({ attributes }) => "http-equiv" in attributes)?.attributes
      .content;
    const hash = (name: string) =>
      `'sha256-${createHash("sha256").update(named(elements, name)[0]!.text).digest("base64")}'`;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src ${hash("style")};`);
    expect(policy).toContain(`script-src ${hash("script")};`);
  });

  it("has a row for every step, in their order, with what the estimate says", async () => {
    const { elements, estimate } = await pageOf(...given);
    const rows = named(elements, "tr").filter(({ attributes }) => attributes.id?.startsWith("line-"));
    expect(rows.map(({ attributes }) => attributes.id)).toEqual(
      estimate.steps.map(({ line }) => `line-${line}`),
    );
    for (const [index, { instruction }] of estimate.steps.entries())
      expect(rows[index]!.text).toContain(instruction.replace("\u202e", "\ufffd"));
  });

  it("can be used without seeing it", async () => {
    const { elements } = await pageOf(...given);
    const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of elements) {
      for (const key of ["aria-labelledby", "for"])
        if (attributes[key] !== undefined) expect(ids).toContain(attributes[key]);
      if (attributes.href !== undefined) expect(ids).toContain(attributes.href.slice(1));
    }
    for (const { attributes, text } of named(elements, "th")) {
      expect(["row", "col"]).toContain(attributes.scope);
      expect(text).not.toBe("");
    }
    for (const element of named(elements, "svg"))
      expect(
        element.attributes["aria-hidden"] ?? element.attributes["aria-label"],
        "a drawing is named, or passed over",
      ).toBeTruthy();
    for (const { attributes } of elements)
      if (attributes.tabindex !== undefined) expect(attributes["aria-label"]).toBeTruthy();
    expect(named(elements, "h1")).toHaveLength(1);
    expect(named(elements, "html")[0]?.attributes.lang).toBe("en");
  });
});

it("shows each build with the steps that run in it, the newest first", async () => {
  const { elements, estimate } = await pageOf(dockerfile, commits);
  const table = named(elements, "table").at(-1)!;
  const rows = named(elements, "tr").filter(
    ({ parent }) => parent?.name === "tbody" && parent.parent === table,
  );
  expect(rows).toHaveLength(commits.length);
  expect(estimate.builds).toBe(commits.length - 1);
  expect(rows[0]?.text).toMatch(/^c14 commit 14\s*2023-11-15.*Runs lines 5, 6, 8, 9$/);
  expect(rows.at(-1)?.text).toMatch(/Runs lines 1, 2, .*not counted/);
  const heatRows = named(elements, "path").filter(({ attributes }) => attributes.class === "miss");
  expect(heatRows).toHaveLength(estimate.steps.length);
});

it("says what makes steps run, with the way to the step above", async () => {
  const { elements } = await pageOf(dockerfile, commits);
  const items = named(elements, "li").map(({ text }) => text.trim());
  expect(items.some((text) => text.includes("src/a.js"))).toBe(true);
  expect(items.some((text) => text.includes("src/</"))).toBe(true);
  expect(items.some((text) => /^\d+ % stage build$/.test(text))).toBe(true);
});

it("draws the stages with the path that the build waits for", async () => {
  const { elements } = await pageOf(dockerfile, commits);
  const edges = named(elements, "path").filter(({ attributes }) => attributes.class?.startsWith("edge"));
  expect(edges.map(({ attributes }) => attributes.class)).toEqual(["edge on-path"]);
});

it("tells first that no cache is kept", async () => {
  const keptCache = {
    invocation: { path: ".github/workflows/ci.yml", line: 7 },
    seconds: { mean: 40, low: 10, high: 90 },
    basis: "prior" as const,
  };
  const page = await reportEstimateHtml(
    "Dockerfile",
    { ...sampleEstimate, keptCache },
    { stages: [], edges: [], replay: null },
  );
  const notice = elementsOf(page).find(({ attributes }) => attributes.class === "notice");
  expect(notice?.text).toContain("saves 40 s (10\u201390 s) per build");
});

it("has no text in its templates that a bundle could not hold", () => {
  const folder = join(import.meta.dirname, "../../src/report");
  for (const name of readdirSync(folder).filter((each) => each.startsWith("html-"))) {
    // Bundles are ASCII, which the raw text of a tagged template is no part of.
    const templates = readFileSync(join(folder, name), "utf8").matchAll(/html`(?:[^`\\]|\\.)*`/g);
    for (const [template] of templates) expect(template).toMatch(/^[\x20-\x7e\n]*$/);
  }
});
