import type { Base, BuildFile, Stage } from "../model/build-file.ts";
import { baseName } from "../text/posix-path.ts";
import { defineFact } from "./fact.ts";
import { stageGraph } from "./stage-graph.ts";
import { type StartCommands, startCommands } from "./start-commands.ts";

/**
 * What the image is for, as far as names tell: `tooling` is an image to develop, build or test in, which nobody deploys;
 * `unknown` is anything else, which is to be taken for an image that ships.
 */
export type TargetPurpose = "tooling" | "unknown";

const words = [
  "dev|devel|develop|development|devcontainer|dev-?env|editable|workstation|tilt|gitpod|debug|local",
  "test|tests|testing|integration|integration-?tests?|e2e|cypress|playwright|selenium|ci|lint|mock|mocks|dummy|dummies|fake|stub|fuzz|fuzzing|fuzzer",
  "bench|benchmarks?|benchmarking|perf|load-?tests?|load-?testing|load-?gen(?:erator)?|stress|chaos|k6|locust|jmeter|gatling|toxiproxy",
  "seeder|data-?gen(?:erator)?",
  "builder|build-?env|build-?image|toolchain|gen-?proto|proto-?gen|code-?gen",
].join("|");
const toolingName = new RegExp(`(?:^|[-_.])(?:${words})(?:$|[-_.])`, "i");

/** What a folder of such a name does not say: `build/Dockerfile` is the image that is built there. */
const toolingTask = /(?:^|[-_.])(?:build|make)(?:$|[-_.])/i;

/** Folders in which everything is there for tests or for development, however deep. */
const toolingFolders = new Set([
  "develop",
  "development",
  "dummy",
  "test",
  "tests",
  "testing",
  "testdata",
  "e2e",
  "fixtures",
  "workstation",
  "hack",
  "rpm",
  "bench",
  "benchmark",
  "benchmarks",
  "e2e-tests",
  "integration-tests",
  "integration_tests",
  "suites",
  "load-test",
  "load-tests",
  "loadtest",
  "chaos",
  "mocks",
  ".devcontainer",
  ".ci",
  ".circleci",
  ".github",
  ".gitlab",
]);

/** Images that hold a tool to test with, which is all that an image built on them is for. */
const toolingImage = /^(?:(?:grafana|loadimpact)\/k6|locustio\/locust|cypress\/\w+)$/;

/** Folders whose name says nothing: the one above does. */
const neutralFolder = /^(?:docker|dockerfiles?|containers?|images?)$/i;

/** What an image starts that is there to build or to test something: `/build.sh`, `run-tests`. */
const toolingProgram =
  /^(?:build|lint|(?:run[-_])?tests?)(?:\.sh|\.py)?$|^build[-_][\w-]+\.(?:sh|py)$|^(?:cypress|gatling\.sh|jmeter|k6|locust|pytest|tox|vegeta|wrk)$/;
/** Programs of which `test` is a command. */
const testRunners = new Set(["bun", "cargo", "dotnet", "go", "mvn", "npm", "pnpm", "yarn"]);
const shells = new Set(["sh", "bash", "ash", "dash"]);

/** How a comment at the top of the file says so. */
const toolingRemark =
  /\bfor (?:\w+ )?(?:testing|tests|development)(?: purposes)? only\b|\b(?:is|are) for (?:testing|tests|development)\b|\bnot (?:suitable|intended|meant|fit|ready) for production\b|\bdo not use in production\b/i;

/**
 * Judged by the names of the Dockerfile (`Dockerfile.dev`), its folders (`.devcontainer/`, `tests/`), the stage that is built, what it
 * starts, and what the comments at the top say.
 */
export const targetPurpose = defineFact("target-purpose", ({ file, use }): TargetPurpose => {
  const { finalStage, root } = use(stageGraph);
  const [name = "", ...folders] = file.path.split(/[/\\]/).reverse();
  const folder = folders.find((one) => !neutralFolder.test(one)) ?? "";
  const isTooling =
    toolingName.test(name) ||
    toolingTask.test(name) ||
    toolingName.test(folder) ||
    folders.some((one) => toolingFolders.has(one)) ||
    isSaidAtTop(file) ||
    (finalStage !== null &&
      (isToolingBase(root(finalStage)) || isToolingStage(finalStage, use(startCommands))));
  return isTooling ? "tooling" : "unknown";
});

/** Whether a stage of this name is there to develop, build or test in. */
export function isToolingName(name: string): boolean {
  return toolingName.test(name) || toolingTask.test(name);
}

function isSaidAtTop({ syntax: { comments, instructions } }: BuildFile): boolean {
  const top = instructions[0]?.range.start ?? 0;
  return comments.some(({ range, text }) => range.start < top && toolingRemark.test(text));
}

function isToolingBase(base: Base): boolean {
  return base.kind === "image" && toolingImage.test(base.image.familiarName);
}

function isToolingStage(stage: Stage, starts: StartCommands): boolean {
  if (stage.name !== null && isToolingName(stage.name)) return true;
  const [program] = starts.of(stage).commands;
  if (program === undefined) return false;
  const [argument = ""] = program.words.slice(1).map(({ text }) => text);
  if (testRunners.has(program.name) && argument === "test") return true;
  return toolingProgram.test(shells.has(program.name) ? baseName(argument) : program.name);
}
