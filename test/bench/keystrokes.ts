import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startClient } from "../cli/editor/client.ts";
import { makeRepository, removeRepository } from "./long-history.ts";

const lengths = [50, 300, 3000];
const keystrokes = 60;
/** Milliseconds between two keystrokes: as fast as people type. */
const pace = 120;

/** Milliseconds from a keystroke to the diagnostics of that version, in a repository with a history and a context of many files. */
export async function measureKeystrokes(program: string, folder: string): Promise<readonly string[]> {
  const project = makeRepository(folder, { commits: 300, files: 5000, changes: 4 });
  const lines: string[] = [];
  for (const length of lengths) {
    const { typed, complete, first } = await type(program, project, dockerfileOf(length));
    lines.push(
      `${length} lines: ${spread(typed)}; all of it, history and context included, ${complete.toFixed(0)} ms after the last, ${first.toFixed(0)} ms after opening`,
    );
  }
  removeRepository(project);
  return lines;
}

async function type(program: string, project: string, text: string) {
  const uri = pathToFileURL(join(project, "Dockerfile")).href;
  const client = await startClient({ program: [program, "lsp"], folders: [pathToFileURL(project).href] });
  const started = performance.now();
  client.open(uri, text);
  await client.diagnostics(uri, 1);
  const first = performance.now() - started;
  const typed: number[] = [];
  const line = text.split("\n").length - 2;
  let last = 0;
  for (let key = 0; key < keystrokes; key++) {
    const start = { line, character: 4 + key };
    last = performance.now();
    void client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: key + 2 },
      contentChanges: [{ range: { start, end: start }, text: "x" }],
    });
    await client.diagnostics(uri, key + 2);
    typed.push(performance.now() - last);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, pace - typed.at(-1)!)));
  }
  // The answer to a question about the document waits for all that is known of it.
  await client.connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    context: { diagnostics: [] },
  });
  const complete = performance.now() - last;
  await client.close();
  return { typed, complete, first };
}

/** Stages as people write them, one after the other, up to a number of lines. */
function dockerfileOf(length: number): string {
  const stage = (at: number): readonly string[] => [
    `# Stage ${at}: dependencies first, sources last.`,
    `FROM node:22-bookworm-slim AS stage${at}`,
    "ARG NODE_ENV=production",
    "ENV NODE_ENV=$NODE_ENV \\",
    "    PORT=3000 \\",
    "    LOG_LEVEL=info",
    "WORKDIR /srv/app",
    "",
    "RUN apt-get update \\",
    "    && apt-get install -y --no-install-recommends \\",
    "        ca-certificates=20230311 \\",
    "        curl=7.88.1-10 \\",
    "        git=1:2.39.5-0 \\",
    "    && rm -rf /var/lib/apt/lists/*",
    "",
    "COPY api/part1/package.json api/part1/",
    "RUN npm install --prefix api/part1",
    "COPY api ./api",
    "# Everything else is needed for the build alone.",
    "COPY web/part2 ./web/part2",
    "RUN npm run build --prefix api \\",
    "    && npm run test --prefix api \\",
    "    && rm -rf /tmp/*",
    "USER node",
    'CMD ["node", "api/index.js"]',
    "",
  ];
  const lines: string[] = [];
  for (let at = 0; lines.length < length - 1; at++) lines.push(...stage(at));
  const whole = lines.slice(0, length - 1);
  // Not in the middle of an instruction.
  while (/\\$|^ /.test(whole.at(-1)!)) whole.pop();
  return `${[...whole, "RUN "].join("\n")}\n`;
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share: number): string =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(0);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}
