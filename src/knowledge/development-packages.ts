/**
 * Where package managers put packages and how to leave out those for development.
 * Source: the managers' documentation (rows of `package-managers.ts`); list as of 2026-11-21.
 */
export interface DevelopmentOption {
  /** The option that leaves them out; `null` when there is none. */
  readonly omit: string | null;
  /** What else leaves them out, after "install"; where `omit` is `null`. */
  readonly otherwise?: string;
  /** Takes them out of what is there; `null` without such a command. */
  readonly prune: string | null;
  /** Where packages go: below the project, or absolute. */
  readonly folder: string | null;
  /** Variables that move it. */
  readonly folderVariables?: readonly string[];
}

export const developmentOptions: Readonly<Record<string, DevelopmentOption>> = {
  npm: { omit: "--omit=dev", prune: "npm prune --omit=dev", folder: "node_modules" },
  yarn: {
    omit: "--production",
    prune: "yarn install --production --ignore-scripts --prefer-offline",
    folder: "node_modules",
  },
  /** Yarn 2 and later. */
  "yarn-berry": {
    omit: null,
    otherwise: "with `yarn workspaces focus --production`",
    prune: "yarn workspaces focus --production",
    folder: "node_modules",
  },
  pnpm: { omit: "--prod", prune: "pnpm prune --prod", folder: "node_modules" },
  bun: { omit: "--production", prune: null, folder: "node_modules" },
  composer: { omit: "--no-dev", prune: "composer install --no-dev", folder: "vendor" },
  uv: {
    omit: "--no-dev",
    prune: "uv sync --no-dev",
    folder: ".venv",
    folderVariables: ["UV_PROJECT_ENVIRONMENT"],
  },
  poetry: {
    omit: "--only main",
    prune: "poetry sync --only main",
    folder: null,
    folderVariables: ["VIRTUAL_ENV"],
  },
  pip: {
    omit: null,
    otherwise: "only the requirements of the program",
    prune: null,
    folder: null,
    folderVariables: ["VIRTUAL_ENV"],
  },
  pipenv: {
    omit: null,
    otherwise: "without `--dev`",
    prune: null,
    folder: null,
    folderVariables: ["VIRTUAL_ENV"],
  },
  bundler: {
    omit: null,
    otherwise: 'below `ENV BUNDLE_WITHOUT="development:test"`',
    prune: null,
    folder: "/usr/local/bundle",
    folderVariables: ["BUNDLE_PATH"],
  },
};

/** Programs of packages whose names don't tell. */
export const programsOfPackages: Readonly<Record<string, readonly string[]>> = {
  typescript: ["tsc"],
  "@nestjs/cli": ["nest"],
  "@angular/cli": ["ng"],
  "@vue/cli-service": ["vue-cli-service"],
  "@babel/node": ["babel-node"],
  "@swc-node/register": ["swc-node"],
  "@remix-run/dev": ["remix"],
  "@react-router/dev": ["react-router"],
  "sequelize-cli": ["sequelize"],
};
