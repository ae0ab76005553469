import { parentPath, resolvePath } from "../../text/posix-path.ts";
import type { Install } from "../installs.ts";
import type { Collector } from "./collector.ts";

/** Modules, parents and local libraries of Maven projects. */
export function collectMaven(collector: Collector, directory: string, install: Install): void {
  const first = install.manifests.find(({ pattern }) => pattern.endsWith(".xml"))?.pattern ?? "pom.xml";
  const poms = [resolvePath(directory, first)];
  const seen = new Set<string>();
  const artifacts = new Set<string>();
  const dependencies: string[] = [];
  // The list grows while it is walked.
  for (const pom of poms) {
    if (seen.has(pom)) continue;
    seen.add(pom);
    collector.add(pom);
    const text = withoutComments(collector.readWhole(pom) ?? "");
    const home = parentPath(pom);
    for (const [, module = ""] of text.matchAll(/<module>([^<]+)<\/module>/g)) {
      const target = collector.resolve(home, module.trim());
      if (target !== null) poms.push(target.endsWith(".xml") ? target : resolvePath(target, "pom.xml"));
    }
    const parent = sectionOf(text, "parent");
    const relative =
      parent === null
        ? null
        : (/<relativePath>([^<]*)<\/relativePath>/.exec(parent)?.[1]?.trim() ??
          (/<relativePath\s*\/>/.test(parent) ? "" : "../pom.xml"));
    if (relative !== null && relative !== "") {
      const target = resolvePath(home, relative);
      const pomOfParent = target.endsWith(".xml") ? target : resolvePath(target, "pom.xml");
      if (collector.has(pomOfParent)) poms.push(pomOfParent);
    }
    for (const [, path = ""] of text.matchAll(
      /<systemPath>\s*\$\{(?:project\.)?basedir\}\/?([^<]+)<\/systemPath>/g,
    )) {
      const target = collector.resolve(home, path.trim());
      if (target !== null) collector.add(target);
    }
    const own = text.replace(parent ?? "", "").replace(/<(dependencies|build|plugins|profiles)>[\s\S]*$/, "");
    const artifact = /<artifactId>([^<]+)<\/artifactId>/.exec(own)?.[1]?.trim();
    if (artifact !== undefined) artifacts.add(artifact);
    for (const [, name = ""] of text.matchAll(
      /<dependency>(?:(?!<\/dependency>)[\s\S]){0,400}?<artifactId>([^<]+)</g,
    )) {
      dependencies.push(name.trim());
    }
  }
  const sibling = dependencies.find((name) => artifacts.has(name));
  if (sibling !== undefined) {
    collector.obstacle(
      `modules depend on the module \`${sibling}\`, which \`dependency:go-offline\` can't find before it is built`,
    );
  }
}

/** Included projects and builds, and scripts that Gradle projects apply. */
export function collectGradle(collector: Collector, directory: string): void {
  const homes = [directory];
  for (const name of ["settings.gradle", "settings.gradle.kts"]) {
    const settings = collector.read(resolvePath(directory, name)) ?? "";
    for (const [, list = ""] of settings.matchAll(/^\s*include\b\s*\(?([^\n]*(?:,\s*\n[^\n]*)*)/gm)) {
      for (const [, project = ""] of list.matchAll(/["']([^"']+)["']/g)) {
        const target = collector.resolve(directory, project.replace(/^:/, "").replaceAll(":", "/"));
        if (target !== null) homes.push(target);
      }
    }
    for (const [, path = ""] of settings.matchAll(
      /(?:includeBuild\s*\(?\s*|projectDir\s*=\s*(?:new\s+File|file)\s*\(\s*(?:\w+\s*,\s*)?)["']([^"']+)["']/g,
    )) {
      const target = collector.resolve(directory, path);
      if (target === null) continue;
      homes.push(target);
      collector.add(resolvePath(target, "settings.gradle"));
      collector.add(resolvePath(target, "settings.gradle.kts"));
    }
  }
  for (const home of homes.slice(0, mostProjects)) {
    for (const name of ["build.gradle", "build.gradle.kts"]) {
      const path = resolvePath(home, name);
      if (!collector.add(path)) continue;
      for (const [, script = ""] of (collector.read(path) ?? "").matchAll(
        /apply\s*\(?\s*from\s*[:=]\s*["'](?:\$\{?rootDir\}?\/)?([^"'$]+)["']/g,
      )) {
        if (/^[a-z]+:/.test(script)) continue;
        const target = [resolvePath(home, script), resolvePath(directory, script)].find((candidate) =>
          collector.has(resolvePath(".", candidate)),
        );
        if (target !== undefined) collector.add(resolvePath(".", target));
      }
    }
  }
  collector.obstacle("Gradle has no command that only downloads: `gradle dependencies` fetches most of it");
}

const mostProjects = 500;

/** Linear, also for comments that never end. */
function withoutComments(xml: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const start = xml.indexOf("<!--", at);
    if (start === -1) return kept.join("") + xml.slice(at);
    kept.push(xml.slice(at, start));
    const end = xml.indexOf("-->", start);
    if (end === -1) return kept.join("");
    at = end + 3;
  }
}

function sectionOf(text: string, name: string): string | null {
  const start = text.indexOf(`<${name}>`);
  const end = start === -1 ? -1 : text.indexOf(`</${name}>`, start);
  return end === -1 ? null : text.slice(start, end);
}
