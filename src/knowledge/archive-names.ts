/**
 * What ADD unpacks: tar, alone or in gzip, bzip2, xz or zstd. It looks at the content; this is what such files are called.
 * Source: moby `pkg/archive` (go-archive/compression), Dockerfile reference "ADD" (read 2026-11).
 */
export const unpackedByAdd = /\.(?:tar(?:\.(?:gz|bz2|xz|zst))?|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst)$/i;

/** What hadolint takes for an archive (DL3010, DL3020); ADD unpacks not all of them. Source: hadolint 2.15.1. */
export const hadolintArchive = /\.(?:tar|Z|bz2|gz|lz|lzma|tZ|tb2|tbz|tbz2|tgz|tlz|tpz|txz|xz)$/;

/** Endings of files that are no archive that ADD would unpack. */
export const plainFile =
  /\.(?:bat|c|cfg|cmd|cnf|conf|cpp|crt|cs|csproj|css|csv|dll|env|exe|ex|exs|go|gradle|graphql|h|html?|ini|jar|java|jpe?g|js|json|jsx|key|kts?|less|list|lock|lua|md|mjs|mod|pem|php|pl|png|properties|proto|ps1|pub|py|r|rb|repo|rs|scala|scss|service|sh|sln|sql|sum|svg|toml|ts|tsx|txt|vue|war|xml|ya?ml|zip|zsh)$/i;
