// node submissions.mjs SCHEMA RULES FILE… → how many files are refused, or cannot be read. What a bureau would write.
//
// RULES is "-", or JSON: the scripts of our form, which judge by all rules too, and terms by id. Nothing is explained.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import yaml from "js-yaml";

const [schema, rules, ...files] = process.argv.slice(2);
const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
const shaped = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
const obeys = rules === "-" ? () => true : obeying(JSON.parse(readFileSync(rules, "utf8")));

function obeying({ scripts, terms, institution }) {
  globalThis.window = globalThis;
  for (const script of scripts) runInThisContext(readFileSync(script, "utf8"), script);
  const { data, rules: form } = globalThis.zhiduChecklist;
  const contexts = new Map(Object.entries(terms).map(([id, term]) => [id, form.contextOf(data, term, institution)]));
  return (answers) => !form.forbidden(answers).length && !form.evaluate(contexts.get(answers.term), answers).length;
}

let refused = 0;
for (const file of files) {
  try {
    const answers = yaml.load(readFileSync(file, "utf8"), { schema: yaml.JSON_SCHEMA });
    if (!shaped(answers) || !obeys(answers)) refused += 1;
  } catch {
    refused += 1;
  }
}
console.log(refused);
