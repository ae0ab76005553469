const operatingSystems: ReadonlySet<string> = new Set(
  "aix android darwin macos dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos".split(
    " ",
  ),
);

const architectures: ReadonlySet<string> = new Set(
  (
    "386 i386 amd64 x86_64 x86-64 amd64p32 arm armhf armel armbe arm64 aarch64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 " +
    "mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm"
  ).split(" "),
);

/** Whether `--platform` takes it: `os[(version)]`, `architecture` or `os/architecture[/variant]`. */
export function isPlatform(text: string): boolean {
  const [os = "", ...more] = text.split("/");
  if (!/^[A-Za-z0-9_-]+(?:\([A-Za-z0-9_.%-]*(?:\+[A-Za-z0-9_.%-]+)*\))?$/.test(os)) return false;
  if (more.length > 2) return false;
  if (!more.every((part) => /^[A-Za-z0-9_.-]+$/.test(part))) return false;
  if (more.length > 0) return true;
  return operatingSystems.has(os.toLowerCase().replace(/\(.*/, "")) || architectures.has(os.toLowerCase());
}

/** What `--platform` names, in the words of the builder: `x86_64` is `amd64`. Parts that are left out are `null`. */
export interface Platform {
  readonly system: string | null;
  readonly architecture: string | null;
  readonly variant: string | null;
}

/** Other names of architectures. Source: containerd `platforms/database.go`, `normalizeArch` (read 2026-11). */
const sameArchitecture: Readonly<Record<string, string>> = {
  i386: "386",
  x86_64: "amd64",
  "x86-64": "amd64",
  aarch64: "arm64",
  armhf: "arm",
  armel: "arm",
};

/** Reads a platform without variables; `null` when the builder takes it for none. */
export function parsePlatform(text: string): Platform | null {
  if (!isPlatform(text)) return null;
  const [first = "", second, variant = null] = text.toLowerCase().split("/");
  const name = first.replace(/\(.*/, "");
  const system = name === "macos" ? "darwin" : name;
  if (second !== undefined) return { system, architecture: architectureName(second), variant };
  return operatingSystems.has(name)
    ? { system, architecture: null, variant }
    : { system: null, architecture: architectureName(name), variant };
}

function architectureName(text: string): string {
  return sameArchitecture[text] ?? text;
}
