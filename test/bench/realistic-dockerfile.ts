import { uniform } from "../../src/estimate/random.ts";

/** A project as people have them: a Dockerfile of 15 to 60 lines and some of the files that it copies. */
export interface GeneratedProject {
  readonly dockerfile: string;
  /** Texts of the other files, by path within the project. */
  readonly files: Readonly<Record<string, string>>;
}

/** Choices that depend on a seed only. */
interface Dice {
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Some of the items, in their order. */
  some<Item>(items: readonly Item[], share: number): Item[];
}

interface Ecosystem {
  readonly images: readonly string[];
  readonly manifests: readonly string[];
  readonly sources: readonly string[];
  readonly installs: readonly string[];
  readonly builds: readonly string[];
  readonly starts: readonly string[];
}

const ecosystems: readonly Ecosystem[] = [
  {
    images: ["node", "node:20", "node:22-alpine", "node:22.12.0-bookworm-slim"],
    manifests: ["package.json", "package-lock.json"],
    sources: ["src/index.ts", "src/routes/health.ts", "tsconfig.json", "README.md"],
    installs: ["npm install", "npm ci", "npm ci --omit=dev", "yarn install --frozen-lockfile"],
    builds: ["npm run build", "npx tsc -p . && npm prune --omit=dev"],
    starts: ["npm start", '["node", "build/index.js"]', '["npm", "run", "start"]'],
  },
  {
    images: ["python", "python:3", "python:3.12-slim", "python:3.12.8-slim-bookworm"],
    manifests: ["requirements.txt"],
    sources: ["app/main.py", "app/models.py", "setup.cfg", "tests/test_main.py"],
    installs: ["pip install -r requirements.txt", "pip install --no-cache-dir -r requirements.txt"],
    builds: ["python -m compileall app", "python manage.py collectstatic --noinput"],
    starts: ["gunicorn app.main:app", '["uvicorn", "app.main:app", "--host", "0.0.0.0"]'],
  },
  {
    images: ["golang", "golang:1.23", "golang:1.23.4-alpine3.21"],
    manifests: ["go.mod", "go.sum"],
    sources: ["main.go", "internal/server/server.go", "internal/store/store.go"],
    installs: ["go mod download"],
    builds: ["CGO_ENABLED=0 go build -o /out/server ./...", 'go build -ldflags "-s -w" -o /out/server .'],
    starts: ['["/out/server"]', "/out/server"],
  },
  {
    images: ["maven:3-eclipse-temurin-21", "maven:latest", "maven:3.9.9-eclipse-temurin-21"],
    manifests: ["pom.xml"],
    sources: ["src/main/java/app/Main.java", "src/main/resources/application.yml"],
    installs: ["mvn dependency:go-offline", "mvn -B dependency:resolve"],
    builds: ["mvn package -DskipTests", "mvn -B clean verify"],
    starts: ["java -jar target/app.jar", '["java", "-jar", "target/app.jar"]'],
  },
];

const systemPackages = [
  "git",
  "build-essential",
  "libpq-dev",
  "ca-certificates",
  "jq",
  "imagemagick",
  "tini",
];

/** The project of a number: always the same one. */
export function generateProject(number: number): GeneratedProject {
  const dice = diceOf(number);
  const ecosystem = dice.pick(ecosystems);
  const files: Record<string, string> = {};
  for (const path of [...ecosystem.manifests, ...ecosystem.sources]) files[path] = `${path}\n`;
  if (dice.chance(0.4))
    files[".dockerignore"] = dice.some([".git", "node_modules", "*.log", "tests", ".env"], 0.6).join("\n");
  if (dice.chance(0.3)) files[".env"] = "KEY=value\n";
  return { dockerfile: dockerfileOf(ecosystem, dice), files };
}

