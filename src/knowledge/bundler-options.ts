/**
 * Options of `bundle install` that later calls were to remember: deprecated since Bundler 2.1, gone in Bundler 4 (December 2025). What is set
 * with `bundle config` in their place.
 * Source: bundler.io/doc/upgrading.html (read 2026-11).
 */
export const removedOptions: Readonly<
  Record<string, { readonly setting: string; readonly value: string | null }>
> = {
  "--clean": { setting: "clean", value: "true" },
  "--deployment": { setting: "deployment", value: "true" },
  "--frozen": { setting: "frozen", value: "true" },
  "--no-prune": { setting: "no_prune", value: "true" },
  "--path": { setting: "path", value: null },
  "--shebang": { setting: "shebang", value: null },
  "--system": { setting: "path.system", value: "true" },
  "--with": { setting: "with", value: null },
  "--without": { setting: "without", value: null },
};
