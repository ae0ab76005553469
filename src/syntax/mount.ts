import { type MappedText, sliceMapped, sourceRange } from "../text/mapped-text.ts";
import { nearestName } from "../text/nearest-name.ts";
import type { Range } from "../text/range.ts";
import { splitCsv } from "./csv.ts";
import { parseBool, parseSize } from "./literals.ts";
import type { Flag, SyntaxProblem } from "./nodes.ts";
import { quote } from "./quote.ts";
import { literalText } from "./shell-word.ts";
import { textProblem } from "./word-problems.ts";

const mountTypes = ["bind", "cache", "tmpfs", "secret", "ssh"] as const;
export type MountType = (typeof mountTypes)[number];

const mountSharings = ["shared", "private", "locked"] as const;
export type MountSharing = (typeof mountSharings)[number];

/**
 * The value of `RUN --mount=`. Texts that hold variables are as written, others without quotes; `null` when the key is not
 * there. Numbers and booleans are `null` or their default when a variable decides them.
 */
export interface Mount {
  /** `bind` when no type is given; `null` when it is a variable or unknown. */
  readonly type: MountType | null;
  readonly target: string | null;
  readonly source: string | null;
  /** A stage or an image; never a variable. */
  readonly from: string | null;
  readonly id: string | null;
  /** `null` when not given: then it is `shared`. */
  readonly sharing: MountSharing | null;
  /** As given, else the default of the type: false for `cache` and `tmpfs`, true for the others. */
  readonly readonly: boolean;
  readonly required: boolean;
  /** Name of the variable that a secret becomes. */
  readonly env: string | null;
  readonly mode: number | null;
  readonly uid: number | null;
  readonly gid: number | null;
  /** Bytes of a tmpfs. */
  readonly size: number | null;
  readonly fields: readonly MountField[];
  readonly range: Range;
  /** What BuildKit rejects. */
  readonly problems: readonly SyntaxProblem[];
}

export interface MountField {
  /** In lower case, without alias: `source`, not `src`. */
  readonly key: string;
  /** `null` when there is no `=`. */
  readonly value: string | null;
  readonly range: Range;
  readonly valueRange: Range | null;
}

const aliases: Readonly<Record<string, string>> = {
  src: "source",
  dst: "target",
  destination: "target",
  ro: "readonly",
  rw: "readwrite",
};

const keys = "type from source target readonly readwrite id sharing required size mode uid gid env".split(
  " ",
);

