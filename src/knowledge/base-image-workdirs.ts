/**
 * Images without a WORKDIR of their own, so that relative paths begin at `/`: names without a mirror's prefix, all tags.
 * Common knowledge of these images' Dockerfiles, not looked up for this table one by one (2026-11). Known to have one, and so left out:
 * golang, php, httpd, perl, gradle, bun.
 */
export const imagesWithoutWorkdir: ReadonlySet<string> = new Set(
  `alpine almalinux amazoncorretto amazonlinux archlinux buildpack-deps busybox debian eclipse-temurin elixir erlang fedora nginx node openjdk
  oraclelinux python rockylinux ruby rust swift ubuntu mcr.microsoft.com/dotnet/aspnet mcr.microsoft.com/dotnet/runtime
  mcr.microsoft.com/dotnet/runtime-deps mcr.microsoft.com/dotnet/sdk`.split(/\s+/),
);
