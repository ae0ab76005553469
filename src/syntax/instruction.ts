import { sliceMapped } from "../text/mapped-text.ts";
import { nearestName } from "../text/nearest-name.ts";
import { skipSpace } from "./characters.ts";
import { deviceProblem } from "./device.ts";
import { flagProblems } from "./flag-rules.ts";
import { readFrom } from "./from.ts";
import { healthcheckType, readHealthcheck } from "./healthcheck.ts";
import { isPortOutOfRange, isSignal, portProblem } from "./literals.ts";
import { parseMount } from "./mount.ts";
import { readArg, readNameValues } from "./name-values.ts";
import type { Instruction, InstructionKind } from "./nodes.ts";
import { quote } from "./quote.ts";
import {
  commandOf,
  common,
  type Draft,
  isParserProblem,
  jsonRest,
  missingArgument,
  plainWords,
  type Reading,
  readWhole,
  report,
  reportAll,
  reportWords,
} from "./reading.ts";
import { literalText } from "./shell-word.ts";
import { readTransfer } from "./transfer.ts";
import { textProblem } from "./word-problems.ts";
import { flagOf, jsonStringOf, wordAt } from "./words.ts";

const readers: { readonly [Kind in InstructionKind]: (reading: Reading) => Instruction } = {
  ADD: (reading) => ({ kind: "ADD", ...common(reading), ...readTransfer("ADD", reading) }),
  ARG: readArg,
  CMD: (reading) => ({ kind: "CMD", ...common(reading), command: commandOf(reading) }),
  COPY: (reading) => ({ kind: "COPY", ...common(reading), ...readTransfer("COPY", reading) }),
  ENTRYPOINT: (reading) => ({ kind: "ENTRYPOINT", ...common(reading), command: commandOf(reading) }),
  ENV: (reading) => ({ kind: "ENV", ...common(reading), ...readNameValues("ENV", reading) }),
  EXPOSE: readExpose,
  FROM: readFrom,
  HEALTHCHECK: readHealthcheck,
  LABEL: (reading) => ({ kind: "LABEL", ...common(reading), ...readNameValues("LABEL", reading) }),
  MAINTAINER: (reading) => {
    if (reading.base.rest.text === "") report(reading, missingArgument(reading, "a name"));
    return { kind: "MAINTAINER", ...common(reading) };
  },
  ONBUILD: readOnbuild,
  RUN: readRun,
  SHELL: readShell,
  STOPSIGNAL: readStopsignal,
  UNKNOWN: readUnknown,
  USER: (reading) => ({ kind: "USER", ...common(reading), user: readWhole(reading, "a user") }),
  VOLUME: readVolume,
  WORKDIR: (reading) => ({ kind: "WORKDIR", ...common(reading), path: readWhole(reading, "a path") }),
};

const keywords: ReadonlySet<string> = new Set(Object.keys(readers).filter((kind) => kind !== "UNKNOWN"));

function isKeyword(text: string): text is InstructionKind {
  return keywords.has(text);
}

/** Reads the words of an instruction. Never throws. */
export function readInstruction(draft: Draft): Instruction {
  const { line, parts } = draft;
  const kind = isKeyword(draft.ast.keyword) ? draft.ast.keyword : "UNKNOWN";
  const flags = parts.flags.map((part) => flagOf(line, part));
  const reading: Reading = {
    draft,
    base: {
      index: draft.index,
      range: draft.range,
      keyword: wordAt(line, parts.keywordStart, parts.keywordEnd),
      flags,
      rest: sliceMapped(line, parts.restStart, parts.restEnd),
      heredocs: draft.heredocs,
      emptyContinuations: draft.emptyContinuations,
    },
    problems: [...draft.problems],
  };
  const isNone = kind === "HEALTHCHECK" && healthcheckType(reading) === "NONE";
  if (!isNone) reportAll(reading, flagProblems(kind, flags, draft.escapeChar));
  return readers[kind](reading);
}

function readRun(reading: Reading): Instruction {
  const command = commandOf(reading);
  for (const flag of reading.base.flags) {
    if (flag.name === "device") report(reading, deviceProblem(flag));
    if (flag.name === "mount" && flag.value !== null) {
      reportAll(reading, parseMount(flag, reading.draft.escapeChar).problems);
    }
  }
  return { kind: "RUN", ...common(reading), command };
}

