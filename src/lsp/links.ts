import type { DocumentLink } from "vscode-languageserver";
import { analyze } from "../analysis/fact.ts";
import { stageGraph } from "../analysis/stage-graph.ts";
import type { ImageReference } from "../model/image-reference.ts";
import type { DocumentView } from "./document-view.ts";

/** The pages of images that FROM, COPY and mounts name, where their registry has pages. */
export function imageLinks({ file, places }: DocumentView): readonly DocumentLink[] {
  const named = analyze(file, null, { path: null, context: null }).use(stageGraph).images;
  const images = [
    ...file.stages.map(({ base, from }) => ({
      image: base.kind === "image" ? base.image : null,
      at: from.image?.range ?? null,
    })),
    ...named.map(({ kind, image, flag }) => ({ image, at: kind === "copy" ? flag.valueRange : null })),
  ];
  return images.flatMap(({ image, at }) => {
    const target = image && imagePage(image);
    return target === null || at === null ? [] : [{ range: places.range(at), target }];
  });
}

/** Where registries show images to people. */
function imagePage({ registry, repository }: ImageReference): string | null {
  const [owner] = repository.split("/");
  switch (registry) {
    case "docker.io":
      return owner === "library"
        ? `https://hub.docker.com/_/${repository.slice("library/".length)}`
        : `https://hub.docker.com/r/${repository}`;
    case "quay.io":
      return `https://quay.io/repository/${repository}`;
    case "ghcr.io":
      return `https://ghcr.io/${repository}`;
    case "mcr.microsoft.com":
      return `https://mcr.microsoft.com/artifact/mar/${repository}`;
    case "gcr.io":
    case "registry.access.redhat.com":
      return `https://${registry}/${repository}`;
    default:
      return null;
  }
}
