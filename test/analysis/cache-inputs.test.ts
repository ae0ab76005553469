import { describe, expect, it } from "vitest";
import { type CacheInput, cacheInputs } from "../../src/analysis/cache-inputs.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { type BuildOptions, buildFile } from "../../src/model/build-file.ts";

const show = (input: CacheInput): string => {
  switch (input.kind) {
    case "image":
      return `image ${input.image}${input.pinned ? " pinned" : ""}`;
    case "files":
      return `files ${input.use.kind} ${input.use.sources.map((source) => source.path).join(" ")}`;
    case "argument":
      return `argument ${input.name}${input.volatile ? " volatile" : ""}`;
    case "stage-output":
      return `stage ${input.stage.index} ${input.paths.join(" ")}`;
    case "remote":
      return `remote ${input.url}${input.pinned ? " pinned" : ""}`;
  }
};

/** One line for each FROM and each step that the builder has: keyword, inputs, `|` when it doesn't follow its parent. */
function inputsOf(text: string, options: BuildOptions = {}): string[] {
  const file = buildFile("Dockerfile", text, options);
  const analysis = analyze(file, null, { path: null, context: null });
  const inputs = analysis.use(cacheInputs);
  return file.stages.flatMap((stage) => [
    ["FROM", ...inputs.ofBase(stage).map(show)].join(", "),
    ...stage.steps.flatMap((step) => {
      const found = inputs.of(step);
      if (found === null) return [];
      return [
        [step.instruction.kind, ...found.own.map(show), ...(found.followsParent ? [] : ["|"])].join(", "),
      ];
    }),
  ]);
}

const digest = `sha256:${"a".repeat(64)}`;
const commit = "0123456789abcdef0123456789abcdef01234567";

const cases: readonly [name: string, text: string, inputs: readonly string[]][] = [
  [
    "metadata makes no step",
    'FROM node:22\nENV A=1\nLABEL a=b\nEXPOSE 80\nUSER node\nVOLUME /d\nSHELL ["/bin/bash", "-c"]\nSTOPSIGNAL 9\nONBUILD RUN x\nHEALTHCHECK NONE\nENTRYPOINT ["a"]\nCMD ["b"]',
    ["FROM, image node:22"],
  ],
  ["a digest pins", `FROM node:22@${digest}`, [`FROM, image node:22@${digest} pinned`]],
  ["scratch has no inputs", "FROM scratch\nCOPY a /", ["FROM", "COPY, files copy a"]],
  ["WORKDIR makes a directory, but not /", "FROM a\nWORKDIR /app\nWORKDIR /", ["FROM, image a", "WORKDIR"]],
  [
    "files of the context",
    "FROM a\nCOPY package*.json src ./\nADD a.tar /\nRUN --mount=type=bind,source=go.mod,target=go.mod go mod download",
    ["FROM, image a", "COPY, files copy package*.json src", "ADD, files add a.tar", "RUN, files bind go.mod"],
  ],
  [
    "stages and images that are copied from or mounted",
    "FROM a AS one\nFROM b\nCOPY --from=one /x /y /z/\nCOPY --from=nginx:1 /etc/nginx /\nRUN --mount=type=bind,from=one,target=/one ls",
    ["FROM, image a", "FROM, image b", "COPY, stage 0 /x /y", "COPY, image nginx:1", "RUN, stage 0 "],
  ],
  ["a stage on a stage has no image", "FROM a AS one\nFROM one\nRUN x", ["FROM, image a", "FROM", "RUN"]],
  [
    "--link stands on nothing, unless --chmod drops it",
    "FROM a\nCOPY --link a /\nCOPY --link --chmod=644 a /\nCOPY --link=false a /\nADD --link=true a /",
    [
      "FROM, image a",
      "COPY, files copy a, |",
      "COPY, files copy a",
      "COPY, files copy a",
      "ADD, files add a, |",
    ],
  ],
  [
    "what ADD fetches",
    `FROM a\nADD https://x.test/f /\nADD --checksum=${digest} https://x.test/f /\nADD https://x.test/r.git#${commit} /r\nADD https://x.test/r.git#main a /r`,
    [
      "FROM, image a",
      "ADD, remote https://x.test/f",
      "ADD, remote https://x.test/f pinned",
      `ADD, remote https://x.test/r.git#${commit} pinned`,
      "ADD, files add a, remote https://x.test/r.git#main",
    ],
  ],
  [
    "a volatile argument reaches the first RUN after it, used or not",
    "FROM a\nRUN x\nARG GIT_SHA=unknown\nCOPY a /\nRUN y\nRUN z",
    ["FROM, image a", "RUN", "COPY, files copy a", "RUN, argument GIT_SHA volatile", "RUN"],
  ],
  [
    "an argument above FROM reaches a stage that declares it again",
    "ARG GIT_SHA\nARG VERSION=1\nFROM a AS one\nRUN x\nFROM a\nARG GIT_SHA\nARG VERSION\nRUN y",
    ["FROM, image a", "RUN", "FROM, image a", "RUN, argument GIT_SHA volatile"],
  ],
  [
    "an argument without value is named, but changes nothing by itself",
    "FROM a\nARG TOKEN\nARG TARGETARCH\nRUN x",
    ["FROM, image a", "RUN, argument TOKEN"],
  ],
  [
    "a stage built on one with arguments inherits those that no RUN has had",
    "FROM a AS one\nARG BUILD_DATE\nFROM one AS two\nRUN x\nFROM two\nRUN y",
    ["FROM, image a", "FROM", "RUN, argument BUILD_DATE volatile", "FROM", "RUN"],
  ],
  [
    "COPY, WORKDIR and FROM have an argument only where they expand it",
    "ARG GIT_SHA=x\nFROM a:${GIT_SHA}\nARG GIT_SHA\nCOPY a /\nCOPY a /$GIT_SHA/\nWORKDIR /$GIT_SHA",
    [
      "FROM, image a:x, argument GIT_SHA volatile",
      "COPY, files copy a",
      "COPY, files copy a, argument GIT_SHA volatile",
      "WORKDIR, argument GIT_SHA volatile",
    ],
  ],
];

describe("inputs of the cache key", () => {
  it.each(cases)("%s", (_, text, inputs) => {
    expect(inputsOf(text)).toEqual(inputs);
  });

  it("leaves out arguments that a build argument gives a value, but not volatile ones", () => {
    const text = "FROM a\nARG TOKEN\nARG GIT_SHA\nRUN x";
    const buildArgs = { TOKEN: "1", GIT_SHA: "abc" };
    expect(inputsOf(text, { buildArgs })).toEqual(["FROM, image a", "RUN, argument GIT_SHA volatile"]);
  });

  it("lists no more arguments than could matter", () => {
    const many = Array.from({ length: 1000 }, (_, index) => `ARG A${index}_GIT_SHA`).join("\n");
    const [, run] = inputsOf(`FROM a\n${many}\nRUN x`);
    expect(run?.split(", ")).toHaveLength(17);
  });
});
