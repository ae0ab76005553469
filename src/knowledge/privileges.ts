/**
 * How things that start as root give it up, and which accounts images bring for that.
 * Sources: the manual pages of the programs, the README files of gosu, su-exec and s6-overlay, the images' Dockerfiles (read 2026-11).
 */

const programs = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Programs that run another one as a user that they are told. */
const switchers = programs("gosu su-exec setpriv runuser su s6-setuidgid s6-applyuidgid setuidgid chpst");

/**
 * Programs that have to start as root: they do the work, or let others do it, as another user, or they change the system of the host, as those
 * of the last line do.
 */
const daemons = programs(
  `supervisord s6-svscan runsvdir runsv systemd
  nginx openresty angie unitd httpd httpd-foreground apache2 apache2ctl apachectl apache2-foreground haproxy squid
  sshd cron crond dockerd containerd buildkitd named dnsmasq unbound postfix dovecot proftpd vsftpd smbd
  slapd rsyslogd chronyd ntpd openvpn radiusd freeradius
  binfmt iscsid kubelet tailscaled wg-quick`,
);

/** Shells and prompts of languages: without arguments they are there for somebody at a terminal. */
const prompts = programs(
  "sh bash ash dash zsh fish pwsh powershell cmd python python3 ipython node deno bun irb iex erl ghci jshell julia lua php R scala sbcl",
);

/** Packages with which a container changes the network of the host or of its pod, for which the kernel wants root or its rights. */
const networkPackages = programs(
  "iptables ip6tables nftables ipset ipvsadm wireguard-tools wireguard-go strongswan openvpn keepalived frr bird",
);

/** Whether a program waits for a person when it gets no arguments. */
export function isPrompt(program: string): boolean {
  return prompts.has(program);
}

/** Whether a package is there to change the network. */
export function changesNetwork(name: string): boolean {
  return networkPackages.has(name);
}

/** How programs in other languages than the shell's call such a program, or the system itself. */
const calledByName = new RegExp(
  `["'\`](?:${[...switchers].join("|")})["'\`]|\\b(?:os|process|syscall|Process::UID)\\.set(?:re|res)?uid\\b`,
);

/** Whether the text of a program, in whatever language, gives up root. */
export function givesUpRootInText(text: string): boolean {
  return calledByName.test(text);
}

/** Packages and downloads that are there to give up root. */
const droppingPackages = programs("gosu su-exec s6 s6-overlay supervisor runit");

/** Whether a program by its base name gives up root, or runs what it starts as another user. */
export function givesUpRoot(program: string): boolean {
  return switchers.has(program) || daemons.has(program) || /^php-fpm[\d.]*$/.test(program);
}

/** Whether a package, or a part of a path or an address, is about giving up root: `gosu`, `s6-overlay-noarch.tar.xz`. */
export function isForGivingUpRoot(name: string): boolean {
  return droppingPackages.has(name) || /(?:^|[/-])(?:gosu|su-exec|s6-overlay)(?:$|[-/_.])/.test(name);
}

/** Whether an image starts, unless told otherwise, a program that gives up root. `name` and `tag` as in `baseImage`. */
export function startsAsDroppingDaemon(name: string, tag: string | null): boolean {
  if (name === "php") return /fpm|apache/.test(tag ?? "");
  return ["nginx", "httpd", "tiangolo/uwsgi-nginx-flask", "openresty/openresty", "unit"].includes(name);
}

/** A user without privileges, as USER names it, that an image already has; `null` when none is known. */
export function accountOf(name: string, tag: string | null): string | null {
  if (name.startsWith("mcr.microsoft.com/dotnet/"))
    return /^(?:[89]|1\d)\./.test(tag ?? "") ? "$APP_UID" : null;
  if (name.startsWith("mcr.microsoft.com/playwright")) return "pwuser";
  if (name.startsWith("gcr.io/distroless/")) return "nonroot";
  return accounts.get(name) ?? null;
}

const accounts: ReadonlyMap<string, string> = new Map([
  ["node", "node"],
  ["oven/bun", "bun"],
  ["denoland/deno", "deno"],
  ["gradle", "gradle"],
  ["php", "www-data"],
  ["httpd", "www-data"],
  ["elasticsearch", "elasticsearch"],
]);

/** Whether an image is a server that its publisher starts: one builds on it to add content, not a command. */
export function isServer(name: string): boolean {
  return ["tomcat", "tomee", "caddy", "traefik", "registry"].includes(name);
}
