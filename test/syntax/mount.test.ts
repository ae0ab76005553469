import { describe, expect, it } from "vitest";
import { type Mount, parseMount } from "../../src/syntax/mount.ts";
import { parse } from "../../src/syntax/parse.ts";

/** The mount of `RUN --mount=<value> x`, with the text that its ranges are in. */
function mountOf(value: string): { mount: Mount; text: string } {
  const text = `FROM a\nRUN --mount=${value} x\n`;
  const flag = parse(text).instructions[1]!.flags[0]!;
  return { mount: parseMount(flag), text };
}

const values: readonly (readonly [value: string, expected: Partial<Mount>])[] = [
  ["type=cache,target=/c", { type: "cache", target: "/c", readonly: false, sharing: null, id: null }],
  ["target=/b", { type: "bind", target: "/b", readonly: true, source: null, from: null }],
  ["TYPE=Cache,DST=/c,Sharing=LOCKED", { type: "cache", target: "/c", sharing: "locked" }],
  ["destination=/b,src=s,from=build,rw", { target: "/b", source: "s", from: "build", readonly: false }],
  ["target=/b,ro=false", { readonly: false }],
  ["target=/b,readwrite=true", { readonly: false }],
  ["type=cache,target=/c,readonly", { readonly: true }],
  ["target=/a,dst=/b", { target: "/b" }],
  ["type=cache,target=/c,uid=1,gid=2,mode=0750", { uid: 1, gid: 2, mode: 0o750 }],
  ["type=tmpfs,target=/t,size=1.5k", { type: "tmpfs", size: 1536, readonly: false }],
  ["type=secret,id=key,env=KEY,required", { type: "secret", id: "key", env: "KEY", required: true }],
  ["type=ssh,required=false", { type: "ssh", required: false }],
  ["type=$t,target=$d/x", { type: null, target: "$d/x" }],
  ["'type=cache,\"target=/a,b\"'", { type: "cache", target: "/a,b" }],
  ['"type=bind,source=a b,target=/x"', { source: "a b", target: "/x" }],
];

const mistakes: readonly (readonly [value: string, code: string, at: string])[] = [
  ["type=volume,target=/x", "invalid-mount-option", "type=volume"],
  ["type=cache,target=/x,shared=locked", "unknown-mount-option", "shared=locked"],
  ["type=cache,target=/x,sharing=open", "invalid-mount-option", "sharing=open"],
  ["type=cache,target", "mount-option-without-value", "target"],
  ["required,type=secret,id=x", "mount-option-not-allowed", "required"],
  ["type=bind,target=/x,mode=0755", "mount-option-not-allowed", "mode=0755"],
  ["type=secret", "incomplete-mount", "--mount=type=secret"],
  ["from=$x,target=/x", "variable-in-mount-from", "from=$x"],
  ["type=cache,target=/", "invalid-mount-option", "target=/"],
  ["type=cache,target=${x", "unterminated-variable", "${x"],
  ["", "invalid-mount", "--mount="],
];

describe("parseMount", () => {
  for (const [value, expected] of values) {
    it(`reads ${value}`, () => {
      const { mount } = mountOf(value);
      expect(mount).toMatchObject(expected);
      expect(mount.problems).toEqual([]);
    });
  }

  for (const [value, code, at] of mistakes) {
    it(`rejects ${value === "" ? "an empty value" : value}`, () => {
      const { mount, text } = mountOf(value);
      expect(
        mount.problems.map((problem) => [problem.code, text.slice(problem.range.start, problem.range.end)]),
      ).toEqual([[code, at]]);
    });
  }

  it("gives each field its place, also through continuations and quotes", () => {
    const { mount, text } = mountOf('"type=cache,\\\ntarget=/c",id=x');
    expect(mount.fields.map(({ range }) => text.slice(range.start, range.end))).toEqual([
      "type=cache",
      "target=/c",
      "id=x",
    ]);
    const values = mount.fields.map(
      ({ valueRange }) => valueRange && text.slice(valueRange.start, valueRange.end),
    );
    expect(values).toEqual(["cache", "/c", "x"]);
  });

  it("puts its problems into those of the RUN", () => {
    expect(parse("FROM a\nRUN --mount=type=foo x\n").problems.map(({ code }) => code)).toEqual([
      "invalid-mount-option",
    ]);
  });

  it("is not misled by names of Object.prototype", () => {
    expect(mountOf("constructor=1").mount.problems.map(({ code }) => code)).toEqual(["unknown-mount-option"]);
    expect(parse("FROM a\nCOPY --constructor a b\n").problems.map(({ code }) => code)).toEqual([
      "unknown-flag",
    ]);
  });
});
