import { baseImage } from "../knowledge/base-images.ts";
import {
  givesUpRoot,
  givesUpRootInText,
  isForGivingUpRoot,
  startsAsDroppingDaemon,
} from "../knowledge/privileges.ts";
import type { Stage, Step } from "../model/build-file.ts";
import type { Command } from "../shell/command.ts";
import { parseShell } from "../shell/parse-shell.ts";
import { mappedText } from "../text/mapped-text.ts";
import { type Commands, commands } from "./commands.ts";
import { defineFact } from "./fact.ts";
import { installs } from "./installs.ts";
import { stageGraph } from "./stage-graph.ts";
import { startCommands } from "./start-commands.ts";
import { startScripts } from "./start-scripts.ts";

export interface PrivilegeDrops {
  /** What makes a container of this stage, started as root, go on as another user, as half a sentence; `null` when nothing is seen. */
  of(stage: Stage): string | null;
}

/**
 * Containers that start as root and give it up: by the program they start, a script of the build context that it is, or a tool
 * for that purpose in the image. What an image of somebody else starts is known for a few.
 */
export const privilegeDrops = defineFact("privilege-drops", ({ use }): PrivilegeDrops => {
  const graph = use(stageGraph);
  const scripts = use(commands);
  const starts = use(startCommands);
  const inSteps = new Map<Stage, string | null>();
  const toolOf = (stage: Stage): string | null => {
    let tool = inSteps.get(stage);
    if (tool === undefined) {
      tool = stage.steps.map((step) => toolIn(step, scripts)).find((found) => found !== null) ?? null;
      inSteps.set(stage, tool);
    }
    return tool;
  };

  return {
    of: (stage) => {
      const start = starts.of(stage);
      const program = programOf(start.commands);
      if (program !== null) return `\`${program}\` changes to another user`;
      const root = graph.root(stage);
      if (root.kind === "image" && start.entrypoint === null && start.cmd === null) {
        const { name } = baseImage(root.image);
        if (startsAsDroppingDaemon(name, root.image.tag)) return `\`${name}\` changes to another user`;
      }
      const lineage = graph.lineage(stage);
      const tool = lineage.map(toolOf).find((found) => found !== null);
      if (tool != null) return `\`${tool}\` is there to change to another user`;
      const members = new Set(lineage);
      const installed = use(installs)
        .filter(({ step }) => members.has(step.stage))
        .flatMap(({ packages }) => packages.map(({ name }) => name))
        .find(isForGivingUpRoot);
      if (installed !== undefined) return `\`${installed}\` is there to change to another user`;
      const dropsAtEntry = root.kind === "image" && baseImage(root.image).runsAs === "entrypoint";
      for (const { path, text } of use(startScripts).of(stage)) {
        const script = parseShell(mappedText(text, 0)).commands;
        const entry = dropsAtEntry ? script.find(({ name }) => name === "docker-entrypoint.sh") : undefined;
        if (entry !== undefined) return `\`${path}\` goes on with the entrypoint of the base image`;
        const called = programOf(script) ?? preparationIn(script);
        if (/^#!.*\b(?:python|node|ruby|perl)|^(?!#!)/.test(text) && givesUpRootInText(text))
          return `\`${path}\` changes to another user`;
        if (called !== null) return `\`${called}\` in \`${path}\` is there for another user`;
      }
      return null;
    },
  };
});

function programOf(script: readonly Command[]): string | null {
  for (const { name, wrappers, words } of script) {
    const wrapper = wrappers.find((one) => givesUpRoot(one.name) || one.name === "sudo");
    if (wrapper !== undefined) return wrapper.name;
    // The first process of s6-overlay and of systemd.
    if (givesUpRoot(name) || /^\/(?:s?bin\/)?init$/.test(words[0]?.text ?? "")) return name;
  }
  return null;
}

/** Who gives files to another user when a container starts, goes on as that user: by configuration, where nothing else is seen. */
function preparationIn(script: readonly Command[]): string | null {
  const gives = ({ name, words }: Command): boolean => {
    const owner = words.find(({ text }, at) => at > 0 && !text.startsWith("-"))?.text ?? "root";
    return name === "chown" && !/^(?:root|0)(?::|$)/.test(owner);
  };
  return script.some(gives) ? "chown" : null;
}

function toolIn({ instruction }: Step, scripts: Commands): string | null {
  if (instruction.kind === "COPY" || instruction.kind === "ADD") {
    const texts = [
      ...instruction.flags.map(({ value }) => value ?? ""),
      ...instruction.sources.map(({ text }) => text),
    ];
    return texts.find(isForGivingUpRoot) ?? null;
  }
  if (instruction.kind !== "RUN") return null;
  for (const { words } of scripts.of(instruction).commands) {
    const word = words.find(({ text }) => isForGivingUpRoot(text));
    if (word !== undefined) return word.text;
  }
  return null;
}
