import { describe, expect, it } from "vitest";
import { firstComment } from "../../src/shell/comment.ts";

describe("the first comment of a script", () => {
  it.each([
    ["# all of it", 0],
    ["echo a # b", 7],
    ["echo a;# b", 7],
    ["(echo a)# b", 8],
    ["echo a# b # c", 10],
    ["echo 'a # b' # c", 13],
    ["echo 'a # b", -1],
    ['echo "a # \\" # b" # c', 18],
    ["echo $'it\\'s # a' # b", 18],
    ["echo \\# a", -1],
    ["echo $# ${#a} ${a#b} ${a:- # b}", -1],
    ["echo $((16#ff)) x#y", -1],
    ['echo "$(echo "a # b")" # c', 23],
    ['echo "$(echo a # b', 15],
    ["echo `echo '# a'` # b", 18],
    ["echo `echo a # b`", 13],
    ["echo $(", -1],
    ["echo \\", -1],
    ["", -1],
  ])("of %j is at %i", (script, at) => {
    expect(firstComment(script)).toBe(at);
  });

  it("is found in time linear in the script", () => {
    expect(firstComment('"$('.repeat(200_000))).toBe(-1);
    expect(firstComment("`".repeat(200_000))).toBe(-1);
    expect(firstComment('"$('.repeat(100_000) + "``".repeat(200_000))).toBe(-1);
  });
});
