import { describe, expect, it } from "vitest";
import { rules } from "../../../rules/index.ts";
import { type EditorFiles, webWorld } from "../../../src/cli/editor/web-world.ts";
import { localAnalyst } from "../../../src/lsp/analyst.ts";
import { usualSettings } from "../../../src/lsp/protocol.ts";

const folder = "vscode-vfs://github/owner/shop";

/** The files of an editor, with what was asked of them. */
function editorFiles(texts: Readonly<Record<string, string>>): EditorFiles & { readonly reads: string[] } {
  const reads: string[] = [];
  const path = (uri: string): string => decodeURIComponent(uri.slice(folder.length));
  return {
    reads,
    async list(uri) {
      const children = new Map<string, { name: string; isFolder: boolean; size: number }>();
      for (const [file, text] of Object.entries(texts)) {
        const prefix = `${path(uri)}/`;
        if (!file.startsWith(prefix)) continue;
        const [name, ...rest] = file.slice(prefix.length).split("/");
        children.set(name!, { name: name!, isFolder: rest.length > 0, size: text.length });
      }
      return children.size === 0 ? null : [...children.values()];
    },
    async read(uri) {
      reads.push(path(uri));
      return texts[path(uri)] ?? null;
    },
  };
}

const files = {
  "/Dockerfile": "",
  "/package.json": '{ "name": "shop" }',
  "/package-lock.json": JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`node_modules/p${at}`, {}])),
  }),
  "/src/a b.js": "1",
  "/node_modules/p0/index.js": "1",
};
const document = {
  languageId: "dockerfile",
  uri: `${folder}/Dockerfile`,
  text: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER node\n",
};

async function look(texts: Readonly<Record<string, string>>, settings = usualSettings) {
  const fetched = editorFiles(texts);
  const world = webWorld(fetched, [folder]);
  world.configure(settings);
  const analyst = localAnalyst(world, rules);
  return { fetched, analyst, result: await analyst.result(document) };
}

describe("in a browser", () => {
  it("files are fetched as rules ask for them, each once, and none of closed folders", async () => {
    const { fetched, analyst, result } = await look(files);
    const found = result.findings.find(({ rule }) => rule === "copy-before-install")!;
    expect(found.help).toContain("`package.json` and `package-lock.json`");
    expect(fetched.reads).toContain("/package-lock.json");
    expect(fetched.reads.filter((path) => path.startsWith("/node_modules/"))).toEqual([]);
    expect(new Set(fetched.reads).size).toBe(fetched.reads.length);
    const before = fetched.reads.length;
    await analyst.result({ ...document, text: `${document.text}# more\n` });
    expect(fetched.reads.length).toBe(before);
  });

  it("what changed is fetched again", async () => {
    const { fetched, analyst } = await look(files);
    await analyst.forget();
    const before = fetched.reads.length;
    await analyst.result(document);
    expect(fetched.reads.length).toBeGreaterThan(before);
  });

  it("configuration files count, then the settings of the editor", async () => {
    const config = {
      ...files,
      "/.stowage.yaml": "extends: base.yaml\nignore: [copy-before-install]\n",
      "/base.yaml":
        "preset: strict\noverrides:\n  - files: [Dockerfile]\n    ignore: [DL3009]\n  - files: [other]\n    ignore: [DL3008]\n",
    };
    const { result } = await look(config);
    expect(result.settings).toMatchObject({ preset: "strict", ignore: ["DL3009", "copy-before-install"] });
    const set = await look(config, {
      ...usualSettings,
      preset: "recommended",
      severities: { DL3007: "off" },
    });
    expect(set.result.settings).toMatchObject({ preset: "recommended", severities: { DL3007: "off" } });
  });

  it("a broken configuration is said", async () => {
    const { result } = await look({ ...files, "/.stowage.yaml": "preset: nothing\n" });
    expect(result.problems).toEqual([expect.stringMatching(/^\.stowage\.yaml:1: /)]);
  });

  it("a folder that is opened later counts from then on", async () => {
    const analyst = localAnalyst(webWorld(editorFiles(files), []), rules);
    const isKnown = async (): Promise<boolean> => (await analyst.result(document)).contextRoot !== null;
    expect(await isKnown()).toBe(false);
    await analyst.open([folder]);
    expect(await isKnown()).toBe(true);
  });

  it("a document without a folder is looked at alone", async () => {
    const world = webWorld(editorFiles({}), []);
    const { findings } = await localAnalyst(world, rules).result({
      uri: "untitled:1",
      languageId: "dockerfile",
      text: "FROM node\n",
    });
    expect(findings).not.toEqual([]);
  });
});
