// Holds scripts and style sheets against Chrome 78.
// node rules.mjs FOLDER guarded.json → JSON: what is newer, file by file, that nothing guards.
//
// Scripts: syntax and built-ins of later ECMAScript (es-x), global Web APIs (compat), and every call of a member whose
// name no interface had in Chrome 78 (MDN's data), because `x.replaceChildren()` cannot be told by its type.
// Style sheets: caniuse's features (doiuse), and MDN's data on properties and the words of their values. What stands in @supports, or after a plainer declaration of the same
// property, is guarded; guarded.json names the rest that is, and why.
import { readFileSync } from "node:fs";
import path from "node:path";
import bcd from "@mdn/browser-compat-data" with { type: "json" };
import { ESLint } from "eslint";
import compat from "eslint-plugin-compat";
import esx from "eslint-plugin-es-x";
import postcss from "postcss";
import stylelint from "stylelint";

const ENGINE = 78;
const [folder, guardedFile] = process.argv.slice(2);
const guarded = JSON.parse(readFileSync(guardedFile, "utf8"));
const used = new Set();

function since(support) {
  const versions = [support ?? []]
    .flat()
    .filter((entry) => !entry.flags && !entry.prefix && typeof entry.version_added === "string")
    .map((entry) => Number.parseFloat(entry.version_added.replace("≤", "")));
  return Math.min(Infinity, ...versions);
}

/** Names of members that came after the engine on every interface that has them. */
function laterMembers() {
  const first = new Map();
  for (const interfaces of [bcd.api, bcd.javascript.builtins])
    for (const members of Object.values(interfaces))
      for (const [name, data] of Object.entries(members)) {
        if (!/^[a-z]\w*$/i.test(name) || name.endsWith("_event") || !data.__compat) continue;
        first.set(name, Math.min(first.get(name) ?? Infinity, since(data.__compat.support.chrome)));
      }
  return [...first].filter(([, version]) => version > ENGINE && version < Infinity);
}

const laterCalls = laterMembers().map(([name, version]) => ({
  selector: `CallExpression > MemberExpression.callee > Identifier.property[name="${name}"]`,
  message: `${name}() is there since Chrome ${version}`,
}));

const later = [2020, 2021, 2022, 2023, 2024, 2025].flatMap((year) =>
  Object.keys(esx.configs[`flat/no-new-in-es${year}`].rules),
);

const eslint = new ESLint({
  cwd: folder,
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ["**/*.js"],
      plugins: { "es-x": esx, compat },
      languageOptions: { ecmaVersion: "latest", sourceType: "script" },
      linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
      settings: { browsers: [`chrome ${ENGINE}`] },
      rules: {
        ...Object.fromEntries(later.map((rule) => [rule, "error"])),
        "compat/compat": "error",
        "no-restricted-syntax": ["error", ...laterCalls],
      },
    },
  ],
});

const found = [];

function report(file, line, text) {
  const guard = guarded.find((entry) => new RegExp(`^${entry.file}$`).test(file) && text.includes(entry.what));
  if (guard) used.add(guard);
  else found.push({ file, line, text });
}

for (const result of await eslint.lintFiles(["**/*.js"])) {
  const file = path.relative(folder, result.filePath).split(path.sep).join("/");
  for (const { line, message } of result.messages)
    if (!message.includes("noInlineConfig")) report(file, line, message);
}

/** A property or a word of its value that came later, by MDN's data. */
function laterDeclaration(node) {
  const property = node.prop.startsWith("-") ? undefined : bcd.css.properties[node.prop];
  if (!property || node.parent.name === "page") return "";
  if (since(property.__compat?.support.chrome) > ENGINE) return `property ${node.prop}`;
  const words = node.value.split(/[\s,]+/);
  const word = words.find((one) => property[one]?.__compat && since(property[one].__compat.support.chrome) > ENGINE);
  return word ? `${node.prop}: ${word}` : "";
}

/** What doiuse takes for something else. */
function isMistaken(text, node) {
  if (text.includes("css-math-functions")) return !/(?<![\w-])(?:min|max|clamp)\(/.test(String(node));
  if (text.includes("css-not-sel-list")) return !/:not\([^)]*[, >+~]/.test(node.selector);
  return false;
}

/** Whether an older engine has something else to go by. */
function isGuarded(node) {
  for (let above = node.parent; above; above = above.parent)
    if (above.type === "atrule" && above.name === "supports") return true;
  if (node.type !== "decl") return false;
  for (let before = node.prev(); before; before = before.prev())
    if (before.type === "decl" && (before.prop === node.prop || before.prop === `-webkit-${node.prop}`)) return true;
  return false;
}

const styles = await stylelint.lint({
  files: path.join(folder, "**/*.css"),
  config: {
    plugins: ["stylelint-no-unsupported-browser-features"],
    rules: {
      "plugin/no-unsupported-browser-features": [
        true,
        { browsers: [`chrome ${ENGINE}`], ignorePartialSupport: true },
      ],
    },
  },
  configBasedir: import.meta.dirname,
});
for (const { source, warnings } of styles.results) {
  const file = path.relative(folder, source).split(path.sep).join("/");
  const text = readFileSync(source, "utf8");
  const nodes = new Map();
  postcss.parse(text).walk((node) => {
    const { line, column } = node.source.start;
    nodes.set(`${line}:${column}`, node);
    const later = node.type === "decl" ? laterDeclaration(node) : "";
    if (later && !isGuarded(node)) report(file, line, `${later} is there since a later Chrome`);
  });
  for (const warning of warnings) {
    const node = nodes.get(`${warning.line}:${warning.column}`);
    if (node && (isMistaken(warning.text, node) || isGuarded(node))) continue;
    const what = node ? (node.type === "rule" ? node.selector : String(node)) : "";
    report(file, warning.line, `${warning.text.split("(plugin/")[0].trim()}: ${what.replace(/\s+/g, " ").slice(0, 160)}`);
  }
}

const idle = guarded.filter((entry) => !used.has(entry)).map(({ file, what }) => ({ file, what }));
console.log(JSON.stringify({ found, idle }, null, 1));
