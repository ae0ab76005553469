import { baseImage } from "../knowledge/base-images.ts";
import { defineFact } from "./fact.ts";
import { installs } from "./installs.ts";
import { stageGraph } from "./stage-graph.ts";

/**
 * What is to be done where the build takes the commit from `.git` unasked, as the end of a sentence; `null` where it does not. The .NET
 * SDK does so from 8 on (learn.microsoft.com, "Source Link included in the .NET SDK", 2026-11).
 */
export const commitInVersion = defineFact("commit-in-version", ({ use }): string | null => {
  const { root, isReachable } = use(stageGraph);
  const builds = use(installs).some(({ manager, what, step }) => {
    if (manager !== "dotnet" || what !== "build" || !isReachable(step.stage)) return false;
    const base = root(step.stage);
    if (base.kind !== "image") return true;
    const { name } = baseImage(base.image);
    return !/^mcr\.microsoft\.com\/dotnet\//.test(name) || !/^[1-7]\./.test(base.image.tag ?? "");
  });
  return builds
    ? "; the .NET SDK reads the commit from it for the version: pass `-p:SourceRevisionId=<commit>` for that"
    : null;
});
