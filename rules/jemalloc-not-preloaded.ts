import { insertBelow, keywordLike } from "../src/analysis/instruction-edits.ts";
import { unloadedAllocator } from "../src/analysis/unloaded-allocators.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "jemalloc-not-preloaded",
  summary: "Ruby does not use the jemalloc that is installed for it",
  category: "correctness",
  severity: "info",
  preset: "strict",
  fixable: true,
  needs: ["context"],
  since: "0.1.0",
  aliases: ["tally/ruby/jemalloc-installed-but-not-preloaded"],
  check: {
    file(_, context) {
      const found = context.use(unloadedAllocator);
      if (found === null) return;
      const library = `libjemalloc.so.${/1$/.test(found.installed.name) ? 1 : 2}`;
      const { instruction } = found.step;
      const line = `${keywordLike(instruction, "ENV")} LD_PRELOAD=${library}`;
      context.report({
        at: found.installed.word.range,
        message: `Ruby keeps its own allocator: \`${found.installed.name}\` is installed, and nothing loads it`,
        help: "set `LD_PRELOAD` to the path of the library, as in `ENV LD_PRELOAD=libjemalloc.so.2`, or leave the package out",
        // Unsafe: every program of the image gets another allocator.
        fix: {
          title: "Set `LD_PRELOAD`",
          applicability: "unsafe",
          edits: [insertBelow(context.file, instruction, line)],
        },
      });
    },
  },
});
