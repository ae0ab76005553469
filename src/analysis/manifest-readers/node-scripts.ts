import { type Collector, type JsonObject, objectAt } from "./collector.ts";

/** Scripts that an install runs for the project itself. Source: https://docs.npmjs.com/cli/v11/using-npm/scripts, 2026-11-21. */
const installScripts = [
  "preinstall",
  "install",
  "postinstall",
  "prepublish",
  "preprepare",
  "prepare",
  "postprepare",
];

/** Programs that read the project's sources or configuration. */
const sourceReaders = new Set(
  `tsc tsup vite webpack rollup esbuild swc babel parcel ng nest next nuxt nuxi svelte-kit astro lerna nx turbo gulp grunt make
   bob unbuild tsdown microbundle preconstruct panda graphql-codegen wireit ts-node tsx typechain hardhat`.split(
    /\s+/,
  ),
);

/** Programs that read nothing of the project but `.git`, manifests, or what is named to them. */
const harmlessPrograms = new Set(
  `: cd cp echo exit husky is-ci lefthook ln mkdir node node-gyp-build only-allow patch-package playwright prisma rm simple-git-hooks test true
  yorkie`.split(/\s+/),
);

/** Those that set up hooks of git, where there is a repository. */
const gitPrograms = new Set(["husky", "lefthook", "simple-git-hooks", "yorkie"]);

/** As many scripts as are followed through `npm run`. */
const mostScripts = 20;

/** Adds the files that install scripts name and says which scripts stand in the way of a split. */
export function readInstallScripts(collector: Collector, directory: string, manifest: JsonObject): void {
  const scripts = objectAt(manifest, "scripts");
  for (const name of installScripts) {
    const text = scriptNamed(scripts, name);
    if (text !== null) followScript(collector, directory, scripts, name, text);
  }
}

function followScript(
  collector: Collector,
  directory: string,
  scripts: JsonObject,
  hook: string,
  text: string,
): void {
  const pending = [text];
  const seen = new Set<string>();
  // The list grows while it is walked.
  for (const script of pending) {
    if (seen.has(script) || seen.size >= mostScripts) continue;
    seen.add(script);
    for (const command of script.split(/&&|\|\||[;|&\n]/)) {
      const words = command
        .trim()
        .split(/\s+/)
        .map((word) => word.replace(/^["']|["']$/g, ""));
      const inner = runScript(words);
      const called = inner === null ? null : scriptNamed(scripts, inner);
      if (called !== null) pending.push(called);
      else readCommand(collector, directory, hook, words);
    }
  }
}

/** The script that `npm run build`, `yarn build`, `run-s build` … runs. */
function runScript(words: readonly string[]): string | null {
  const [program = "", ...rest] = words;
  if (!/^(npm|yarn|pnpm|bun|run-s|run-p|npm-run-all)$/.test(program)) return null;
  const operands = rest.filter((word) => !word.startsWith("-"));
  return (operands[0] === "run" || operands[0] === "run-script" ? operands[1] : operands[0]) ?? null;
}

function readCommand(collector: Collector, directory: string, hook: string, words: readonly string[]): void {
  const start = words.findIndex(
    (word) => !/^\w+=/.test(word) && !/^(npx|cross-env|pnpx|bunx|yarn|pnpm|exec|dlx|--?\w+)$/.test(word),
  );
  if (start === -1) return;
  const program = words[start]!;
  if (program === "patch-package") {
    const flag = words.indexOf("--patch-dir");
    const target = collector.resolve(directory, flag === -1 ? "patches" : (words[flag + 1] ?? "patches"));
    if (target !== null) collector.addDirectory(target);
    return;
  }
  if (program === "prisma") {
    const target = collector.resolve(directory, "prisma");
    if (target !== null) collector.addDirectory(target);
  }
  if (sourceReaders.has(program)) {
    collector.obstacle(`\`${hook}\` runs \`${words.slice(start).join(" ")}\`, which reads the sources`);
    return;
  }
  if (gitPrograms.has(program) && collector.hasDirectory(".git")) {
    collector.obstacle(`\`${hook}\` runs \`${program}\`, which writes into \`.git\``);
    return;
  }
  if (!harmlessPrograms.has(program)) collector.markIncomplete();
  for (const word of words.slice(start)) {
    const file = fileMeant(collector, directory, word);
    if (file !== null && collector.add(file)) collector.obstacle(`\`${hook}\` runs \`${file}\``);
  }
}

/** `node scripts/x` finds `scripts/x.js`. */
function fileMeant(collector: Collector, directory: string, word: string): string | null {
  if (!/[./]/.test(word) || word.startsWith("-") || /^[a-z]+:/.test(word) || word.startsWith("/"))
    return null;
  const base = word.replace(/^\.\//, "");
  if (base === "" || base.startsWith("..")) return null;
  const path = directory === "." ? base : `${directory}/${base}`;
  const candidates = [path, `${path}.js`, `${path}.cjs`, `${path}.mjs`, `${path}/index.js`];
  return candidates.find((candidate) => collector.has(candidate)) ?? null;
}

function scriptNamed(scripts: JsonObject, name: string): string | null {
  const text = Object.hasOwn(scripts, name) ? scripts[name] : null;
  return typeof text === "string" ? text : null;
}
