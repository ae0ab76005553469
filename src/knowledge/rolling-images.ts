import { isRolling } from "./base-images.ts";

/**
 * Images whose tags name no version of them, so that there is nothing better to ask for than a digest.
 * Sources: GoogleContainerTools/distroless README.md, the tags of the images on Docker Hub (2026-11).
 */

/** That of Debian is part of the name. */
const distroless = /^gcr\.io\/distroless\/[^/]+-debian\d+$/;

/** The tag has the version of cargo-chef, a tool of the build, before that of Rust, which decides what comes out. */
const namesRust = /^latest-rust-\d+\.\d/;

/** Whether `latest`, or no tag, is as good a name as an image has; `name` as people write it. */
export function hasNoVersions(name: string, tag: string | null): boolean {
  if (name === "lukemathwalker/cargo-chef") return namesRust.test(tag ?? "");
  return isRolling(name) || distroless.test(name);
}

/** Tags of distributions for what is not released yet, and changes each day. */
const unreleased: ReadonlyMap<string, RegExp> = new Map([
  ["debian", /^(?:sid|unstable|testing|experimental|rc-buggy)(?:-|$)/],
  ["alpine", /^edge$/],
  ["fedora", /^rawhide$/],
  ["ubuntu", /^(?:rolling|devel)$/],
]);

/** Whether a tag follows the development of a distribution. */
export function isUnreleased(name: string, tag: string): boolean {
  return unreleased.get(name)?.test(tag) === true;
}
