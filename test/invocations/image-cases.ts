import { join } from "node:path";

/** One folder of `images`: what it builds stands in its `expected.json`, as the real program says. */
export interface ImageCase {
  readonly name: string;
  readonly program: "compose" | "bake";
  readonly files: readonly string[];
  /** Of bake; none for `default`. */
  readonly targets: readonly string[];
}

/** As the programs print it, with paths relative to the folder of the case; the Dockerfile relative to the context. */
export interface ExpectedImage {
  readonly context: string;
  readonly dockerfile?: string;
  readonly inline?: string;
  readonly target: string | null;
  readonly args: Readonly<Record<string, string | null>>;
  readonly contexts: Readonly<Record<string, string>>;
}

export const imagesFolder = join(import.meta.dirname, "../invocations/images");

const compose = (name: string, ...files: readonly string[]): ImageCase => ({
  ...{ name, program: "compose", files, targets: [] },
});
const bake = (name: string, files: readonly string[], ...targets: readonly string[]): ImageCase => ({
  ...{ name, program: "bake", files, targets },
});
const hcl = ["docker-bake.hcl"];

export const imageCases: readonly ImageCase[] = [
  compose("profiles", "compose.yaml"),
  compose("extends", "compose.yaml"),
  compose("anchors", "docker-compose.yml"),
  compose("override", "docker-compose.yml", "docker-compose.override.yml"),
  compose("override-files", "compose.yaml", "deploy/prod.yaml"),
  compose("environment", "compose.yml"),
  compose("include", "compose.yaml"),
  compose("inline", "compose.yaml"),
  compose("remote", "compose.yaml"),
  compose("devcontainer-compose", "compose.yaml", ".devcontainer/compose.dev.yaml"),
  bake("bake-groups", hcl, "default", "lint"),
  bake("bake-matrix", hcl),
  bake("bake-inherits", hcl),
  bake("bake-json", ["docker-bake.json"]),
  bake("bake-inline", hcl, "all"),
  bake("bake-override", ["docker-bake.hcl", "docker-bake.override.hcl"], "app", "extra"),
  bake("bake-conditions", hcl),
];
