/**
 * Variables of official images that move the caches of a package manager, by familiar name. Where golang and rust keep theirs stands with
 * these managers (`language-managers.ts`, `cache-mounts.ts`); node, python, php, ruby, maven, gradle, dotnet, oven/bun and uv move none.
 * Source: composer/docker latest/Dockerfile (`ENV COMPOSER_HOME=/tmp`, read 2026-11).
 */
export const baseImageSettings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  composer: { COMPOSER_HOME: "/tmp" },
};
