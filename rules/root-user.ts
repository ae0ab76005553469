import { createdAccounts } from "../src/analysis/accounts.ts";
import { installs } from "../src/analysis/installs.ts";
import { privilegeDrops } from "../src/analysis/privilege-drops.ts";
import { type ExternalBase, stageGraph } from "../src/analysis/stage-graph.ts";
import { startCommands } from "../src/analysis/start-commands.ts";
import { targetPurpose } from "../src/analysis/target-purpose.ts";
import { userEdit } from "../src/analysis/user-edits.ts";
import { users } from "../src/analysis/users.ts";
import { baseImage } from "../src/knowledge/base-images.ts";
import { accountOf, changesNetwork, isPrompt, isServer } from "../src/knowledge/privileges.ts";
import type { BuildFile, Stage } from "../src/model/build-file.ts";
import { expand } from "../src/model/variables.ts";
import { defineRule, type RuleContext } from "../src/rule/rule.ts";
import type { User } from "../src/syntax/nodes.ts";

const either = ["DS-0002", "CIS-DI-0001", "SEC001", "run-as-root", "tally/stateful-root-runtime"];
const codes = {
  lastUser: ["DL3002", "CKV_DOCKER_8", "67fd0c4a", "last-user-is-root", "DF002", ...either],
  noUser: ["CKV_DOCKER_3", "fd54f200", "missing-user", "missing-user-entrypoint", "DF020", ...either],
  createdUser: ["tally/user-created-but-never-used"],
};

export default defineRule({
  id: "root-user",
  summary: "Containers of the image run as root",
  category: "security",
  severity: "warning",
  preset: "recommended",
  fixable: true,
  since: "0.1.0",
  aliases: [...new Set([...codes.lastUser, ...codes.noUser, ...codes.createdUser])],
  check: {
    file({ stages }, context) {
      if (context.literal !== null) {
        for (const stage of stages) checkLastUser(stage, context);
        return;
      }
      const { finalStage } = context.use(stageGraph);
      if (finalStage === null || finalStage.from.image === null || isNamedForRoot(context.file)) return;
      const user = context.use(users).atEnd(finalStage);
      if (user.kind !== "root" || !isMeantToRun(finalStage, context)) return;
      if (context.use(privilegeDrops).of(finalStage) !== null || changesItsNetwork(finalStage, context))
        return;

      const setBy = user.setBy?.kind === "USER" ? user.setBy : null;
      if (setBy !== null && isLeftToBuild(setBy, finalStage, context.file)) return;
      const account = context.use(createdAccounts).of(finalStage).at(-1);
      const root = context.use(stageGraph).root(finalStage);
      const name = accountFor(account?.account.name ?? null, root);
      context.report({
        at: setBy?.user?.range ?? finalStage.from.image.range,
        aliases: [
          ...(setBy === null ? codes.noUser : codes.lastUser),
          ...(account === undefined ? [] : codes.createdUser),
        ],
        message: `containers of this image run as root${setBy === null ? `: ${user.reason}` : ", as the last `USER` says"}`,
        help: advice(name, root),
        fix: {
          title: `Run as \`${name ?? "<user>"}\``,
          // Unsafe: the user may lack rights that the program has as root. Display: nobody but root is known.
          applicability: name === null ? "display" : "unsafe",
          edits: [userEdit(context.file, finalStage, setBy, name ?? "<user>")],
        },
        related:
          account === undefined
            ? []
            : [
                {
                  at: account.command.range,
                  message: `\`${account.account.name}\` is created here, and not used`,
                },
              ],
      });
    },
  },
});

/** As hadolint does it: the last USER of each stage by its text, whatever the stage is for. */
function checkLastUser({ steps }: Stage, context: RuleContext): void {
  const last = steps.findLast(({ instruction }) => instruction.kind === "USER")?.instruction;
  if (last?.kind !== "USER" || last.user === null || !/^(?:root|0)(?::|$)/.test(last.user.text)) return;
  context.report({
    at: last.user.range,
    aliases: codes.lastUser,
    message: `the last \`USER\` of this stage is \`${last.user.text}\``,
    help: "end the stage with a `USER` that is not root",
  });
}

/** Whether somebody is going to run the image as it is, and not to build on it or to take files out of it. */
function isMeantToRun(stage: Stage, context: RuleContext): boolean {
  if (context.use(targetPurpose) === "tooling") return false;
  const { entrypoint, cmd, commands } = context.use(startCommands).of(stage);
  // A program that explains itself is there to be called by people and scripts, with files of theirs.
  if (
    commands
      .at(-1)
      ?.words.at(-1)
      ?.text.match(/^(?:-h|--?help|help)$/)
  )
    return false;
  if (commands.length > 0 && commands.every(({ name, words }) => isPrompt(name) && words.length === 1))
    return false;
  if (entrypoint !== null || cmd !== null) return true;
  const root = context.use(stageGraph).root(stage);
  if (root.kind !== "image") return root.kind === "unknown" && stage.end.user.value !== null;
  const { name, runsAs } = baseImage(root.image);
  // A USER that takes back what the base image has set is there for some steps, and was left behind.
  return isServer(name) || (stage.end.user.value !== null && runsAs !== "root");
}

function changesItsNetwork(stage: Stage, context: RuleContext): boolean {
  const lineage = new Set(context.use(stageGraph).lineage(stage));
  return context
    .use(installs)
    .some(
      ({ step, packages }) => lineage.has(step.stage) && packages.some(({ name }) => changesNetwork(name)),
    );
}

/** `root-with-sshd.Dockerfile` says what it is. */
function isNamedForRoot({ path }: BuildFile): boolean {
  return /(?:^|[-_.])root(?:$|[-_.])/i.test(path.split(/[/\\]/).at(-1) ?? "");
}

/** Whether `ARG RUN_AS=0` leaves the user to whoever builds. */
function isLeftToBuild({ user }: User, { end }: Stage, { syntax }: BuildFile): boolean {
  const { references } = expand(user?.text ?? "", end.scope, syntax.escape);
  return references.some(({ variable }) => variable !== null && variable.source !== "env");
}

/** A user that is there: one that the file creates, that of the base image, any number where nobody has a name. */
function accountFor(created: string | null, base: ExternalBase): string | null {
  if (base.kind === "scratch") return "65532";
  return created ?? (base.kind === "image" ? accountOf(baseImage(base.image).name, base.image.tag) : null);
}

function advice(account: string | null, base: ExternalBase): string {
  if (base.kind === "scratch")
    return "add `USER 65532`: any number but 0 does, as `scratch` has no list of users";
  return account === null
    ? "create a user, and set it with `USER` after the last step that needs root"
    : `set \`USER ${account}\` after the last step that needs root`;
}
