/* Builds the writing page's script into the site's static files.
   `--check` builds into memory and compares: the committed file matches its source. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../static/js/cowriting.js");
const LIMIT = 200 * 1024;

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.ts"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "firefox115", "safari16.4"],
  charset: "utf8",
  legalComments: "eof",
  define: { "process.env.NODE_ENV": '"production"' },
  write: false,
});
const { contents } = outputFiles[0];
const size = gzipSync(contents, { level: 9 }).length;
if (size > LIMIT) throw new Error(`The script weighs ${size} bytes compressed, over ${LIMIT}.`);
if (process.argv.includes("--check")) {
  if (!readFileSync(built).equals(contents)) throw new Error("static/js/cowriting.js is not what its source makes: run scripts/front.");
} else {
  writeFileSync(built, contents);
}
console.log(`cowriting.js: ${Math.round(size / 1024)} KB compressed`);
