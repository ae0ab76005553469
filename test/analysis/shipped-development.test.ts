import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { shippedDevelopment } from "../../src/analysis/shipped-development.ts";
import { memoryHost } from "../../src/host/memory-host.ts";
import { buildFile } from "../../src/model/build-file.ts";

const packageJson = JSON.stringify({
  devDependencies: { "@types/node": "1", jest: "1", typescript: "1", "@nestjs/cli": "1" },
  scripts: {
    start: "node a.js",
    prestart: "npm run check",
    check: "true",
    compile: "tsc",
    up: "npm run compile && node a.js",
    serve: "nest start",
  },
});

const files = {
  "package.json": packageJson,
  "composer.json": '{ "require-dev": { "phpunit/phpunit": "*" } }',
  "pyproject.toml":
    '[tool.poetry.group.dev.dependencies]\npytest = "*"\n[tool.poetry.group.docs]\noptional = true\n[tool.poetry.group.docs.dependencies]\nsphinx = "*"\n',
  Gemfile: "gem 'rails'\ngroup :development, :test do\n  gem 'rspec'\nend\ngem 'puma'\n",
  Pipfile: '[packages]\nflask = "*"\n[dev-packages]\nblack = "*"\n',
  "start.sh": "#!/bin/sh\nnpx jest --version\n",
};

/** Each as `manager: names`, with `copied` and `used`. */
function found(dockerfile: string, withFiles = true): readonly string[] {
  const entries = Object.entries(files).map(([path, text]) => [`/p/${path}`, text] as const);
  const host = withFiles ? memoryHost(Object.fromEntries(entries)) : null;
  const place = withFiles ? { path: "/p/Dockerfile", context: "/p" } : { path: null, context: null };
  const analysis = analyze(buildFile("Dockerfile", dockerfile), host, place);
  return analysis.use(shippedDevelopment).map(({ install, packages, copy, isUsed }) => {
    const state = [...(copy ? ["copied"] : []), ...(isUsed ? ["used"] : [])];
    return [`${install.manager}: ${packages.names.join(" ")}`.trimEnd(), ...state].join(", ");
  });
}

const node = "npm: @types/node jest typescript @nestjs/cli";
const image = (install: string, start = 'CMD ["node", "a.js"]') =>
  `FROM a\nWORKDIR /w\nCOPY . .\n${install}\n${start}\n`;
const stages = (build: string, copy: string) =>
  `FROM a AS build\nWORKDIR /w\nCOPY . .\n${build}\nFROM a\nWORKDIR /v\n${copy}\nCMD ["node", "a.js"]\n`;

const cases: readonly (readonly [title: string, dockerfile: string, found: readonly string[]])[] = [
  ["all packages", image("RUN npm ci"), [node]],
  ["without them", image("RUN npm ci --omit=dev"), []],
  ["an option in a variable", image("RUN npm ci $OPTIONS"), []],
  ["used by a build", image("RUN npm ci && npm run compile"), [`${node}, used`]],
  ["pruned", image("RUN npm ci\nRUN npm run compile && npm prune --omit=dev"), []],
  ["installed again without", image("RUN npm ci\nRUN npm run compile\nRUN npm ci --omit=dev"), []],
  ["removed", image("RUN npm ci && npm run compile && rm -rf node_modules"), []],
  ["nothing is started", image("RUN npm ci", ""), []],
  ["one of them is started", image("RUN npm ci", 'CMD ["npx", "jest"]'), []],
  ["a script starts one", image("RUN npm ci", "CMD npm run serve"), []],
  ["a script of a script starts one", image("RUN npm ci", 'CMD ["npm", "run", "up"]'), []],
  ["a script that starts none", image("RUN npm ci", 'CMD ["npm", "start"]'), [node]],
  ["a file starts one", image("RUN npm ci", 'ENTRYPOINT ["./start.sh"]'), []],
  ["an image to work in", image("RUN npm ci", 'CMD ["npm", "run", "dev"]'), []],
  ["an environment to work in", image("ENV NODE_ENV=development\nRUN npm ci"), []],
  ["a stage to work in", `FROM a AS dev\n${image("RUN npm ci").slice(7)}`, []],
  ["a global tool", image("RUN npm install -g jest"), []],
  [
    "copied with the program",
    stages("RUN npm ci && npm run compile", "COPY --from=build /w /v"),
    [`${node}, copied, used`],
  ],
  [
    "copied as a folder",
    stages("RUN npm ci", "COPY --from=build /w/node_modules node_modules"),
    [`${node}, copied`],
  ],
  ["not copied", stages("RUN npm ci && npm run compile", "COPY --from=build /w/dist ."), []],
  ["copied without them", stages("RUN npm ci", "COPY --from=build --exclude=node_modules /w /v"), []],
  ["pruned before", stages("RUN npm ci && npm prune --omit=dev", "COPY --from=build /w /v"), []],
  ["copied and removed", stages("RUN npm ci", "COPY --from=build /w /v\nRUN rm -rf /v/node_modules"), []],
  [
    "installed in the base",
    `FROM a AS base\nWORKDIR /w\nCOPY . .\nRUN npm ci\nFROM base\nCMD ["node", "a.js"]`,
    [node],
  ],
  [
    "copied twice",
    "FROM a AS one\nWORKDIR /w\nCOPY . .\nRUN npm ci\nFROM a AS two\nCOPY --from=one /w /x\nFROM a\nCOPY --from=two /x/node_modules /y\nCMD node a.js",
    [`${node}, copied`],
  ],
  ["Composer, with the start of the image", image("RUN composer install", ""), ["composer: phpunit/phpunit"]],
  ["Poetry, without optional groups", image("RUN poetry install"), ["poetry: pytest"]],
  ["Poetry without them", image("RUN poetry install --only main"), []],
  ["Bundler", image("RUN bundle install"), ["bundler: rspec"]],
  ["Bundler without them", image("ENV BUNDLE_WITHOUT=development:test\nRUN bundle install"), []],
  ["pipenv leaves them out by itself", image("RUN pipenv install"), []],
  ["pipenv that is told", image("RUN pipenv install --dev"), ["pipenv: black"]],
  ["requirements", image("RUN pip install -r requirements/dev.txt"), ["pip:"]],
];

test.each(cases)("%s", (_, dockerfile, expected) => {
  expect(found(dockerfile)).toEqual(expected);
});

test("without files only what the command says itself is certain", () => {
  expect(found(image("RUN npm ci"), false)).toEqual([]);
  expect(found(image("RUN pip install -r requirements-dev.txt"), false)).toEqual(["pip:"]);
  expect(found(image("RUN pipenv install --dev"), false)).toEqual(["pipenv:"]);
});
