import { commands } from "../src/analysis/commands.ts";
import { callText } from "../src/analysis/install-commands/reading.ts";
import { type KeptDownload, keptDownloads, literallyKeptDownloads } from "../src/analysis/kept-downloads.ts";
import { indexFetches, isFetchedAlone } from "../src/analysis/package-indexes.ts";
import {
  appendCommand,
  insertAfterAction,
  privilegePrefix,
  removeCommand,
} from "../src/analysis/script-edits.ts";
import { users } from "../src/analysis/users.ts";
import { pricedMounts } from "../src/estimate/priced-mounts.ts";
import { cacheMountUses } from "../src/knowledge/cache-mounts.ts";
import type { Fix } from "../src/rule/finding.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";

/** By the name of the manager. */
const codes: Readonly<Record<string, readonly string[]>> = {
  apk: [
    "DL3019",
    "DS-0025",
    "DKL-DI-0004",
    "ae9c56a6",
    "apkAddUseNoCache",
    "apkadd-missing_nocache_or_updaterm",
    "missing-apk-no-cache",
    "DF029",
  ],
  bundler: ["tally/ruby/leftover-bundler-cache"],
  dnf: ["DL3040", "DS-0019", "295acb63", "missing-dnf-clean-all", "DF046"],
  microdnf: ["DL3040", "DS-0027"],
  npm: ["npmCacheCleanAfterInstall"],
  pip: ["DL3042", "f2f903fb", "pipUseNoCacheDir", "missing-pip-no-cache-dir", "DF030", "CL010"],
  yarn: ["DL3060", "yarnCacheCleanAfterInstall", "DF055"],
  yum: ["DL3032", "DS-0015", "00481784", "yumInstallRmVarCacheYum", "missing-yum-clean-all", "DF047"],
  zypper: ["DL3036", "DS-0020", "38300d1a", "missing-zypper-clean", "DF045"],
};

/** Those that are about every manager. */
const anyManager = ["DF004", "CL005", "PERF003"];

export default defineRule({
  id: "package-cache-kept",
  summary: "The downloads of a package manager stay in the image",
  category: "size",
  severity: "info",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [...new Set([...Object.values(codes).flat(), ...anyManager])],
  check: {
    file(_, context) {
      const isLiteral = context.literal === "hadolint";
      const isAdvised = isLiteral ? () => false : otherAdvice(context);
      for (const kept of context.use(isLiteral ? literallyKeptDownloads : keptDownloads)) {
        if (kept.call.manager.name !== "apt-get" && !isAdvised(kept)) report(kept, context);
      }
    },
  },
});

/** Tells where a cache mount is proposed with its price, which solves this too, and where the call is better moved or removed. */
function otherAdvice(context: RuleContext): (kept: KeptDownload) => boolean {
  const mounted = new Map(
    context.use(pricedMounts).map(({ missing: { install } }) => [install.step, install.manager]),
  );
  const alone = new Set(
    context
      .use(indexFetches)
      .filter(isFetchedAlone)
      .map(({ call }) => call),
  );
  return ({ step, call }) => mounted.get(step) === call.manager.name || alone.has(call);
}

function report(kept: KeptDownload, context: RuleContext): void {
  const { call, remedy, tooLate } = kept;
  const what = remedy.keeps === "index" ? "package lists" : "downloads";
  const message = `\`${callText(call)}\` leaves its ${what} in the image`;
  const fix = fixOf(kept, context);
  context.report({
    at: call.command.range,
    aliases: [...(codes[call.manager.name] ?? []), ...anyManager],
    message: tooLate === null ? message : `${message}: a later RUN removes them, but the layer keeps them`,
    help: helpOf(kept, context),
    related:
      tooLate === null ? [] : [{ at: tooLate.range, message: "too late: they are in the layer above" }],
    ...(fix && { fix }),
  });
}

function helpOf(
  { call, step, remedy: { flag, cleanUp }, directory }: KeptDownload,
  context: RuleContext,
): string {
  const { name } = call.manager;
  if (call.does === "index" && flag === undefined) {
    return `fetch them in the RUN that installs, and end that one with \`${cleanUp}\``;
  }
  if (call.does === "index") {
    return `remove it: \`${call.command.name} add ${flag}\` fetches the lists and keeps none`;
  }
  const first = flag === undefined ? `end this RUN with \`${cleanUp}\`` : `add \`${flag}\``;
  const hasMount = Object.hasOwn(cacheMountUses, name) && context.use(users).at(step).kind === "root";
  if (!hasMount || directory.includes("*")) return first;
  return `${first}; to have them at hand in later builds instead, add \`--mount=type=cache,target=${directory}\` to the RUN`;
}

function fixOf({ calls, step, remedy: { flag, cleanUp } }: KeptDownload, context: RuleContext): Fix | null {
  const script = context.use(commands).of(step.instruction);
  const [first] = calls;
  if (flag === undefined) {
    if (cleanUp === undefined || first === undefined || calls.every(({ does }) => does === "index"))
      return null;
    const command = privilegePrefix(first.command) + cleanUp;
    const edit = appendCommand(context.file, step, { script, command });
    // Unsafe: a later step that reads the downloads has to fetch them again.
    return edit && { title: `Add \`${command}\``, applicability: "unsafe", edits: [edit] };
  }
  const edits = calls.map((call) =>
    call.does === "index"
      ? removeCommand(context.file, step, { script, command: call.command })
      : insertAfterAction(call, flag),
  );
  if (!edits.every((edit) => edit !== null)) return null;
  const isUpdate = calls.every(({ does }) => does === "index");
  const title = isUpdate ? `Remove \`${callText(calls[0]!)}\`` : `Add \`${flag}\``;
  // Unsafe: the same.
  return { title, applicability: "unsafe", edits };
}
