// Compares docs/configuration.md with plugins/fluxcd-backend/config.d.ts: every key stands in both, with the same type.
// In the document a key is a table row that starts with `key` and its `type`, both in backticks.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const schemaFile = 'plugins/fluxcd-backend/config.d.ts';
const docsFile = 'docs/configuration.md';

/** Key → type of every leaf below the interface `Config`. */
function readSchema(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const config = source.statements.find(
    s => ts.isInterfaceDeclaration(s) && s.name.text === 'Config',
  );
  if (!config) throw new Error(`${file} has no interface Config`);
  const keys = new Map();
  const walk = (members, prefix) => {
    for (const member of members) {
      if (!ts.isPropertySignature(member) || !member.type) {
        throw new Error(`${file}: cannot read ${member.getText(source)}`);
      }
      const key = [...prefix, member.name.getText(source)];
      if (ts.isTypeLiteralNode(member.type)) walk(member.type.members, key);
      else keys.set(key.join('.'), member.type.getText(source));
    }
  };
  walk(config.members, []);
  return keys;
}

function readDocs(file) {
  const rows = readFileSync(path.join(root, file), 'utf8').matchAll(
    /^\|\s*`([\w.]+)`\s*\|\s*`([^`]+)`\s*\|/gm,
  );
  return new Map([...rows].map(([, key, type]) => [key, type]));
}

const schema = readSchema(schemaFile);
const docs = readDocs(docsFile);
const problems = [
  ...[...schema.keys()]
    .filter(key => !docs.has(key))
    .map(key => `${docsFile} lacks ${key}`),
  ...[...docs.keys()]
    .filter(key => !schema.has(key))
    .map(key => `${schemaFile} lacks ${key}`),
  ...[...schema]
    .filter(([key, type]) => docs.has(key) && docs.get(key) !== type)
    .map(
      ([key, type]) =>
        `${key} is ${type} in ${schemaFile} and ${docs.get(
          key,
        )} in ${docsFile}`,
    ),
];
if (schema.size === 0) problems.push(`${schemaFile} has no keys`);
problems.forEach(problem => console.error(problem));
console.log(
  `configuration reference: ${schema.size} keys, ${problems.length} problems`,
);
process.exit(problems.length ? 1 : 0);