function dockerfileOf(ecosystem: Ecosystem, dice: Dice): string {
  const isMultiStage = dice.chance(0.5);
  const lines: string[] = [];
  if (dice.chance(0.3)) lines.push("# syntax=docker/dockerfile:1");
  if (dice.chance(0.4)) lines.push("# Builds and runs the service.", "");
  const hasVersion = dice.chance(0.3);
  if (hasVersion) lines.push("ARG VERSION=dev");
  lines.push(`FROM ${dice.pick(ecosystem.images)}${isMultiStage ? " AS build" : ""}`);
  if (hasVersion && dice.chance(0.7)) lines.push("ARG VERSION");
  if (dice.chance(0.5)) lines.push(...environment(dice));
  if (dice.chance(0.6)) lines.push(...packages(dice));
  lines.push("WORKDIR /srv/app", "");
  if (dice.chance(0.5)) lines.push("COPY . .");
  else lines.push(`COPY ${ecosystem.manifests.join(" ")} ./`);
  const mount = dice.chance(0.2) ? "--mount=type=cache,target=/root/.cache " : "";
  lines.push(`RUN ${mount}${dice.pick(ecosystem.installs)}`);
  if (!lines.includes("COPY . .")) lines.push("COPY . .");
  lines.push(`RUN ${dice.pick(ecosystem.builds)}`);
  if (dice.chance(0.3)) lines.push(...setup(dice));
  if (isMultiStage) {
    lines.push(
      "",
      "# Only what runs.",
      `FROM ${dice.pick(["debian:bookworm-slim", "alpine:3.21", ...ecosystem.images])}`,
    );
    if (dice.chance(0.4)) lines.push(...packages(dice));
    lines.push("WORKDIR /srv/app", "COPY --from=build /srv/app /srv/app");
  }
  if (dice.chance(0.4)) lines.push("RUN useradd --system app", "USER app");
  if (dice.chance(0.3))
    lines.push(
      'LABEL org.opencontainers.image.title="service" \\',
      '      org.opencontainers.image.version="$VERSION"',
    );
  if (dice.chance(0.3))
    lines.push("HEALTHCHECK --interval=30s CMD curl -f http://localhost:8080/health || exit 1");
  lines.push("EXPOSE 8080", `CMD ${dice.pick(ecosystem.starts)}`);
  return `${lines.join("\n")}\n`;
}

function environment(dice: Dice): string[] {
  const pairs = [
    "LANG=C.UTF-8",
    "TZ=UTC",
    "DEBIAN_FRONTEND=noninteractive",
    'OPTIONS="-a -b"',
    "PATH=/opt/tools/bin:$PATH",
  ];
  const chosen = dice.some(pairs, 0.5);
  if (chosen.length === 0) return [];
  return dice.chance(0.5) ? chosen.map((pair) => `ENV ${pair}`) : [`ENV ${chosen.join(" \\\n    ")}`];
}

function packages(dice: Dice): string[] {
  const names = ["curl", ...dice.some(systemPackages, 0.4)];
  switch (dice.pick(["one line", "split", "long", "apk"])) {
    case "one line":
      return [`RUN apt-get update && apt-get install -y ${names.join(" ")}`];
    case "split":
      return ["RUN apt-get update", `RUN apt-get install -y ${names.join(" ")}`];
    case "apk":
      return [`RUN apk add --no-cache ${names.join(" ")}`];
    default:
      return [
        "RUN apt-get update \\",
        "    # what the service needs at run time",
        "    && apt-get install -y --no-install-recommends \\",
        ...names.map((name) => `        ${name} \\`),
        "    && rm -rf /var/lib/apt/lists/*",
      ];
  }
}

function setup(dice: Dice): string[] {
  if (dice.chance(0.5))
    return [
      "RUN <<EOF",
      "set -e",
      "mkdir -p /srv/data",
      'for name in a b c; do echo "$name" > "/srv/data/$name"; done',
      "EOF",
    ];
  return [
    "RUN set -eux; \\",
    '    arch="$(dpkg --print-architecture)"; \\',
    '    case "$arch" in amd64) url="https://example.org/tool-x64.tgz" ;; *) url="https://example.org/tool.tgz" ;; esac; \\',
    '    curl -fsSL "$url" | tar -xz -C /usr/local/bin; \\',
    "    tool --version",
  ];
}

function diceOf(seed: number): Dice {
  let throws = 0;
  const next = (): number => uniform(seed, throws++);
  return {
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    some: (items, share) => items.filter(() => next() < share),
  };
}
