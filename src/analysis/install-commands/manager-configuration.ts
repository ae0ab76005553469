import type { PackageCommand } from "./package-command.ts";

/** An environment variable that would do the same as a command which writes a manager's configuration. */
export interface ConfiguredVariable {
  readonly name: string;
  readonly value: string;
  /** Whether it counts for more than the variable of the environment. */
  readonly wins: boolean;
}

const keys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  npm: {
    cache: "npm_config_cache",
    omit: "npm_config_omit",
    prefix: "npm_config_prefix",
    production: "npm_config_production",
  },
  pnpm: { "store-dir": "npm_config_store_dir", storeDir: "npm_config_store_dir" },
  yarn: {
    "cache-folder": "YARN_CACHE_FOLDER",
    cacheFolder: "YARN_CACHE_FOLDER",
    globalFolder: "YARN_GLOBAL_FOLDER",
  },
  pip: { "global.no-cache-dir": "PIP_NO_CACHE_DIR", "global.cache-dir": "PIP_CACHE_DIR" },
  poetry: { "cache-dir": "POETRY_CACHE_DIR" },
};

/** What `npm config set cache /c`, `bundle config set --local without development`, `go env -w GOMODCACHE=/c` … set. */
export function configuredVariables(call: PackageCommand): readonly ConfiguredVariable[] {
  if (call.does !== "configure") return [];
  const words = call.operands.map((word) => word.text);
  if (call.manager.name === "go")
    return call.flags.some(({ name }) => name === "-w") ? assignments(words) : [];
  const [key = "", ...values] = words[0] === "set" ? words.slice(1) : words;
  if (call.manager.name === "bundler") {
    if (!/^[\w.-]+$/.test(key) || values.length === 0) return [];
    // Settings of the application come before the environment, those of the user after it (bundler.io/man/bundle-config.1.html).
    const wins = !call.flags.some(({ name }) => name === "--global");
    return [{ name: `BUNDLE_${key.toUpperCase().replaceAll("-", "_")}`, value: values.join(" "), wins }];
  }
  const known = keys[call.manager.name];
  const [assignedKey = "", assigned] = key.split("=");
  const name = known !== undefined && Object.hasOwn(known, assignedKey) ? known[assignedKey] : undefined;
  const value = assigned ?? values[0];
  return name === undefined || value === undefined ? [] : [{ name, value, wins: false }];
}

function assignments(words: readonly string[]): readonly ConfiguredVariable[] {
  return words.flatMap((word) => {
    const at = word.indexOf("=");
    return at <= 0 ? [] : [{ name: word.slice(0, at), value: word.slice(at + 1), wins: false }];
  });
}
