import { type Palette, plainPalette } from "../report/palette.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Whether to use colours. An explicit choice wins; then FORCE_COLOR (`0` and `false` mean no), NO_COLOR when it is not empty,
 * TERM=dumb; else a terminal gets them.
 */
export function wantsColor(choice: string | null, toFile: boolean, terminal: Terminal): boolean {
  if (choice === "always" || choice === "never") return choice === "always";
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: kind } = terminal.environment;
  if (toFile) return false;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (no !== undefined && no !== "") return false;
  return kind !== "dumb" && terminal.isInteractive("output");
}

/** The palette for that choice; colours are loaded only when they are wanted. */
export async function choosePalette(isColored: boolean): Promise<Palette> {
  if (!isColored) return plainPalette;
  const { colorPalette } = await import("../report/color-palette.ts");
  return colorPalette();
}
