import { errors } from '../store/errors';
import type { Kind } from '../store/Kind';
import type { KubeObject } from '../store/ObjectStore';

export type Matcher = (object: KubeObject) => boolean;

const TOKEN = /\s*(==|!=|=|!|\(|\)|,|<|>|[^\s=!(),<>]+)/y;

function tokens(text: string): string[] {
  const found: string[] = [];
  const source = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (!match) {
      break;
    }
    found.push(match[1]);
  }
  return found;
}

function fail(found: string | undefined, expected: string): never {
  throw errors.badRequest(
    `unable to parse requirement: found '${
      found ?? ''
    }', expected: ${expected}`,
  );
}

type LabelTest = (labels: Record<string, string>) => boolean;

function parseValues(list: string[]): Set<string> {
  if (list.shift() !== '(') {
    fail(undefined, "'('");
  }
  const values = new Set<string>();
  for (;;) {
    const value = list.shift();
    if (value === ')') {
      return values;
    }
    if (value === undefined) {
      fail(value, "',' or ')'");
    }
    if (value !== ',') {
      values.add(value);
      if (list[0] !== ',' && list[0] !== ')') {
        fail(list[0], "',' or ')'");
      }
    }
  }
}

function parseRequirement(list: string[]): LabelTest {
  const key = list.shift()!;
  if (key === '!') {
    const absent = list.shift() ?? fail(undefined, 'identifier');
    return labels => !(absent in labels);
  }
  if (/^[=!(),<>]/.test(key)) {
    fail(key, 'identifier');
  }
  const operator = list[0];
  if (operator === undefined || operator === ',') {
    return labels => key in labels;
  }
  list.shift();
  if (operator === 'in' || operator === 'notin') {
    const values = parseValues(list);
    return operator === 'in'
      ? labels => key in labels && values.has(labels[key])
      : labels => !(key in labels) || !values.has(labels[key]);
  }
  if (operator === '=' || operator === '==' || operator === '!=') {
    const value = list[0] === undefined || list[0] === ',' ? '' : list.shift()!;
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  return fail(operator, 'in, notin, =, ==, !=, gt, lt');
}

function parseLabels(text: string): LabelTest[] {
  const list = tokens(text);
  const tests: LabelTest[] = [];
  while (list.length > 0) {
    tests.push(parseRequirement(list));
    const next = list.shift();
    if (next !== undefined && next !== ',') {
      throw errors.badRequest(
        `found '${next}', expected: ',' or 'end of string'`,
      );
    }
  }
  return tests;
}

/** Field labels that built-in kinds know beyond name and namespace. */
const FIELDS: Record<string, string[]> = {
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Secret: ['type'],
  Namespace: ['status.phase'],
  Node: ['spec.unschedulable'],
  ReplicaSet: ['status.replicas'],
  Job: ['status.successful'],
};

function fieldValue(object: any, label: string): string {
  const value = label
    .split('.')
    .reduce((at: any, name) => (at === undefined ? at : at[name]), object);
  if (label === 'source') {
    return object.source?.component ?? object.reportingComponent ?? '';
  }
  return value === undefined ? '' : String(value);
}

function parseFields(text: string, kind: Kind): Matcher[] {
  const known = ['metadata.name', 'metadata.namespace'];
  const more = kind.custom ? [] : FIELDS[kind.kind] ?? [];
  return text
    .split(',')
    .filter(part => part !== '')
    .map(part => {
      const found = /^([^=!]*?)(!=|==|=)(.*)$/s.exec(part);
      if (!found) {
        throw errors.badRequest(
          `invalid selector: '${text}'; can't understand '${part}'`,
        );
      }
      const [, label, operator, value] = found;
      if (!known.includes(label) && !more.includes(label)) {
        throw errors.badRequest(
          kind.custom || more.length
            ? `field label not supported: ${label}`
            : `"${label}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
        );
      }
      return operator === '!='
        ? (object: KubeObject) => fieldValue(object, label) !== value
        : (object: KubeObject) => fieldValue(object, label) === value;
    });
}

/** What `labelSelector` and `fieldSelector` of a request let through; undefined without selectors. */
export function parseSelectors(
  query: URLSearchParams,
  kind: Kind,
): Matcher | undefined {
  const labels = parseLabels(query.get('labelSelector') ?? '');
  const fields = parseFields(query.get('fieldSelector') ?? '', kind);
  if (labels.length + fields.length === 0) {
    return undefined;
  }
  return object =>
    labels.every(test => test(object.metadata.labels ?? {})) &&
    fields.every(test => test(object));
}
