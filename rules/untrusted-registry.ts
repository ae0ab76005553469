import { imageSources, isTrusted } from "../src/analysis/image-registries.ts";
import { defineRule } from "../src/rule/rule.ts";

export default defineRule({
  id: "untrusted-registry",
  summary: "An image comes from a registry that is not on the list",
  category: "security",
  severity: "error",
  preset: "recommended",
  fixable: false,
  since: "0.1.0",
  aliases: ["DL3026", "DF065"],
  options: {
    trustedRegistries: {
      kind: "strings",
      summary:
        "registries that images may come from; a `*` at the beginning or the end stands for any text; all when empty",
      default: [],
    },
  },
  // No fix: which image of a trusted registry is the same, only a person knows.
  check: {
    file(_, context) {
      const { trustedRegistries } = context.options;
      if (trustedRegistries.length === 0) return;
      for (const { at, registry, isInRegistry } of context.use(imageSources)) {
        if (isTrusted(registry, trustedRegistries)) continue;
        // An image of the building machine comes from no registry.
        if (!isInRegistry && context.literal === null) continue;
        context.report({
          at,
          message: `\`${registry}\` is not one of the registries that images may come from`,
          help: `use an image from ${trustedRegistries.map((name) => `\`${name}\``).join(", ")}`,
        });
      }
    },
  },
});
