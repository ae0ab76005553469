import { describe, expect, test } from "vitest";
import { projectFiles, projectFilesOf } from "../../src/knowledge/ecosystems.ts";
import { goalActions } from "../../src/knowledge/jvm-managers.ts";
import {
  packageManagerNamed,
  packageManagerOfModule,
  packageManagerOfProgram,
  packageManagers,
} from "../../src/knowledge/package-managers.ts";

describe("the table of package managers", () => {
  test("names and programs are unique", () => {
    const names = packageManagers.map((manager) => manager.name);
    const programs = packageManagers.flatMap((manager) => manager.programs);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(programs).size).toBe(programs.length);
  });

  test.each(packageManagers.map((manager) => [manager.name, manager] as const))(
    "%s is complete",
    (_, manager) => {
      expect(manager.source).toMatch(/^https:\/\//);
      expect(manager.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(manager.caches.length).toBeGreaterThan(0);
      for (const flag of [...manager.valueFlags, ...(manager.directoryFlags ?? [])])
        expect(flag).toMatch(/^--?\w/);
      for (const flag of manager.directoryFlags ?? []) expect(manager.valueFlags).toContain(flag);
      for (const cache of [...manager.caches, ...(manager.buildCaches ?? [])]) {
        for (const path of cache.paths) expect(path).toMatch(/^(~\/|\/|\.\/)\S+[^/]$/);
      }
      expect(
        Object.keys(manager.actions).length > 0 || manager.name in goalActions || manager.name === "pacman",
      ).toBe(true);
    },
  );

  test("an option with a wanted value is known to take one", () => {
    for (const manager of packageManagers) {
      const switches = [manager.frozen, manager.omitDevelopment, manager.includeDevelopment];
      for (const flag of switches.flatMap((each) => each?.flags ?? [])) {
        const [name = "", value] = flag.split("=");
        // `--production=false` and the like can only be written with `=`.
        if (value === undefined || value === "false" || name.startsWith("--no-include")) continue;
        if (manager.singleDash || ["--location", "--also"].includes(name)) continue;
        expect([manager.name, name, manager.valueFlags.includes(name)]).toEqual([manager.name, name, true]);
      }
    }
  });

  test("actions that clean up are known as such", () => {
    for (const manager of packageManagers) {
      for (const line of manager.cleanUps) {
        const action = line
          .split(" ")
          .filter((word) => !word.startsWith("-"))
          .join(" ");
        if (manager.name !== "pacman") expect([line, manager.actions[action]]).toEqual([line, "clean"]);
      }
    }
  });

  test("language managers and rows of project files belong together", () => {
    const withoutFiles = packageManagers.filter(
      (each) => each.ecosystem !== "system" && projectFilesOf(each.name) === null,
    );
    expect(withoutFiles.map((each) => each.name)).toEqual(["gem"]);
    const strangers = projectFiles.filter((row) => packageManagerNamed(row.manager) === null);
    expect(strangers.map((row) => row.manager)).toEqual(["setuptools"]);
    for (const row of projectFiles) {
      const manager = packageManagerNamed(row.manager);
      if (manager !== null) expect(row.ecosystem).toBe(manager.ecosystem);
    }
  });

  test.each([
    ["pip", "pip"],
    ["pip3", "pip"],
    ["pip3.11", "pip"],
    ["pipenv", "pipenv"],
    ["pip-compile", null],
    ["apt", "apt-get"],
    ["dnf5", "dnf"],
    ["mvnw", "maven"],
    ["gradlew", "gradle"],
    ["npx", null],
    ["", null],
    ["constructor", null],
  ])("the program %s belongs to %s", (program, expected) => {
    expect(packageManagerOfProgram(program)?.name ?? null).toBe(expected);
  });

  test("modules of Python", () => {
    expect(packageManagerOfModule("pip")?.name).toBe("pip");
    expect(packageManagerOfModule("venv")).toBeNull();
  });
});

describe("the table of project files", () => {
  test.each(projectFiles.map((row) => [row.manager, row] as const))("%s is complete", (_, row) => {
    const patterns = row.files.map((file) => file.pattern);
    expect(new Set(patterns).size).toBe(patterns.length);
    expect(row.files.some((file) => file.role === "manifest")).toBe(true);
    if (row.locks) expect(row.files.some((file) => file.role === "lockfile")).toBe(true);
    for (const pattern of patterns) expect(pattern).not.toMatch(/^[./]\/|\\|\/\//);
    expect(row.install).not.toBe("");
  });
});