/** Reads the value of a `--mount` flag as BuildKit does: fields in CSV, keys in any case, the last one of a key wins. */
export function parseMount(flag: Flag, escapeChar = "\\"): Mount {
  const problems: SyntaxProblem[] = [];
  const report = (code: string, message: string, range: Range, help: string): void => {
    problems.push({ code, message, range, help });
  };
  const cells = flag.mapped === null || flag.mapped.text === "" ? [] : splitCsv(flag.mapped);
  const mount = {
    type: "bind" as MountType | null,
    readonly: null as boolean | null,
    required: false,
    texts: new Map<string, string>(),
    numbers: new Map<string, number>(),
    sharing: null as MountSharing | null,
  };
  if (cells === null) {
    report(
      "invalid-mount",
      "the quotes in `--mount` are not those of CSV",
      flag.range,
      "put a whole field in double quotes, or none of it",
    );
  } else if (cells.length === 0) {
    report("invalid-mount", "`--mount` is empty", flag.range, "write `--mount=type=…,target=…`");
  }
  const fields = (cells ?? []).map((cell) => fieldOf(cell));
  for (const [index, field] of fields.entries()) readField(field, cells![index]!);
  checkWhole();
  const text = (key: string): string | null => mount.texts.get(key) ?? null;
  const number = (key: string): number | null => mount.numbers.get(key) ?? null;
  return {
    type: mount.type,
    target: text("target"),
    source: text("source"),
    from: text("from"),
    id: text("id"),
    sharing: mount.sharing,
    readonly: mount.readonly ?? (mount.type !== "cache" && mount.type !== "tmpfs"),
    required: mount.required,
    env: text("env"),
    mode: number("mode"),
    uid: number("uid"),
    gid: number("gid"),
    size: number("size"),
    fields,
    range: flag.range,
    problems,
  };

  function readField(field: MountField, cell: MappedText): void {
    const { key, value } = field;
    if (!keys.includes(key)) {
      const meant = nearestName(key, [...keys, ...Object.keys(aliases)]);
      const list = `use one of ${keys.map((known) => `\`${known}\``).join(", ")}`;
      const help = meant ? `write \`${meant}\`` : list;
      report(
        "unknown-mount-option",
        `\`--mount\` has no option ${quote(cell.text.split("=")[0] ?? "")}`,
        field.range,
        help,
      );
      return;
    }
    if (value === null) {
      readSwitch(field);
      return;
    }
    const valueText = sliceMapped(cell, cell.text.length - value.length);
    if (key === "from") {
      const dollar = value.indexOf("$");
      if (dollar !== -1 && dollar !== value.length - 1) {
        const help = "name the image with `FROM … AS name`, and use that name";
        report("variable-in-mount-from", "`from` of `--mount` takes no variables", field.range, help);
      }
    }
    const broken = textProblem(valueText, escapeChar);
    if (broken) problems.push(broken);
    readValue(field, literalText(value, escapeChar), value);
  }

  function readSwitch(field: MountField): void {
    if (field.key === "readonly") mount.readonly = true;
    else if (field.key === "readwrite") mount.readonly = false;
    else if (field.key === "required") {
      if (isFor(field, ["secret", "ssh"])) mount.required = true;
    } else
      report(
        "mount-option-without-value",
        `\`${field.key}\` of \`--mount\` has no value`,
        field.range,
        `write \`${field.key}=…\``,
      );
  }

  /** Whether an option goes with the type, as far as the fields before it say: BuildKit reads from left to right. */
  function isFor(field: MountField, types: readonly MountType[]): boolean {
    if (mount.type === null || types.includes(mount.type)) return true;
    const names = types.map((type) => `\`type=${type}\``).join(" or ");
    const message = `\`${field.key}\` is not for \`${mount.type}\` mounts`;
    report("mount-option-not-allowed", message, field.range, `write it after ${names}, or remove it`);
    return false;
  }

  /** A value that is not known, since it holds a variable, is never invalid. */
  function readValue(field: MountField, literal: string | null, written: string): void {
    const { key } = field;
    const isKnown = literal !== null;
    const value = literal ?? "";
    const invalid = (help: string): void =>
      report(
        "invalid-mount-option",
        `${quote(value)} is no valid \`${key}\` of \`--mount\``,
        field.range,
        help,
      );
    switch (key) {
      case "type": {
        const type = mountTypes.find((name) => name === value.toLowerCase()) ?? null;
        if (type === null && isKnown)
          invalid(`use one of ${mountTypes.map((name) => `\`${name}\``).join(", ")}`);
        mount.type = type;
        break;
      }
      case "sharing": {
        const sharing = mountSharings.find((name) => name === value.toLowerCase()) ?? null;
        if (sharing === null && isKnown) invalid("use `shared`, `private` or `locked`");
        mount.sharing = sharing;
        break;
      }
      case "readonly":
      case "readwrite":
      case "required": {
        if (key === "required" && !isFor(field, ["secret", "ssh"])) break;
        const bool = parseBool(value);
        if (bool === null && isKnown) invalid("write `true` or `false`");
        if (key === "required") mount.required = bool ?? false;
        else if (bool !== null) mount.readonly = bool === (key === "readonly");
        break;
      }
      case "size": {
        if (!isFor(field, ["tmpfs"])) break;
        const size = parseSize(value);
        if (size === null && isKnown) invalid("write a size such as `64m`");
        if (size !== null) mount.numbers.set(key, size);
        break;
      }
      case "mode":
      case "uid":
      case "gid": {
        const number = (key === "mode" ? /^[0-7]+$/ : /^\d+$/).test(value)
          ? Number.parseInt(value, key === "mode" ? 8 : 10)
          : -1;
        const isNumber = number >= 0 && number < 2 ** 32;
        if (!isNumber && isKnown) invalid(key === "mode" ? "write an octal number" : "write a number");
        if (isNumber) mount.numbers.set(key, number);
        break;
      }
      default:
        mount.texts.set(key, literal ?? written);
    }
  }

  /** What BuildKit looks at after all fields. Nothing is said where a variable decides. */
  function checkWhole(): void {
    const { type } = mount;
    if (type === null || problems.length > 0) return;
    const find = (key: string): MountField | undefined => fields.findLast((field) => field.key === key);
    const [from, sharing, source, id] = [find("from"), find("sharing"), find("source"), find("id")];
    if (type === "bind" || type === "tmpfs") {
      for (const key of ["mode", "uid", "gid"]) {
        const field = find(key);
        if (field) notAllowed(field);
      }
    }
    if (sharing && sharing.value !== "" && type !== "cache") notAllowed(sharing);
    if (type === "secret") {
      if (from?.value) notAllowed(from);
      if (!source?.value && !find("target")?.value && !id?.value) {
        report(
          "incomplete-mount",
          "a `secret` mount has neither `id` nor `target`",
          flag.range,
          "add `id=…`",
        );
      }
      if (source?.value && id?.value) {
        report(
          "mount-option-not-allowed",
          "a `secret` mount has both `id` and `source`",
          source.range,
          "remove `source`",
        );
      }
    }
    if (type === "ssh" && source?.value) notAllowed(source);
    const target = find("target");
    if (target?.value === "/" && type !== "secret" && type !== "ssh") {
      report(
        "invalid-mount-option",
        "`/` can't be the target of a mount",
        target.range,
        "name a directory below `/`",
      );
    }
  }

  function notAllowed(field: MountField): void {
    report(
      "mount-option-not-allowed",
      `\`${field.key}\` is not for \`${mount.type}\` mounts`,
      field.range,
      "remove it",
    );
  }
}

function fieldOf(cell: MappedText): MountField {
  const equals = cell.text.indexOf("=");
  const written = (equals === -1 ? cell.text : cell.text.slice(0, equals)).toLowerCase();
  return {
    key: Object.hasOwn(aliases, written) ? aliases[written]! : written,
    value: equals === -1 ? null : cell.text.slice(equals + 1),
    range: sourceRange(cell, 0, cell.text.length),
    valueRange: equals === -1 ? null : sourceRange(cell, equals + 1, cell.text.length),
  };
}
