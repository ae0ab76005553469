import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/fact.ts";
import { unpinnedInstalls } from "../../src/analysis/unpinned-packages.ts";
import { buildFile } from "../../src/model/build-file.ts";

function unpinned(text: string): readonly string[] {
  return analyze(buildFile("Dockerfile", text), null, { path: null, context: null })
    .use(unpinnedInstalls)
    .flatMap(({ packages }) => packages.map(({ name }) => name));
}

const commands: readonly (readonly [command: string, names: readonly string[]])[] = [
  ["apt-get install -y curl git=1:2.*", ["curl"]],
  ["apt-get -y install -t stable curl", ["curl"]],
  ["apt-get install -y --target-release=stable -- curl", ["curl"]],
  ["apt-get install ./a.deb b.deb c- lamp-server^ d/stable", []],
  ["apt-get build-dep curl && apt-get download git", []],
  ["aptitude install -y g++", ["g++"]],
  ["apk add --no-cache -t .build gcc 'make<5' musl~1.2 .build", ["gcc"]],
  ["apk add git@edge", ["git"]],
  ["yum -y install httpd-2.4.57 httpd-tools", ["httpd-tools"]],
  ["yum install -y 'php-*'", ["php-*"]],
  ["dnf install -y @development /usr/bin/gcc 'a = 1' java-17-openjdk", []],
  ["dnf module install -y nodejs", ["nodejs"]],
  ["zypper in -y -t pattern devel", []],
  ["zypper in -y -t package vim", ["vim"]],
  ["zypper in -y +vim -- -nano '!emacs' ~joe", ["+vim"]],
  ["zypper --installroot /r in -y --download in-advance vim", ["vim"]],
  ["yum group install -y tools && dnf groups install -y tools", []],
  ["pip install -U pip 'wheel>=0.40' .[dev] ./lib", ["pip"]],
  ["pip install --target /lib --index-url https://example.com/simple flask", ["flask"]],
  ["pip install -r requirements.txt", []],
  [
    "pip install git+ssh://git@example.com/tool git+ssh://git@example.com/lib@v1",
    ["git+ssh://git@example.com/tool"],
  ],
  ["PIP_CONSTRAINT=c.txt pip install flask", []],
  ["uv tool install ruff@0.14 && uv tool install ty", ["ty"]],
  ["npm install -g @org/tool @org/lib@1 lib", ["@org/tool", "lib"]],
  ["npm ci && npm install && npm run build", []],
  ["gem install -N rails rake:13.3.0", ["rails"]],
  ["gem install rails -v '~> 8'", []],
  ["go install example.com/a@latest example.com/b@v1", ["example.com/a"]],
  ["go get example.com/a && go run example.com/b arg", ["example.com/a"]],
  ["pacman -S --noconfirm git && cargo install ripgrep", []],
];

test.each(commands)("%s", (command, names) => {
  expect(unpinned(`FROM x\nRUN ${command}\n`)).toEqual(names);
  expect(unpinned(`FROM x\nONBUILD RUN ${command}\n`)).toEqual(names);
});

test("each package of a variable counts, and none of an unknown one", () => {
  expect(unpinned('FROM x\nENV P="a b=1 c"\nARG Q\nRUN apk add $P $Q ${R:-d} "$P"\n')).toEqual([
    "a",
    "c",
    "d",
  ]);
});
