// node submissions.mjs SCHEMA FILE… → how many files the schema refuses, or cannot be read. What a bureau would write.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import yaml from "js-yaml";

const [schema, ...files] = process.argv.slice(2);
const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
const judge = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));
let refused = 0;
for (const file of files) {
  try {
    if (!judge(yaml.load(readFileSync(file, "utf8"), { schema: yaml.JSON_SCHEMA }))) refused += 1;
  } catch {
    refused += 1;
  }
}
console.log(refused);
