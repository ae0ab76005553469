#!/usr/bin/env node
"use strict";
// Copied to `dist/stowage.cjs`: starts the bundled program beside it with V8's code cache, which the build makes and which
// halves the time to start. V8 itself refuses a cache that another version made; then the program is compiled as usual.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

const file = join(__dirname, "program.cjs");

function readCache() {
  try {
    return readFileSync(join(__dirname, "program.cache"));
  } catch {
    return undefined;
  }
}

/** Compiles the program and runs its top level; the build calls this too, to make the cache of the very same script. */
function load(cachedData) {
  // The bundle is ASCII, and a one-byte string is the cheapest to make.
  const source = readFileSync(file, "latin1");
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const script = new Script(wrapped, { filename: file, cachedData });
  const program = { exports: {} };
  script.runInThisContext()(program.exports, require, program, file, __dirname);
  return { script, main: program.exports.main };
}

if (require.main === module) {
  load(readCache())
    .main(process.argv.slice(2))
    .then((code) => {
      process.exitCode = code;
    });
}

module.exports = { load };
