// Bundles editor.js into one module, with the licence notices of all that is in it beside it.
// Usage: node build.js OUTPUT_FOLDER DIGEST_OF_THE_SOURCES

import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, digest] = process.argv.slice(2);
const NOTICES = "editor.LICENSES.txt";

const { metafile } = await build({
  entryPoints: ["editor.js"],
  outfile: join(folder, "editor.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "eof",
  metafile: true,
  banner: { js: `/* claimatlas editor, of sources ${digest}; licences of what is in it: ${NOTICES} */` },
});

// A package is bundled when one of its files is: node_modules/NAME/… or node_modules/@SCOPE/NAME/…
const packages = new Set(
  Object.keys(metafile.inputs).map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean),
);
const notices = [...packages].sort().map((name) => {
  const path = join("node_modules", name);
  const licence = readdirSync(path).find((file) => /^licen[cs]e/i.test(file));
  if (!licence) throw new Error(`${name} has no licence file`);
  const { version } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  return `${name} ${version}\n\n${readFileSync(join(path, licence), "utf8").trim()}\n`;
});
writeFileSync(join(folder, NOTICES), `editor.js holds these packages.\n\n${notices.join(`\n${"-".repeat(80)}\n\n`)}`);
