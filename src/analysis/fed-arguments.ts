import type { ChangingSource } from "../invocations/build-invocation.ts";
import { defineFact } from "./fact.ts";

/** Build arguments to which the invocation that is looked at gives a new value in nearly every build, whatever they are called; none where there is none. */
export const fedArguments = defineFact(
  "fed-arguments",
  ({ options }): ReadonlyMap<string, ChangingSource> => {
    const fed = new Map<string, ChangingSource>();
    for (const { name, changesWith } of options.practice?.invocation?.buildArgs ?? [])
      if (changesWith !== null) fed.set(name, changesWith);
    return fed;
  },
);
