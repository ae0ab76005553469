/**
 * Addresses that answer with nothing but another address, whatever is asked of them.
 * Source: docs.github.com, "Downloading source code archives" and "Linking to releases"; kubernetes.io, "Install kubectl"; go.dev/doc/install;
 * learn.microsoft.com on `aka.ms` and `fwlink`; sourceforge.net/p/forge/documentation, "Downloads" (read 2026-11).
 */
export const redirectingAddresses: readonly RegExp[] = [
  /^https?:\/\/(?:www\.)?github\.com\/[^/]+\/[^/]+\/(?:archive|raw|releases\/(?:download|latest)|tarball|zipball)\b/i,
  /^https:\/\/api\.github\.com\/repos\/[^/]+\/[^/]+\/(?:tarball|zipball)\b/i,
  /^https?:\/\/(?:go\.dev|golang\.org)\/dl\/[^/?]+\.(?:msi|pkg|tar\.gz|zip)$/i,
  /^https?:\/\/dl\.k8s\.io\/(?:release\/)?v?[^/]*\/bin\//i,
  /^https?:\/\/(?:aka\.ms|bit\.ly|git\.io)\//i,
  /^https?:\/\/go\.microsoft\.com\/fwlink\b/i,
  /^https?:\/\/(?:downloads|prdownloads)\.sourceforge\.net\//i,
  /^https?:\/\/sourceforge\.net\/projects\/.*\/download$/i,
];
