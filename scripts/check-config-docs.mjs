// Compares docs/configuration.md with the config.d.ts of the backend plugin and its modules: every key stands in both, with
// the same type. In the document a key is a table row that starts with `key` and its `type`, both in backticks; the keys of
// the elements of a list follow `[]`, and texts of which only some will do are `string`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const schemaFiles = readdirSync(path.join(root, 'plugins'))
  .map(name => `plugins/${name}/config.d.ts`)
  .filter(file => existsSync(path.join(root, file)));
const docsFile = 'docs/configuration.md';

/** An object with keys that are known beforehand. */
function isGroup(type) {
  return (
    ts.isTypeLiteralNode(type) &&
    !type.members.some(member => ts.isIndexSignatureDeclaration(member))
  );
}

/** Of `Array<{ … }>`. */
function elementOf(type) {
  const [argument] = (ts.isTypeReferenceNode(type) && type.typeArguments) || [];
  return argument && isGroup(argument) ? argument : undefined;
}

function nameType(type, source) {
  const parts = ts.isUnionTypeNode(type) ? [...type.types] : [type];
  const names = parts.map(part =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal)
      ? 'string'
      : part.getText(source).replace(/\s+/g, ' '),
  );
  return [...new Set(names)].join(' | ');
}

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
      const key = [...prefix, member.name.getText(source)].join('.');
      const element = elementOf(member.type);
      if (element) walk(element.members, [`${key}[]`]);
      else if (isGroup(member.type)) walk(member.type.members, [key]);
      else keys.set(key, nameType(member.type, source));
    }
  };
  walk(config.members, []);
  return keys;
}

function readDocs(file) {
  const rows = readFileSync(path.join(root, file), 'utf8').matchAll(
    /^\|\s*`([\w.[\]]+)`\s*\|\s*`([^`]+)`\s*\|/gm,
  );
  return new Map(
    [...rows].map(([, key, type]) => [key, type.replaceAll('\\|', '|')]),
  );
}

const schema = new Map(schemaFiles.flatMap(file => [...readSchema(file)]));
const docs = readDocs(docsFile);
const problems = [
  ...[...schema.keys()]
    .filter(key => !docs.has(key))
    .map(key => `${docsFile} lacks ${key}`),
  ...[...docs.keys()]
    .filter(key => !schema.has(key))
    .map(key => `no config.d.ts has ${key}`),
  ...[...schema]
    .filter(([key, type]) => docs.has(key) && docs.get(key) !== type)
    .map(
      ([key, type]) =>
        `${key} is ${type} in config.d.ts and ${docs.get(key)} in ${docsFile}`,
    ),
];
if (schema.size === 0) problems.push('no config.d.ts has keys');
problems.forEach(problem => console.error(problem));
console.log(
  `configuration reference: ${schema.size} keys, ${problems.length} problems`,
);
process.exit(problems.length ? 1 : 0);
