/** `registry/path:tag@digest`, split as the distribution reference grammar does. */
export interface ImageReference {
  /** As written, after expansion of variables. */
  readonly text: string;
  /** `docker.io` when none is written. */
  readonly registry: string;
  /** Path within the registry; `library/` is added for official images of docker.io. */
  readonly repository: string;
  /** The repository as people write it: `node`, `ghcr.io/owner/name`. */
  readonly familiarName: string;
  readonly tag: string | null;
  /** `sha256:…`. */
  readonly digest: string | null;
}

const defaultRegistry = "docker.io";
const officialPrefix = "library/";
/** Longest repository name with its registry, in characters. */
const longestName = 255;

const hostGrammar =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]+)?$/;
const ipv6HostGrammar = /^\[[A-Fa-f0-9:]+\](?::[0-9]+)?$/;
const pathPartGrammar = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagGrammar = /^\w[\w.-]{0,127}$/;
/** Number of hexadecimal digits by algorithm. */
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/**
 * Reads the name of an image as the builder does; `null` when it is not a valid reference (upper case in the path, empty tag …).
 * `scratch` is a valid name here: that it means "no image" is for the reader of FROM to know.
 * Grammar and defaults: github.com/distribution/reference, `regexp.go` and `normalize.go` (read 2026-08).
 */
export function parseImageReference(text: string): ImageReference | null {
  if (text === "" || /^[a-f0-9]{64}$/.test(text)) return null;
  const at = text.indexOf("@");
  const digest = at === -1 ? null : text.slice(at + 1);
  if (digest !== null && !isDigest(digest)) return null;

  const nameAndTag = at === -1 ? text : text.slice(0, at);
  const colon = nameAndTag.indexOf(":", nameAndTag.lastIndexOf("/") + 1);
  const tag = colon === -1 ? null : nameAndTag.slice(colon + 1);
  if (tag !== null && !tagGrammar.test(tag)) return null;

  const name = colon === -1 ? nameAndTag : nameAndTag.slice(0, colon);
  const { registry, path } = splitRegistry(name);
  if (
    name.length > longestName ||
    !isHost(registry) ||
    !path.split("/").every((part) => pathPartGrammar.test(part))
  )
    return null;
  const repository = registry === defaultRegistry && !path.includes("/") ? `${officialPrefix}${path}` : path;
  if (registry.length + 1 + repository.length > longestName) return null;
  return { text, registry, repository, familiarName: familiarName(registry, repository), tag, digest };
}

/** A first part with a dot, a port or upper case, or `localhost`, is a registry; anything else belongs to the path. */
function splitRegistry(name: string): { registry: string; path: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, Math.max(slash, 0));
  const namesHost = /[.:A-Z]/.test(first) || first === "localhost";
  if (slash === -1 || !namesHost) return { registry: defaultRegistry, path: name };
  const registry = first === "index.docker.io" ? defaultRegistry : first;
  return { registry, path: name.slice(slash + 1) };
}

function isHost(text: string): boolean {
  return hostGrammar.test(text) || ipv6HostGrammar.test(text);
}

function isDigest(text: string): boolean {
  const [algorithm = "", hex = ""] = text.split(":", 2);
  return text === `${algorithm}:${hex}` && hex.length === digestLengths[algorithm] && /^[a-f0-9]+$/.test(hex);
}

function familiarName(registry: string, repository: string): string {
  if (registry !== defaultRegistry) return `${registry}/${repository}`;
  const official = repository.startsWith(officialPrefix) ? repository.slice(officialPrefix.length) : "";
  return official !== "" && !official.includes("/") ? official : repository;
}
