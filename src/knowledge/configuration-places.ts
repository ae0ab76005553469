/**
 * Places of the configuration of package managers: the files, and the directories that hold them. Sources: apt.conf(5), dnf.conf(5); 2026-11-21.
 */

/** The other folders of `/etc/apt` are for sources and keys. */
export function isAptConfiguration(path: string): boolean {
  return /^\/etc\/apt\/(apt\.conf(\.d(\/.*)?)?)?$|^\/etc\/apt$|^\/etc\/?$|^\/$/.test(path);
}

/** That of yum and of dnf. */
export function isYumConfiguration(path: string): boolean {
  return /^\/etc\/(dnf|yum)(\/(dnf|yum)\.conf(\.d(\/.*)?)?)?\/?$|^\/etc\/yum\.conf$|^\/etc\/?$|^\/$/.test(
    path,
  );
}