function readShell(reading: Reading): Instruction {
  const command = commandOf(reading);
  const isExec = command.form === "exec";
  if (reading.base.rest.text === "" || (isExec && command.strings.length === 0)) {
    if (!reading.problems.some(isParserProblem))
      report(reading, missingArgument(reading, 'a JSON array, such as `["/bin/bash", "-c"]`'));
  } else if (!isExec) {
    report(reading, {
      code: "shell-not-json",
      message: "`SHELL` takes a JSON array only",
      range: command.range,
      help: 'write it as `["/bin/bash", "-c"]`, with double quotes',
    });
  }
  return { kind: "SHELL", ...common(reading), command: isExec ? command : null };
}

function readExpose(reading: Reading): Instruction {
  const ports = plainWords(reading);
  if (ports.length === 0) report(reading, missingArgument(reading, "a port"));
  reportWords(reading);
  for (const { text, range } of ports) {
    const port = literalText(text, reading.draft.escapeChar);
    const what = port === null ? null : portProblem(port);
    if (port === null || what === null) continue;
    report(reading, {
      ...(isPortOutOfRange(port)
        ? { code: "port-out-of-range", message: `${quote(text)} does not exist: ports end at 65535` }
        : { code: "invalid-port", message: `${quote(text)} ${what}` }),
      range,
      help: "write it as `8080` or `8080/udp`",
    });
  }
  return { kind: "EXPOSE", ...common(reading), ports };
}

function readStopsignal(reading: Reading): Instruction {
  const signal = readWhole(reading, "a signal, such as `SIGTERM`");
  const literal = signal === null ? null : literalText(signal.text, reading.draft.escapeChar);
  if (signal !== null && literal !== null && !isSignal(literal)) {
    const message = `${quote(signal.text)} is no signal`;
    const help = "write a name such as `SIGTERM`, or a number";
    report(reading, { code: "invalid-signal", message, range: signal.range, help });
  }
  return { kind: "STOPSIGNAL", ...common(reading), signal };
}

function readVolume(reading: Reading): Instruction {
  const { line, escapeChar } = reading.draft;
  const array = jsonRest(reading);
  const strings = array?.items.map((item) => jsonStringOf(line, item));
  const paths = strings?.map(({ value, range }) => ({ text: value, range })) ?? plainWords(reading);
  if (strings) for (const { mapped } of strings) report(reading, textProblem(mapped, escapeChar));
  else reportWords(reading);
  if (paths.length === 0 && !array?.bad) report(reading, missingArgument(reading, "a path"));
  for (const path of paths) {
    const literal = literalText(path.text, escapeChar) ?? path.text;
    if (skipSpace(literal, 0, literal.length) < literal.length) continue;
    report(reading, {
      code: "empty-volume",
      message: "the path of the volume is empty",
      range: path.range,
      help: "name a path",
    });
  }
  return { kind: "VOLUME", ...common(reading), paths, json: array !== null };
}

function readOnbuild(reading: Reading): Instruction {
  const { draft } = reading;
  if (draft.trigger === null) {
    report(reading, missingArgument(reading, "the instruction that the child image runs"));
    return { kind: "ONBUILD", ...common(reading), trigger: null };
  }
  const trigger = readInstruction(draft.trigger);
  // The builder looks at the rest of the trigger only when the child image is built.
  reportAll(reading, trigger.problems.filter(isParserProblem));
  if (/^(?:ONBUILD|FROM|MAINTAINER)$/.test(trigger.kind)) {
    report(reading, {
      code: "forbidden-trigger",
      message: `${quote(trigger.keyword.text)} can't be triggered by \`ONBUILD\``,
      range: trigger.keyword.range,
      help: "remove this instruction",
    });
  }
  return { kind: "ONBUILD", ...common(reading), trigger };
}

function readUnknown(reading: Reading): Instruction {
  const { keyword } = reading.base;
  const upper = keyword.text.toUpperCase();
  const meant = nearestName(upper, keywords);
  const glued = [...keywords].find(
    (known) => upper.startsWith(known) && !/^[A-Z]/.test(upper.slice(known.length)),
  );
  report(reading, {
    code: "unknown-instruction",
    message: `${quote(keyword.text)} is no instruction`,
    range: keyword.range,
    help: glued
      ? `put a blank after \`${keyword.text.slice(0, glued.length)}\``
      : meant
        ? `write \`${meant}\``
        : "remove the line, or end the line before it with the escape character if it belongs to that",
  });
  return { kind: "UNKNOWN", ...common(reading) };
}
