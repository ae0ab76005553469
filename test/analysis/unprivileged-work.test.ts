import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { unprivilegedWork } from "../../src/analysis/unprivileged-work.ts";
import { buildFile } from "../../src/model/build-file.ts";

function workIn(text: string): string[] {
  const found = analyze(buildFile("Dockerfile", text), null, { path: null, context: null }).use(
    unprivilegedWork,
  );
  return found.map(({ what, obstacle }) => {
    const { kind } = obstacle;
    if (kind === "directory") return `${what} > ${obstacle.path}`;
    if (kind === "owner") return `${what} ! ${obstacle.path}`;
    if (kind === "not-on-path") return `${what} ~ ${obstacle.program}`;
    return `${what} ${kind}`;
  });
}

/** Lines after `FROM node:22`, `WORKDIR /root-s`, `USER node`; what can't be done. */
const asNode: readonly (readonly [string, readonly string[]])[] = [
  // What needs root
  ["RUN apt-get update", ["apt-get update root"]],
  ["RUN apt-get install -y x && apt-get install -y y", ["apt-get install root"]],
  ["RUN apt-get install -y x\nRUN apk add y", ["apt-get install root", "apk add root"]],
  ["RUN useradd x", ["useradd root"]],
  ["RUN apt-get --version", []],
  ["RUN apt list", []],
  ["RUN sudo apt-get update", []],
  ["RUN sudo sh -c 'apt-get update'", []],
  ["RUN sh -c 'apt-get update'", ["apt-get update root"]],
  ["RUN su -c 'apt-get update'", []],
  ["RUN apt-get update || true", []],
  ["RUN if x; then apt-get update; fi", []],
  ["RUN x || apt-get update", []],
  ["RUN f() { apt-get update; }", []],
  ["RUN (apt-get update)", ["apt-get update root"]],
  ["USER root\nRUN apt-get update", []],
  ["USER $WHO\nRUN apt-get update", []],
  ["USER 1000\nRUN apt-get update", ["apt-get update root"]],
  ["RUN <<EOF\nset -e\napt-get update\nEOF", ["apt-get update root"]],
  // Modes and owners
  ["COPY run.sh /own/\nRUN chmod +x /own/run.sh", ["chmod ! /own/run.sh"]],
  ["COPY run.sh /run.sh\nRUN chmod 755 /run.sh && x", ["chmod ! /run.sh"]],
  ["COPY run.sh ./\nRUN chown -R node run.sh", ["chown ! /root-s/run.sh"]],
  ["COPY run.sh ./\nRUN chmod +x *.sh", []],
  ["COPY run.sh ./\nRUN chmod --reference=x run.sh", []],
  ["COPY run.sh ./\nRUN chmod +x other.sh", []],
  ["COPY --chown=node run.sh ./\nRUN chmod +x run.sh", []],
  ["COPY --link run.sh ./\nRUN chmod +x run.sh", []],
  ["COPY run.sh ./\nUSER root\nRUN chown node run.sh\nUSER node\nRUN chmod +x run.sh", []],
  ["COPY scripts ./\nRUN chmod +x scripts", []],
  ["COPY run.sh ./\nRUN chmod +x run.sh || true", []],
  // Directories
  ["RUN npm ci", ["npm ci > /root-s"]],
  ["RUN npm install x", ["npm install > /root-s"]],
  ["RUN npm run build", []],
  ["RUN npm --version", []],
  ["RUN yarn install", ["yarn install > /root-s"]],
  ["RUN cd /tmp && npm ci", []],
  ["RUN cd /home/node && npm ci", []],
  ["RUN npm ci --prefix /home/node", []],
  ["WORKDIR /own\nRUN npm ci", []],
  ["WORKDIR /root-s/sub\nRUN npm ci", []],
  ["RUN --mount=type=cache,target=/root-s/node_modules npm ci", []],
  ["RUN --mount=type=cache,target=/home/node/.npm npm ci", ["npm ci > /root-s"]],
  ["USER root\nRUN chown node .\nUSER node\nRUN npm ci", []],
  ["RUN pip install x", []],
  ["RUN go build ./...", []],
  ["RUN touch /etc/x", ["touch > /etc"]],
  ["RUN echo x > /etc/x", ["echo > /etc"]],
  ["RUN echo x > /dev/null", []],
  ["RUN echo x 2> /etc/x", ["echo > /etc"]],
  ["RUN echo x | tee /etc/x", ["tee > /etc"]],
  ["RUN echo x > $FILE", []],
  ["RUN mkdir /x", ["mkdir > /"]],
  ["RUN mkdir -p /x", ["mkdir > /"]],
  ["RUN mkdir -p /etc", []],
  ["RUN mkdir -p /root-s", []],
  ["RUN mkdir -p /tmp/x /home/node/y", []],
  ["RUN mkdir y", ["mkdir > /root-s"]],
  // Packages of npm for all
  ["RUN npm install -g x", ["npm install > /usr/local/lib/node_modules"]],
  ["ENV NPM_CONFIG_PREFIX=/home/node/g\nRUN npm i -g x", []],
  ["RUN npm config set prefix /home/node/g && npm i -g x", []],
  ["RUN npm i -g --prefix ~/.local x", []],
  ["USER root\nRUN chown -R node /usr/local/lib/node_modules\nUSER node\nRUN npm i -g x", []],
];

