/**
 * What ShellCheck can't know of scripts in a Dockerfile.
 * Source: ShellCheck's wiki (www.shellcheck.net/wiki, read 2026-11); the manual of BusyBox's shell and its build options.
 */

/** Remarks on files that a script reads from the image, where nobody can look. */
export const codesAboutOtherFiles: readonly number[] = [1090, 1091];

/**
 * What BusyBox's `ash` can do beyond POSIX and Debian's `dash`: `$'…'`, `[[ ]]`, `==`, `echo -e`, `set -o pipefail`, `local`, `read -s`, `source`,
 * `${a:0:1}`, `${a/b/c}`. ShellCheck before 0.10 knows no BusyBox.
 */
export const codesAboutDashOnly: readonly number[] = [
  3003, 3010, 3014, 3036, 3037, 3040, 3043, 3045, 3046, 3057, 3060,
];

/** The remark on words that are not quoted, so that the shell splits them. */
export const unquotedCode = 2086;

/** Old and new spelling of the same: the fix changes nothing of what runs. */
export const respellingCodes: ReadonlySet<number> = new Set([2006]);
