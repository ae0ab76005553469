import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeHost } from "../../src/host/node-host.ts";
import { bakeImages } from "../../src/invocations/bake-project.ts";
import type { BuiltImage } from "../../src/invocations/built-image.ts";
import { composeImages } from "../../src/invocations/compose-project.ts";
import { type ExpectedImage, imageCases, imagesFolder } from "./image-cases.ts";

const host = nodeHost();

describe("what a file builds is what the real program says", () => {
  it.each(imageCases.filter(({ program }) => program === "compose"))("$name", async ({ name, files }) => {
    const folder = join(imagesFolder, name);
    const { images, problems } = await composeImages(
      host,
      files.map((file) => join(folder, file)),
      new Map(),
    );
    expect(problems).toEqual([]);
    expect(shown(images, folder)).toEqual(JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")));
  });
});

describe("what bake builds is what buildx says", () => {
  it.each(imageCases.filter(({ program }) => program === "bake"))("$name", async ({ name, files }) => {
    const folder = join(imagesFolder, name);
    const paths = files.map((file) => join(folder, file));
    const { images, problems } = await bakeImages(host, paths, folder, new Map());
    expect(problems).toEqual([]);
    const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
    const named = images.filter((image) => image.name in expected);
    expect(shown(named, folder)).toEqual(expected);
    expect(named.flatMap(({ unknown }) => unknown)).toEqual([]);
  });
});

function shown(images: readonly BuiltImage[], folder: string): Readonly<Record<string, ExpectedImage>> {
  const path = (text: string): string => (text.startsWith("/") ? relative(folder, text) || "." : text);
  return Object.fromEntries(
    images.map((image) => [
      image.name,
      {
        context: path(image.context),
        ...(image.inline === null
          ? {
              dockerfile: image.isRemote ? image.dockerfile! : relative(image.context, image.dockerfile!),
            }
          : { inline: image.inline.mapped.text }),
        target: image.target,
        args: Object.fromEntries([...image.args].filter(([, value]) => value !== null)),
        contexts: Object.fromEntries([...image.additionalContexts].map(([name, at]) => [name, path(at)])),
      },
    ]),
  );
}
