import { imagesWithCertificates, type Recommended, recommendedBy } from "../knowledge/apt-recommendations.ts";
import { baseImage } from "../knowledge/base-images.ts";
import { isAptConfiguration } from "../knowledge/configuration-places.ts";
import type { Stage } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import { defineFact } from "./fact.ts";
import { expandWord } from "./install-commands/command-setting.ts";
import { hasAnyFlag, type PackageCommand } from "./install-commands/package-command.ts";
import { type InstalledPackage, installs, type PackageCommandInStep, packageCommands } from "./installs.ts";
import { type FileSetting, setInFiles } from "./manager-files.ts";
import { packageCalls } from "./package-calls.ts";
import { type ExternalBase, stageGraph } from "./stage-graph.ts";
import { targetPurpose } from "./target-purpose.ts";

/** An install of Debian packages that also installs what they only recommend. */
export interface RecommendingInstall {
  readonly command: Command;
  readonly call: PackageCommand;
  readonly packages: readonly InstalledPackage[];
  /** The package that brings most, as far as is known. */
  readonly heaviest: { readonly name: string; readonly brings: Recommended } | null;
  /** Whether `ca-certificates` is there already or asked for. */
  readonly hasCertificates: boolean;
}

/** Less is not worth a word. */
const leastMegabytes = 10;

/** In the order of the file. Only stages whose layers are in an image that may ship; not where they would bring next to nothing. */
export const recommendingInstalls = defineFact(
  "recommending-installs",
  (analysis): readonly RecommendingInstall[] => {
    if (analysis.use(targetPurpose) === "tooling") return [];
    const { shipped, root } = analysis.use(stageGraph);
    const callOf = new Map(analysis.use(packageCommands).map((found) => [found.command, found]));
    const isSetInFiles = setInFiles(analysis, recommendsSetting);
    return analysis.use(installs).flatMap((install) => {
      const { manager, call, step, command, packages } = install;
      if (manager !== "apt-get" || call.action !== "install" || packages.length === 0) return [];
      if (!shipped.has(step.stage) || isDecided(callOf.get(command)!, true)) return [];
      if (isSetInFiles(step, command)) return [];
      const hasCertificates =
        packages.some(({ name }) => name === "ca-certificates") || hasCertificatesBelow(root(step.stage));
      const brought = packages.map(({ name }) => recommendedBy(name, hasCertificates));
      const heaviest = heaviestOf(packages, brought);
      // A package of which nothing is known mostly recommends none: five of six in Debian 12 (2026-11), NodeSource's nodejs, dotnet-sdk.
      if (heaviest === null || heaviest.brings.megabytes < leastMegabytes) return [];
      return [{ command, call, packages, heaviest, hasCertificates }];
    });
  },
);

/** Every `apt-get install` that leaves recommended packages in, whatever it installs, in which stage or trigger; in the order of the file. */
export const everyRecommendingInstall = defineFact(
  "every-recommending-install",
  (analysis): readonly RecommendingInstall[] => {
    const isSetInFiles = setInFiles(analysis, recommendsSetting);
    return analysis.use(packageCalls).flatMap((found) => {
      const { call, command, step } = found;
      if (call.command.name !== "apt-get" || call.action !== "install") return [];
      if (isDecided(found, false) || isSetInFiles(step, command)) return [];
      return [{ command, call, packages: [], heaviest: null, hasCertificates: true }];
    });
  },
);

const recommendsSetting: FileSetting = {
  isPlace: isAptConfiguration,
  says: /Install-Recommends/i,
  isInBase: hasConfiguredBase,
};

function hasCertificatesBelow(base: ExternalBase): boolean {
  return base.kind === "image" && imagesWithCertificates.has(baseImage(base.image).name);
}

function heaviestOf(
  packages: readonly InstalledPackage[],
  brought: readonly (Recommended | null)[],
): RecommendingInstall["heaviest"] {
  let heaviest: RecommendingInstall["heaviest"] = null;
  for (const [at, brings] of brought.entries()) {
    if (brings === null || brings.megabytes <= (heaviest?.brings.megabytes ?? 0)) continue;
    heaviest = { name: packages[at]!.name, brings };
  }
  return heaviest;
}

const offValue = /^APT::Install-Recommends\s*=\s*"?(0|no|false|off)"?;?$/i;

/**
 * Whether the call itself says what becomes of them. `byUnknown` is the answer where a variable that is not known may stand for options.
 */
function isDecided({ call, setting }: PackageCommandInStep, byUnknown: boolean): boolean {
  if (hasAnyFlag(call, ["--no-install-recommends", "--without-recommends"])) return true;
  if (call.command.name === "aptitude" && hasAnyFlag(call, ["-R"])) return true;
  const values = call.flags.filter(({ name }) => name === "-o" || name === "--option");
  if (values.some(({ value }) => offValue.test(value ?? ""))) return true;
  // Whoever writes it either way has thought of it.
  if (hasAnyFlag(call, ["--install-recommends"])) return true;
  if (setting.variable("APT_CONFIG") !== null) return true;
  return call.command.words.some((word) => {
    if (word.literal) return false;
    const text = expandWord({ ...word, literal: false }, setting.variable);
    // A word that is all variable may stand for options.
    if (text === null) return byUnknown && /^\$[{(]/.test(word.text) && !word.quoted;
    return /no-install-recommends|APT::Install-Recommends=(0|no|false)/i.test(text);
  });
}

/** minideb sets it (https://github.com/bitnami/minideb, README.md). */
function hasConfiguredBase({ base }: Stage): boolean {
  return base.kind === "image" && /(^|\/)minideb$/.test(baseImage(base.image).name);
}
