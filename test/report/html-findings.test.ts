import { describe, expect, it } from "vitest";
import { reportFindingsHtml } from "../../src/report/html-findings.ts";
import { awkwardRun } from "./awkward-run.ts";
import { elementsOf, type PageElement } from "./html-elements.ts";
import { sampleEstimate, sampleOptions, sampleRun } from "./sample-run.ts";

const named = (elements: readonly PageElement[], name: string) =>
  elements.filter((element) => element.name === name);
const emptyRun = { files: [], leftOut: [], problems: [] };
const twice = {
  ...sampleRun,
  files: [...sampleRun.files, { ...sampleRun.files[0]!, path: "other", estimate: sampleEstimate }],
};

describe.each(Object.entries({ sample: sampleRun, awkward: awkwardRun, empty: emptyRun, twice }))(
  "the page of findings: %s",
  (_, run) => {
    it("names nothing outside of itself and lets nothing in", async () => {
      const page = await reportFindingsHtml(run, sampleOptions);
      const elements = elementsOf(page);
      for (const { name, attributes } of elements) {
        expect(["img", "b", "iframe", "object"]).not.toContain(name);
        for (const key of Object.keys(attributes))
          expect(key).not.toMatch(/^(?:on.*|style|src|srcset|action)$/);
        if (attributes.href !== undefined) expect(attributes.href).toMatch(/^#/);
      }
      expect(named(elements, "script")).toHaveLength(1);
      expect(page).not.toMatch(/https?:|@import|url\((?!#)|\u202e/);
    });

    it("can be used without seeing it", async () => {
      const elements = elementsOf(await reportFindingsHtml(run, sampleOptions));
      const ids = elements.flatMap(({ attributes }) => attributes.id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { attributes } of elements) {
        if (attributes["aria-labelledby"] !== undefined) expect(ids).toContain(attributes["aria-labelledby"]);
        if (attributes.href !== undefined) expect(ids).toContain(attributes.href.slice(1));
        if (attributes.tabindex !== undefined) expect(attributes["aria-label"]).toBeTruthy();
      }
      for (const { attributes, text } of named(elements, "th")) {
        expect(["row", "col"]).toContain(attributes.scope);
        expect(text).not.toBe("");
      }
      expect(named(elements, "h1")).toHaveLength(1);
    });

    it("has a row for each finding", async () => {
      const elements = elementsOf(await reportFindingsHtml(run, sampleOptions));
      const places = named(elements, "th").filter(({ text }) => /^\d+:\d+$/.test(text));
      expect(places).toHaveLength(run.files.reduce((sum, { findings }) => sum + findings.length, 0));
    });
  },
);

it("shows message, advice, code, fix and saving of a finding, and the bill of the build", async () => {
  const elements = elementsOf(await reportFindingsHtml(sampleRun, sampleOptions));
  const row = named(elements, "tr").find(({ text }) => text.includes("COPY . . comes before npm install"))!;
  for (const said of [
    "3:1",
    "warning",
    "sample-rule",
    "Copy package.json first.",
    "Fix (unsafe): Copy the manifests first",
    "^^^^^^^^",
    "41 s (12–130 s)",
  ])
    expect(row.text).toContain(said);
  const bill = named(elements, "section").find(({ attributes }) => attributes.id === "bill");
  expect(bill?.text).toContain("RUN npm install && npm cache clean");
  const notice = elements.find(({ attributes }) => attributes.class === "notice");
  expect(notice?.text).toContain("gone: There is no such file or folder.");
});

it("says when there is nothing", async () => {
  const { text } = named(elementsOf(await reportFindingsHtml(emptyRun, sampleOptions)), "body")[0]!;
  expect(text).toContain("No Dockerfile was checked.");
  expect(text).toContain("There are none.");
});
