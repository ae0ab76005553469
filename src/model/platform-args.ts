import type { Variable } from "./variables.ts";

/** As written in `--platform`: `linux/arm/v7`. `null` where it is not known. */
export interface Platforms {
  /** What is built for. */
  readonly target: string | null;
  /** What the builder runs on. */
  readonly builder: string | null;
}

/**
 * The variables that the builder itself declares before the first FROM. Those of a platform that is not known are unknown.
 * Source: BuildKit `dockerfile2llb/platform.go`, `defaultArgs` (read 2026-08).
 */
export function platformArgs(
  { target, builder }: Platforms,
  targetStage: string,
  buildArgs: Readonly<Record<string, string>>,
): Variable[] {
  const values = [...platformValues("BUILD", builder), ...platformValues("TARGET", target)];
  return [...values, ["TARGETSTAGE", targetStage] as const].map(([name, value]) => ({
    name,
    source: "platform",
    value: Object.hasOwn(buildArgs, name) ? buildArgs[name]! : value,
    isSet: true,
    declaredAt: null,
  }));
}

function platformValues(prefix: string, platform: string | null): (readonly [string, string | null])[] {
  const [os = "", architecture = "", variant = ""] = platform?.split("/") ?? [];
  const parts = { OS: os, OSVERSION: "", ARCH: architecture, VARIANT: variant };
  return [
    [`${prefix}PLATFORM`, platform],
    ...Object.entries(parts).map(
      ([name, value]) => [prefix + name, platform === null ? null : value] as const,
    ),
  ];
}
