import { Chalk } from "chalk";
import type { Palette } from "./palette.ts";

/** Colours for a terminal. Whether they are wanted is the caller's decision, so the level is fixed: 16 colours, which every terminal has. */
export function colorPalette(): Palette {
  const chalk = new Chalk({ level: 1 });
  return {
    severity: {
      error: chalk.red.bold,
      warning: chalk.yellow.bold,
      info: chalk.blue.bold,
      style: chalk.cyan.bold,
    },
    place: chalk.bold,
    rule: chalk.magenta,
    code: chalk.cyan,
    faint: chalk.dim,
    saving: chalk.green.bold,
    bar: chalk.green,
    strong: chalk.bold,
  };
}
