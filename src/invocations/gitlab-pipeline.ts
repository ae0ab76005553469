import type { BuildPlace } from "./build-invocation.ts";
import type { CiBuild } from "./ci-build.ts";
import { dockerCommands } from "./docker-commands.ts";
import { textAt, textMap, textsOf, valueAt, type YamlTree } from "./yaml-tree.ts";

/** Keys of `.gitlab-ci.yml` that are no jobs. */
const keywords = new Set(["default", "include", "stages", "variables", "workflow", "spec", "pages:deploy"]);
const mostParents = 20;

/** The builds of a GitLab pipeline: `docker build` and its like in the scripts of jobs. Included files are not followed. */
export function pipelineBuilds(pipeline: YamlTree): readonly CiBuild[] {
  if (pipeline.kind !== "map") return [];
  const found: CiBuild[] = [];
  for (const [name, job] of pipeline.entries) {
    if (name.startsWith(".") || keywords.has(name) || job.kind !== "map") continue;
    const ancestry = ancestryOf(pipeline, job);
    const value = (key: string): YamlTree | null =>
      ancestry.map((one) => valueAt(one, key)).find((own) => own !== null) ??
      valueAt(pipeline, "default", key) ??
      valueAt(pipeline, key);
    const values = new Map([...textMap(valueAt(pipeline, "variables")), ["CI_PROJECT_DIR", "."]]);
    for (const one of [...ancestry].reverse())
      for (const [key, text] of textMap(valueAt(one, "variables"))) values.set(key, text);
    const place = placeOf(value("services"), value("tags"));
    const only = textsOf(value("only"));
    const isForTags = only.length > 0 && only.every((ref) => ref === "tags");
    // Scripts before the job's own may change the folder and set variables.
    const lines = [...scriptLines(value("before_script")), ...scriptLines(value("script"))];
    const script = lines.map(({ text }) => text).join("\n");
    for (const command of dockerCommands(script, { line: 1, directory: ".", values })) {
      const at = command.kind === "build" ? command.build.line : command.line;
      found.push({
        line: lines[at - 1]?.line ?? job.line,
        command,
        place,
        isFrequent: textAt(value("when")) !== "manual" && !isForTags,
        keepsFiles: value("cache") !== null,
      });
    }
  }
  return found;
}

/** A job and what it extends, nearest first. */
function ancestryOf(pipeline: YamlTree, job: YamlTree): readonly YamlTree[] {
  const found = [job];
  for (const one of found) {
    if (found.length > mostParents) break;
    for (const name of [...textsOf(valueAt(one, "extends"))].reverse()) {
      const parent = valueAt(pipeline, name);
      if (parent !== null && !found.includes(parent)) found.push(parent);
    }
  }
  return found;
}

/** A daemon that is a service of the job is new with it; runners named by tags are mostly one's own machines. */
function placeOf(services: YamlTree | null, tags: YamlTree | null): BuildPlace {
  const images =
    services?.kind === "list" ? services.items.map((item) => textAt(item) ?? textAt(item, "name") ?? "") : [];
  if (images.some((image) => /\bdocker:.*dind|\bdind\b/.test(image)))
    return { runner: "hosted", keepsBuilder: false };
  const labels = textsOf(tags);
  if (labels.some((label) => /^(?:saas|gitlab-org)-/.test(label)))
    return { runner: "hosted", keepsBuilder: false };
  return labels.length > 0
    ? { runner: "self-hosted", keepsBuilder: true }
    : { runner: "unknown", keepsBuilder: null };
}

/** The lines of a script, which is a text, a list, or a list of lists. */
function scriptLines(tree: YamlTree | null): readonly { readonly text: string; readonly line: number }[] {
  if (tree?.kind === "list") return tree.items.flatMap(scriptLines);
  if (tree?.kind !== "text") return [];
  return tree.text.split("\n").map((text, index) => ({ text, line: tree.firstLine + index }));
}
