import { expect, test } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { templateProblem } from "../../src/syntax/template.ts";

test.each([
  ["{{ if .Debug }}\nFROM a\n", true],
  ["FROM a\n{% if b %}\n", true],
  ["FROM a\n<#if b>\nRUN c\n</#if>\n", true],
  ["FROM a\n<% if b %>\n", true],
  ["FROM ${base.image}\n", true],
  ["FROM a:{{ version }} AS b\n", true],
  ["FROM a\nRUN docker inspect --format '{{ .Id }}' x\n", false],
  ["FROM a\nCOYP b c\nRUN docker inspect --format '{{ .Id }}' x\n", false],
  ["FROM ${base_image:?}\nRUN echo ${a.b}\n", false],
  ["FORM a\n", false],
  ["", false],
])("%j is a template: %s", (text, expected) => {
  expect(templateProblem(parse(text)) !== null).toBe(expected);
});
