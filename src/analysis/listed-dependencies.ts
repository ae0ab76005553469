import { buildContext, inContext } from "./build-context.ts";
import type { Analysis } from "./fact.ts";
import type { Install } from "./installs.ts";
import type { NeededFiles } from "./manifests.ts";

interface Listing {
  readonly files: RegExp;
  readonly dependency: RegExp;
}

/** Manifests whose text tells at once that there is nothing to fetch. */
const listings: Readonly<Record<string, Listing>> = {
  dotnet: {
    files: /\.(?:cs|fs|vb)proj$|(?:^|\/)Directory\.(?:Build|Packages)\.(?:props|targets)$/i,
    dependency: /<(?:PackageReference|PackageDownload|GlobalPackageReference|Import)\b|\bSdk="[^"]*\/\d/,
  },
  go: { files: /(?:^|\/)go\.mod$/, dependency: /^\s*(?:require|tool)\b/m },
};

/** Whether the manifests of an install, all of which are known, list no dependency. */
export function listsNoDependencies(
  { host, use }: Analysis,
  { manager }: Install,
  { files, complete }: NeededFiles,
): boolean {
  const listing = Object.hasOwn(listings, manager) ? listings[manager]! : null;
  const context = use(buildContext);
  if (listing === null || host === null || context === null || !complete) return false;
  const manifests = files.filter((path) => listing.files.test(path));
  if (manifests.length === 0) return false;
  return manifests.every((path) => {
    const { text } = host.readText(inContext(context.root, path));
    return text !== undefined && !listing.dependency.test(text);
  });
}
