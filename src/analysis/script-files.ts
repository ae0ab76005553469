import type { Command } from "../shell/command.ts";
import { baseName } from "../text/posix-path.ts";

const shells = new Set(["sh", "bash", "dash", "ash", "zsh", ".", "source"]);

/** Whether a command runs a script that can't be read here: `./setup.sh`, `bash setup.sh`, `curl … | sh`. */
export function runsScript({ name, words, pipeline, redirects }: Command): boolean {
  const [program, ...rest] = words;
  if (program === undefined) return false;
  if (shells.has(name)) {
    if (rest.some((word) => /^-[a-z]*c$/.test(word.text))) return false;
    const script = rest.find((word) => !word.text.startsWith("-"));
    if (script !== undefined) return !/\bactivate$/.test(script.text);
    return pipeline !== null || redirects.some(({ operator }) => operator.startsWith("<"));
  }
  return /\.(sh|bash)$/.test(program.text) || isOwnProgram(program.text);
}

/** A path outside the places where packages put their programs. */
function isOwnProgram(text: string): boolean {
  return text.includes("/") && !/^(\/usr(\/local)?)?\/s?bin\//.test(text) && baseName(text) !== "";
}