test.each(asNode)("%j", (lines, expected) => {
  expect(workIn(`FROM node:22\nWORKDIR /root-s\nUSER node\n${lines}`)).toEqual(expected);
});

/** Whole files. */
const files: readonly (readonly [string, readonly string[]])[] = [
  ["FROM jenkins/jenkins\nRUN apt-get update", ["apt-get update root"]],
  ["FROM acme/base\nRUN apt-get update", []],
  ["FROM acme/base\nUSER app\nRUN apt-get update", ["apt-get update root"]],
  ["FROM acme/base\nWORKDIR /app\nUSER app\nRUN npm ci", []],
  ["FROM node AS a\nWORKDIR /app\nUSER node\nFROM a\nRUN npm ci", ["npm ci > /app"]],
  ["FROM node AS a\nUSER node\nFROM node\nRUN apt-get update", []],
  ["FROM maven:3\nCOPY . /x\nUSER 1000\nRUN cd /x && mvn package", ["mvn package > /x"]],
  ["FROM maven:3\nCOPY . /x\nUSER 1000\nRUN cd /x && mvn dependency:go-offline", []],
  // pip
  ['FROM python\nUSER 1000\nRUN pip install x\nCMD ["gunicorn"]', ["pip install ~ gunicorn"]],
  ["FROM python\nUSER 1000\nRUN pip3 install x\nCMD gunicorn app", ["pip3 install ~ gunicorn"]],
  ["FROM python\nUSER 1000\nRUN python -m pip install x\nCMD gunicorn", ["pip install ~ gunicorn"]],
  ['FROM python\nUSER 1000\nRUN pip install x\nCMD ["python", "x.py"]', []],
  ['FROM python\nUSER 1000\nRUN pip install x\nCMD ["/opt/gunicorn"]', []],
  ["FROM python\nUSER 1000\nRUN pip install --user x\nCMD gunicorn", []],
  ["FROM python\nUSER 1000\nRUN pip install -t /x x\nCMD gunicorn", []],
  ["FROM python\nUSER 1000\nRUN /v/bin/pip install x\nCMD gunicorn", []],
  ["FROM python\nUSER 1000\nRUN /v/bin/python -m pip install x\nCMD gunicorn", []],
  ["FROM python\nENV PATH=/v/bin:$PATH\nUSER 1000\nRUN pip install x\nCMD gunicorn", []],
  ["FROM python\nRUN chown -R 1000 /usr/local\nUSER 1000\nRUN pip install x\nCMD gunicorn", []],
  ["FROM python\nRUN useradd -M a\nUSER a\nRUN pip install x", ["pip install no-home"]],
  ["FROM python\nRUN useradd -m a\nUSER a\nRUN pip install x", []],
  ["FROM python\nUSER 1000\nRUN uv pip install --system x", ["uv pip install > /usr/local/lib"]],
  ["FROM python\nUSER 1000\nRUN uv pip install x", []],
];

test.each(files)("%j", (text, expected) => {
  expect(workIn(text)).toEqual(expected);
});
