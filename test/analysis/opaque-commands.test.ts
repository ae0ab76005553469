import { expect, test } from "vitest";
import { commands } from "../../src/analysis/commands.ts";
import { analyze } from "../../src/analysis/fact.ts";
import { isOpaque } from "../../src/analysis/opaque-commands.ts";
import { buildFile } from "../../src/model/build-file.ts";

const opaque = `npm run build | npm test | yarn build | pnpm exec prisma generate | make | ./build.sh | sh build.sh | bash -e setup.sh |
  . ./env.sh | python manage.py migrate | python -m app | tool --version | "$TOOL" x | pytest | poetry run pytest | npx playwright install`;

const clear = `npm ci | npm install --global typescript | npm prune --omit=dev | npm config set a b | go build ./... | apt-get update |
  apk add curl | mkdir -p /a | cd /a | echo hello | curl -fsSL https://example.com/a -o /a | tar xf /a | git clone https://example.com/a |
  . /venv/bin/activate | python -m venv /venv | python3 --version | export A=1 | A=1 | yarn cache clean | true`;

const list = (text: string): readonly string[] => text.split(/\s*\|\s*/);

function opaqueIn(script: string): boolean {
  const analysis = analyze(buildFile("Dockerfile", `FROM a\nRUN ${script}\n`), null, {
    path: null,
    context: null,
  });
  const [found] = [...analysis.use(commands).inRuns()];
  if (found === undefined) throw new Error("no command");
  return isOpaque(found.command);
}

test.each(list(opaque))("runs what can't be seen: %s", (script) => {
  expect(opaqueIn(script)).toBe(true);
});

test.each(list(clear))("is known: %s", (script) => {
  expect(opaqueIn(script)).toBe(false);
});

test("what stands in `sh -c` is looked at by itself", () => {
  expect(opaqueIn('sh -c "make"')).toBe(false);
});
