import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const dockerfile = `FROM node:22-slim
WORKDIR /app
COPY . .
RUN npm ci
RUN npm run build
ENV PORT 3000
USER node
CMD ["node", "dist/server.js"]
`;

const packages = Object.fromEntries(
  ["", ...Array.from({ length: 320 }, (_, at) => `node_modules/package-${at}`)].map((path) => [path, {}]),
);
export const files = {
  Dockerfile: dockerfile,
  ".dockerignore": "node_modules\n.git\n",
  "package.json": `${JSON.stringify({ name: "shop", scripts: { build: "tsc" }, dependencies: { express: "4.19.2" } }, null, 2)}\n`,
  "package-lock.json": `${JSON.stringify({ name: "shop", lockfileVersion: 3, packages })}\n`,
  "tsconfig.json": "{}\n",
  "src/server.ts": "export const port = 0;\n",
};

/** A repository in which the sources change with every commit. */
export function makeWorkspace() {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "stowage-editor-"))), "shop");
  mkdirSync(folder);
  const write = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const git = (...args) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: folder });
  for (const [name, text] of Object.entries(files)) write(name, text);
  git("init", "-q");
  for (let commit = 0; commit < 20; commit++) {
    write("src/server.ts", `export const port = ${commit};\n`);
    git("add", "-A");
    git("commit", "-qm", `Change ${commit}`);
  }
  return folder;
}
