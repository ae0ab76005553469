import { describe, expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { type Users, users } from "../../src/analysis/users.ts";
import { type BuildFile, buildFile } from "../../src/model/build-file.ts";

function read(text: string): { file: BuildFile; found: Users } {
  const file = buildFile("Dockerfile", text);
  return { file, found: analyze(file, null, { path: null, context: null }).use(users) };
}

describe("at the end of the target", () => {
  test.each<[string, string, "root" | "user" | "unknown", string | null]>([
    ["an image that runs as root", "FROM node:20", "root", null],
    ["in a mirror", "FROM public.ecr.aws/docker/library/node:20", "root", null],
    ["nothing at all", "FROM scratch", "root", null],
    ["an image with a user", "FROM jenkins/jenkins:lts", "user", null],
    ["an image nobody knows", "FROM registry.example.com/app:1", "unknown", null],
    ["a variable", "FROM $BASE", "unknown", null],
    ["USER", "FROM node:20\nUSER node", "user", "node"],
    ["the last USER", "FROM node:20\nUSER node\nUSER root", "root", "root"],
    ["root over a user of the image", "FROM jenkins/jenkins\nUSER root", "root", "root"],
    ["number zero", "FROM a\nUSER 0", "root", "0"],
    ["with a group", "FROM a\nUSER root:app", "root", "root:app"],
    ["zero with a group", "FROM a\nUSER 0:0", "root", "0:0"],
    ["a number", "FROM a\nUSER 1000:0", "user", "1000:0"],
    ["nobody", "FROM a\nUSER nobody", "user", "nobody"],
    ["a variable with a value", "FROM a\nARG UID=1000\nUSER $UID", "user", "1000"],
    ["a variable that is root", "FROM a\nARG U=root\nUSER ${U}", "root", "root"],
    ["a variable without value", "FROM a\nARG U\nUSER $U", "unknown", "${U}"],
    [
      "a variable of the image",
      "FROM mcr.microsoft.com/dotnet/aspnet:8.0\nUSER $APP_UID",
      "unknown",
      "${APP_UID}",
    ],
    ["an empty one", 'FROM a\nUSER ""', "root", ""],
    ["of a base stage", "FROM node:20 AS b\nUSER node\nFROM b", "user", "node"],
    ["of the image of a base stage", "FROM node:20 AS b\nFROM b", "root", null],
    ["not of another stage", "FROM node:20\nUSER node\nFROM node:20", "root", null],
    ["an entrypoint that gives up root", "FROM postgres:16", "unknown", null],
    ["also under a USER root", "FROM postgres:16\nUSER root", "unknown", "root"],
    ["but not if it is replaced", 'FROM postgres:16\nENTRYPOINT ["x"]', "root", null],
    ["here or in a base stage", 'FROM postgres:16 AS b\nENTRYPOINT ["x"]\nFROM b', "root", null],
    ["nor with a USER", "FROM postgres:16\nUSER postgres", "user", "postgres"],
  ])("%s", (_, text, kind, value) => {
    const { file, found } = read(text);
    const user = found.atEnd(file.target!);
    expect([user.kind, user.text]).toEqual([kind, value]);
    expect(user.setBy?.kind ?? null).toBe(value === null ? null : "USER");
    expect(user.reason).toMatch(/^[`a-z].*[^.]$/);
  });
});

test("at each step", () => {
  const { file, found } = read("FROM postgres:16\nRUN a\nUSER app\nRUN b\nUSER root\nRUN c");
  const kinds = file.target!.steps.map((step) => found.at(step).kind);
  expect(kinds).toEqual(["root", "root", "user", "user", "root"]);
});
