/**
 * Commands of PowerShell as far as a failure of them is asked about.
 * Source: learn.microsoft.com, about_Command_Precedence, about_Preference_Variables, about_Language_Keywords, Get-Alias of Windows
 * PowerShell 5.1 (read 2026-11).
 */

/** Words that begin a statement of the language; what fails inside of it is not looked at. */
export const powerShellKeywords: ReadonlySet<string> = new Set(
  (
    "begin break class continue data do dynamicparam else elseif end enum exit filter finally for foreach function if param process " +
    "return switch throw trap try until using while"
  ).split(" "),
);

/** Commands that only tell, wait, clear away or make an empty directory: an image hardly ever lacks anything when they fail. */
export const idleCmdlets: RegExp =
  /^(?:(?:clear|format|get|measure|out|select|show|sort|stop|test|wait|where|write)-\w+|new-item|remove-(?:item|module|variable)|set-(?:executionpolicy|psdebug|strictmode)|start-sleep|cat|cls|date|del|dir|echo|erase|gc|gci|gcm|hostname|ipconfig|ls|md|mkdir|ni|ps|pwd|rd|ri|rm|rmdir|sleep|type|ver|whoami)$/;

/** Commands that PowerShell knows itself, besides those of the form `Verb-Noun`. */
export const cmdletAliases: ReadonlySet<string> = new Set(
  "cd chdir copy cp cpi curl iex iwr irm mi move mp mv pushd ren rni rnp sal saps sasv set sl sp sv wget".split(
    " ",
  ),
);
