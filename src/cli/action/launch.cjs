"use strict";
// Copied to `dist/action.cjs`, the entry of the GitHub action: the program of the command line, run as the runner's variables say.
const { load } = require("./stowage.cjs");
const { runAction } = require("./action-run.cjs");

runAction({
  environment: process.env,
  main: load().main,
  print: (text) => process.stdout.write(text),
  request: fetch,
}).then((code) => {
  process.exitCode = code;
});
