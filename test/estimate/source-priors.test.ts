import { expect, test } from "vitest";
import { analyzeInput } from "../../src/engine/input.ts";
import { estimates } from "../../src/estimate/estimates.ts";
import { memoryHost } from "../../src/host/memory-host.ts";

/** Folders that are listed while this Dockerfile is priced. */
function listed(text: string): string[] {
  const folders: string[] = [];
  const memory = memoryHost({ "/app/Dockerfile": text, "/app/src/a.js": "" });
  const host = {
    ...memory,
    list: (folder: string) => {
      folders.push(folder);
      return memory.list(folder);
    },
  };
  const analysis = analyzeInput({ path: "Dockerfile", text, host, dockerfile: "/app/Dockerfile" });
  expect(analysis.use(estimates).estimate).not.toBeNull();
  return folders;
}

test("the context is walked once for what is copied by name, and not at all when nothing is", () => {
  expect(listed("FROM debian:12\nRUN apt-get update\n")).toEqual([]);
  expect(listed("FROM debian:12\nCOPY src /src\nCOPY src/a.js /a.js\n").toSorted()).toEqual([
    "/app",
    "/app/src",
  ]);
});
