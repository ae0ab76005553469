/**
 * Directories that belong to root, and that only root can write to, in every Linux image that starts as root.
 * Source: Filesystem Hierarchy Standard 3.0; the images `debian`, `ubuntu`, `alpine`, `fedora` (looked at 2026-11).
 */
export const systemDirectories: ReadonlySet<string> = new Set(
  `/ /bin /boot /etc /home /lib /lib64 /media /mnt /opt /root /sbin /srv /usr /usr/bin /usr/include /usr/lib /usr/lib64 /usr/local
  /usr/local/bin /usr/local/etc /usr/local/include /usr/local/lib /usr/local/lib/node_modules
  /usr/local/lib/python3/site-packages /usr/local/sbin /usr/local/share /usr/sbin /usr/share
  /usr/share/keyrings /usr/src /var /var/lib /var/log /etc/apt /etc/apt/sources.list.d /etc/ssl /etc/profile.d`.split(
    /\s+/,
  ),
);

/**
 * Whether some images bring this directory along, with an owner or a mode of its own.
 * Source: the Dockerfiles of golang, rust, ruby, php, node, redis and others (read 2026-11).
 */
export function mayBelongToOthers(path: string): boolean {
  return (
    /^\/(?:home|run|dev|proc|sys|tmp|workspace|data|config|bitnami)(?:\/[^/]*)?$/.test(path) ||
    /^\/(?:go(?:\/(?:src|bin|pkg))?|var\/(?:www(?:\/html)?|lib\/[^/]*|cache(?:\/[^/]*)?|log\/[^/]*|run|tmp|spool|mail))$/.test(
      path,
    ) ||
    /^\/(?:usr\/local\/(?:bundle|cargo|rustup|tomcat|openresty|sdkman)|opt\/(?:java|conda|venv|[^/]*-[\d.]+))$/.test(
      path,
    )
  );
}

/**
 * Directories on which every container runtime mounts file systems of the kernel.
 * Source: OCI runtime specification 1.2, config-linux.md, "Default Filesystems".
 */
export const kernelDirectories: readonly string[] = ["/proc", "/sys", "/dev"];
