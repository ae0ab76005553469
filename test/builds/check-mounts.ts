import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { droppedCleanUps } from "../../src/analysis/dropped-clean-ups.ts";
import { missingMounts } from "../../src/analysis/missing-mounts.ts";
import { mountEdits } from "../../src/analysis/mount-edits.ts";
import { buildImage } from "../../src/cli/verify/build-image.ts";
import { apartFrom } from "../../src/cli/verify/compare-images.ts";
import type { ImageBuild } from "../../src/cli/verify/docker.ts";
import { imageDifferences } from "../../src/cli/verify/image-difference.ts";
import { analyzeInput } from "../../src/engine/input.ts";
import { nodeHost } from "../../src/host/node-host.ts";
import { applyEdits } from "../../src/text/edit.ts";
import { fixtures } from "./fix-fixtures.ts";

const filesOf = (name: string): Readonly<Record<string, string>> =>
  fixtures.find((fixture) => fixture.name === name)!.files;
const npm = filesOf("npm ci below everything");
const yarn = filesOf("yarn");
const pip = filesOf("pip");
const composer = filesOf("composer");

/** RUNs that leave no downloads behind. */
const cleaned: readonly (readonly [
  image: string,
  files: Readonly<Record<string, string>>,
  run: readonly string[],
])[] = [
  ["node:22", npm, ["RUN npm ci && npm cache clean --force"]],
  ["node:22", npm, ["RUN npm ci && rm -rf /root/.npm"]],
  ["node:22", npm, ["RUN npm ci && rm -rf ~/.npm/* /tmp/*"]],
  ["node:22", npm, ["RUN npm ci --cache /opt/npm && rm -rf /opt/npm"]],
  [
    "node:22",
    npm,
    ["RUN npm ci \\", "    && npm cache clean --force \\", "    && rm -rf $HOME/.npm && npm run build"],
  ],
  ["node:22", yarn, ["RUN yarn install --frozen-lockfile && yarn cache clean"]],
  ["python:3.11", pip, ["RUN pip install --no-cache-dir -r requirements.txt"]],
  ["python:3.11", pip, ["RUN PIP_NO_CACHE_DIR=1 pip install -r requirements.txt"]],
  ["python:3.11", pip, ["RUN pip install -r requirements.txt && rm -rf /root/.cache/pip"]],
  ["python:3.11", pip, ["RUN pip install -r requirements.txt && pip cache purge"]],
  ["composer:2", composer, ["RUN composer install --no-interaction && composer clear-cache"]],
  ["composer:2", composer, ["RUN composer install --no-interaction --no-cache"]],
];

/**
 * Gives RUNs that leave no downloads behind their cache mount, however little that saves, builds them before and after without cache, and
 * compares the images.
 * @returns whether each is the same.
 */
export async function main(builder: string): Promise<boolean> {
  process.umask(0o022);
  let areRight = true;
  for (const [image, files, run] of cleaned) {
    const folder = mkdtempSync(join(tmpdir(), "stowage-mounts-"));
    try {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      const text = [`FROM ${image}`, "WORKDIR /app", "COPY . .", ...run, ""].join("\n");
      const found = await differences(text, folder, builder);
      console.log(`${run.join("\n")}\n  ${found.join("\n  ") || "the same image"}`);
      if (found.length > 0) areRight = false;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return areRight;
}

async function differences(text: string, folder: string, builder: string): Promise<readonly string[]> {
  const analysis = analyzeInput({
    path: "Dockerfile",
    text,
    host: nodeHost(),
    dockerfile: join(folder, "Dockerfile"),
    context: folder,
    workingDirectory: folder,
  });
  const [missing] = analysis.use(missingMounts);
  const edits = missing === undefined ? null : mountEdits(missing, droppedCleanUps(analysis, missing));
  if (edits === null) return ["it gets no mount"];
  const after = applyEdits(text, edits);
  console.log(after.split("\n").slice(3).join("\n").trimEnd());
  const build: ImageBuild = {
    context: folder,
    target: null,
    buildArgs: {},
    ignoreFile: null,
    options: ["--network=host", "--pull=false"],
    environment: { ...process.env, DOCKER_HOST: builder },
  };
  const [one, other] = [await buildImage(text, build), await buildImage(after, build)];
  const failures = [one, other].filter((image) => typeof image === "string");
  if (typeof one === "string" || typeof other === "string") return failures.map((said) => said.slice(-600));
  const found = imageDifferences(one, other);
  if (found.length === 0) return found;
  // What two builds of the same file have otherwise, such as the random names of Composer.
  const again = await buildImage(text, build);
  return apartFrom(found, typeof again === "string" ? [] : imageDifferences(one, again)).differences;
}
