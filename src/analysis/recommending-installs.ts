import { imagesWithCertificates, type Recommended, recommendedBy } from "../knowledge/apt-recommendations.ts";
import { baseImage } from "../knowledge/base-images.ts";
import type { Stage, Step } from "../model/build-file.ts";
import { expand } from "../model/variables.ts";
import type { Command } from "../shell/command.ts";
import { parseMount } from "../syntax/mount.ts";
import { commands } from "./commands.ts";
import { type Analysis, defineFact } from "./fact.ts";
import { expandWord } from "./install-commands/command-setting.ts";
import { hasAnyFlag, readPackageCommand } from "./install-commands/package-command.ts";
import { type Install, installs, type PackageCommandInStep, packageCommands } from "./installs.ts";
import { type ExternalBase, stageGraph } from "./stage-graph.ts";
import { targetPurpose } from "./target-purpose.ts";

/** An install of Debian packages that also installs what they only recommend. */
export interface RecommendingInstall {
  readonly install: Install;
  /** The package that brings most, as far as is known. */
  readonly heaviest: { readonly name: string; readonly brings: Recommended } | null;
  /** Whether `ca-certificates` is there already or asked for. */
  readonly hasCertificates: boolean;
}

/** In the order of the file. Only stages whose layers are in an image that may ship; not where they would bring next to nothing. */
export const recommendingInstalls = defineFact(
  "recommending-installs",
  (analysis): readonly RecommendingInstall[] => {
    if (analysis.use(targetPurpose) === "tooling") return [];
    const { shipped, root } = analysis.use(stageGraph);
    const callOf = new Map(analysis.use(packageCommands).map((found) => [found.command, found]));
    const configured = configuredFrom(analysis);
    return analysis.use(installs).flatMap((install) => {
      const { manager, call, step, command, packages } = install;
      if (manager !== "apt-get" || call.action !== "install" || packages.length === 0) return [];
      if (!shipped.has(step.stage) || isOff(callOf.get(command)!)) return [];
      const since = configured.get(step.stage);
      if (since !== undefined && isAfter(step, command, since)) return [];
      const hasCertificates =
        packages.some(({ name }) => name === "ca-certificates") || hasCertificatesBelow(root(step.stage));
      const brought = packages.map(({ name }) => recommendedBy(name, hasCertificates));
      if (brought.every((brings) => brings !== null && brings.megabytes === 0)) return [];
      return [{ install, heaviest: heaviestOf(install, brought), hasCertificates }];
    });
  },
);

function hasCertificatesBelow(base: ExternalBase): boolean {
  return base.kind === "image" && imagesWithCertificates.has(baseImage(base.image).name);
}

function heaviestOf(
  { packages }: Install,
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

/** Whether the call itself says what becomes of them, or may do so by a variable that is not known. */
function isOff({ call, setting }: PackageCommandInStep): boolean {
  if (hasAnyFlag(call, ["--no-install-recommends", "--without-recommends", "--no-recommends"])) return true;
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
    if (text === null) return /^\$[{(]/.test(word.text) && !word.quoted;
    return /no-install-recommends|APT::Install-Recommends=(0|no|false)/i.test(text);
  });
}

/** From where in a stage on a configuration of apt may say it for all installs. */
interface Place {
  /** -1: from the start of the stage. */
  readonly step: number;
  readonly command: number;
}

function isAfter({ index }: Step, command: Command, place: Place): boolean {
  return index > place.step || (index === place.step && command.index > place.command);
}

const fromStart: Place = { step: -1, command: -1 };

function configuredFrom(analysis: Analysis): ReadonlyMap<Stage, Place> {
  const places = new Map<Stage, Place>();
  for (const stage of analysis.file.stages) {
    const { base } = stage;
    const isInherited = base.kind === "stage" && places.has(base.stage);
    const place = isInherited || hasConfiguredBase(stage) ? fromStart : configuredIn(analysis, stage);
    if (place !== null) places.set(stage, place);
  }
  return places;
}

/** minideb sets it (https://github.com/bitnami/minideb, README.md). */
function hasConfiguredBase({ base }: Stage): boolean {
  return base.kind === "image" && /(^|\/)minideb$/.test(baseImage(base.image).name);
}

function configuredIn(analysis: Analysis, { steps }: Stage): Place | null {
  for (const step of steps) {
    const { instruction } = step;
    if (instruction.kind === "COPY" || instruction.kind === "ADD") {
      const target = instruction.destination?.text ?? "";
      if (isConfigurationPlace(expand(target, step.state.scope, analysis.file.syntax.escape).value)) {
        return { step: step.index, command: -1 };
      }
    } else if (instruction.kind === "RUN") {
      const isMounted = instruction.flags.some(
        (flag) => flag.name === "mount" && isConfigurationPlace(parseMount(flag).target ?? ""),
      );
      if (isMounted) return { step: step.index, command: -1 };
      const writer = analysis.use(commands).of(instruction).commands.find(writesConfiguration);
      if (writer !== undefined) return { step: step.index, command: writer.index };
    }
  }
  return null;
}

/** Files in there say what they like; the other folders of `/etc/apt` are for sources and keys. */
function isConfigurationPlace(path: string): boolean {
  return /^\/etc\/apt\/(apt\.conf(\.d(\/.*)?)?)?$|^\/etc\/apt$|^\/etc\/?$|^\/$/.test(path);
}

/** `echo 'APT::Install-Recommends "0";' > /etc/apt/apt.conf.d/99-small` and the like; options of an install are its own. */
function writesConfiguration(command: Command): boolean {
  const mentions = (text: string): boolean => /Install-Recommends/i.test(text);
  if (readPackageCommand(command) !== null) return false;
  return (
    command.words.some(({ text }) => mentions(text)) ||
    command.redirects.some(({ heredoc }) => heredoc !== null && mentions(heredoc.text))
  );
}
