import type { Variable } from "./variables.ts";

/**
 * The variables that the builder itself declares before the first FROM. Without a wanted platform their values are unknown,
 * those of the builder's own platform always.
 * Source: BuildKit `dockerfile2llb/platform.go`, `defaultArgs` (read 2026-08).
 */
export function platformArgs(
  platform: string | null,
  target: string,
  buildArgs: Readonly<Record<string, string>>,
): Variable[] {
  const [os = "", architecture = "", variant = ""] = platform?.split("/") ?? [];
  const known = (value: string) => (platform === null ? null : value);
  const values: Readonly<Record<string, string | null>> = {
    BUILDPLATFORM: null,
    BUILDOS: null,
    BUILDOSVERSION: null,
    BUILDARCH: null,
    BUILDVARIANT: null,
    TARGETPLATFORM: platform,
    TARGETOS: known(os),
    TARGETOSVERSION: known(""),
    TARGETARCH: known(architecture),
    TARGETVARIANT: known(variant),
    TARGETSTAGE: target,
  };
  return Object.entries(values).map(([name, value]) => ({
    name,
    source: "platform",
    value: Object.hasOwn(buildArgs, name) ? buildArgs[name]! : value,
    isSet: true,
    declaredAt: null,
  }));
}
