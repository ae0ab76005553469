import type { BuildFile, Stage } from "../model/build-file.ts";
import type { Flag } from "../syntax/nodes.ts";
import type { LoggedBuild, LoggedLayer, LoggedStep } from "./build-log.ts";
import { isNameOf, onOneLine, piecesOf, pullText, type StepText, stepTexts } from "./step-text.ts";

/** The steps of a logged build, found in a Dockerfile of today by what they say. */
export interface MatchedBuild {
  readonly build: LoggedBuild;
  /** In the order of the log. */
  readonly matches: readonly Match[];
  /** Steps that the Dockerfile doesn't have. */
  readonly strangers: readonly LoggedStep[];
}

export interface Match {
  readonly text: StepText;
  readonly logged: LoggedStep;
}

/** Finds steps of builds in one Dockerfile. */
export interface Matcher {
  /** What is looked for: the pulls, then the steps in the order of the file. */
  readonly texts: readonly StepText[];
  /** The targets and platforms of a build are looked at one by one: they may be of several Dockerfiles. */
  match(build: LoggedBuild): readonly MatchedBuild[];
  /** The step that made a layer; `null` where it may be several, or none. */
  ofLayer(layer: LoggedLayer): StepText | null;
}

export function stepMatcher(file: BuildFile): Matcher {
  const texts = stepTexts(file);
  const images = new Map(
    imagesOf(file).flatMap((image) => {
      const text = pullText(image);
      return text === null ? [] : [[text.digest, text] as const];
    }),
  );
  const candidatesOf = indexOf(texts);
  const shownStages = new Set(file.stages.map(shownStage));
  const isOneStage = file.stages.length === 1;

  const find = ({ text, labels }: LoggedStep, used: ReadonlySet<StepText>): StepText | null => {
    const name = onOneLine(text);
    if (/^FROM /i.test(name)) {
      const pull = pullText(name.slice("FROM ".length));
      return (pull && images.get(pull.digest)) ?? null;
    }
    /** The stage tells most, then whether it stands for another step already, then how much of it is no variable. */
    const score = (candidate: StepText): number => {
      const { stage } = candidate.step!;
      const isOfStage = labels.length === 0 ? isOneStage : labels.includes(shownStage(stage));
      return (
        (isOfStage ? 2e6 : 0) + (used.has(candidate) ? 0 : 1e6) + Math.min(candidate.text.length, 1e6 - 1)
      );
    };
    let best: { readonly candidate: StepText; readonly score: number } | null = null;
    for (const candidate of candidatesOf(name.toLowerCase())) {
      const own = score(candidate);
      if (best === null || own > best.score) best = { candidate, score: own };
    }
    return best?.candidate ?? null;
  };

  return {
    texts: [...images.values(), ...texts],
    match(build) {
      const groups = new Map<string, LoggedStep[]>();
      for (const step of build.steps) {
        const key = step.labels.filter((label) => !shownStages.has(label)).join(" ");
        const group = groups.get(key);
        if (group) group.push(step);
        else groups.set(key, [step]);
      }
      return Array.from(groups.values(), (steps) => {
        const used = new Set<StepText>();
        const matches: Match[] = [];
        const strangers: LoggedStep[] = [];
        for (const logged of steps) {
          const text = find(logged, used);
          if (text === null) strangers.push(logged);
          else {
            matches.push({ text, logged });
            used.add(text);
          }
        }
        return { build, matches, strangers };
      });
    },
    ofLayer(layer) {
      const found = texts.filter((text) => isLayerOf(layer, text));
      return found.length === 1 ? found[0]! : null;
    },
  };
}

/** What a stage is called in front of its steps. */
function shownStage({ name, index }: Stage): string {
  return name ?? `stage-${index}`;
}

/** Images that stages start from and that COPY and mounts read. */
function imagesOf({ stages, stagesByName }: BuildFile): readonly string[] {
  return stages.flatMap(({ base, steps }) => [
    ...(base.kind === "image" ? [base.image.text] : []),
    ...steps
      .flatMap(({ instruction: { flags } }) => flags.flatMap(imageOfFlag))
      .filter((name) => !stagesByName.has(name.toLowerCase())),
  ]);
}

/** The name may be that of a stage, which no log has a pull for. */
function imageOfFlag({ name, value }: Flag): readonly string[] {
  if (value === null) return [];
  if (name === "from") return [value];
  const from = name === "mount" ? /(?:^|,)from=([^,]+)/.exec(value) : null;
  return from === null ? [] : [from[1]!];
}

/** By the name that the builder shows, lower-cased, the steps that it may be of. */
function indexOf(texts: readonly StepText[]): (name: string) => readonly StepText[] {
  const exact = new Map<string, StepText[]>();
  const patterns = new Map<string, StepText[]>();
  for (const text of texts) {
    const [first = "", ...more] = text.pieces;
    const index = more.length === 0 ? exact : patterns;
    const key = more.length === 0 ? first : keywordOf(first);
    const list = index.get(key);
    if (list) list.push(text);
    else index.set(key, [text]);
  }
  return (name) => [
    ...(exact.get(name) ?? []),
    ...(patterns.get(keywordOf(name)) ?? []).filter(({ pieces }) => isNameOf(name, pieces)),
  ];
}

function keywordOf(name: string): string {
  return name.split(" ", 1)[0]!;
}

/** The least of a layer's text that tells a command from others, where the rest is cut. */
const tellingLength = 12;

/**
 * `docker history` shows no flags, variables of a RUN as written, and in front of its command the build arguments and the shell:
 * `RUN |1 PORT=80 /bin/sh -c npm ci # buildkit`.
 */
function isLayerOf({ createdBy }: LoggedLayer, { step }: StepText): boolean {
  const { kind, rest } = step!.instruction;
  const made = onOneLine(createdBy).replace(/ # buildkit$/, "");
  if (!made.startsWith(`${kind} `)) return false;
  const own = onOneLine(rest.text);
  if (!made.endsWith("…")) {
    if (kind === "RUN") return made.endsWith(` ${own}`);
    return isNameOf(made.toLowerCase(), piecesOf(`${kind} ${own}`, true));
  }
  const beginning = made.slice(kind.length + 1, -1).replace(/^.*?\/bin\/sh -c /, "");
  return beginning.length >= tellingLength && own.startsWith(beginning);
}

/** Fewer of its steps than this in a Dockerfile, and a build was of another one. */
const leastShare = 0.5;

export function isOfFile({ matches, strangers }: MatchedBuild): boolean {
  return matches.length >= leastShare * (matches.length + strangers.length);
}

/**
 * What a build says of each step: seconds, `null` for a reuse. Of a step that it made for several platforms the slowest counts, since that is
 * what the build waits for.
 */
export function outcomesOf(builds: readonly MatchedBuild[]): ReadonlyMap<StepText, number | null> {
  const outcomes = new Map<StepText, number | null>();
  for (const { matches } of builds) {
    for (const { text, logged } of matches) {
      const known = outcomes.get(text) ?? null;
      if (logged.outcome === "ran" && logged.seconds !== null)
        outcomes.set(text, Math.max(known ?? 0, logged.seconds));
      else if (logged.outcome === "cached") outcomes.set(text, known);
    }
  }
  return outcomes;
}
