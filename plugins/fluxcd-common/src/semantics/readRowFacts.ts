import type { FluxObject } from './FluxObject';
import { readFacts } from './readFacts';
import { readObject } from './readObject';
import { ROW_FACTS } from './ROW_FACTS';

/** Longest value of a row, in characters. */
const MAX_VALUE_LENGTH = 200;
/** Facts that may name objects of several kinds; of the others the kind goes without saying. */
const MIXED = ['eventSources', 'triggers', 'sources'];
/** Names of a list that a row has room for. */
const MAX_NAMES = 3;

/**
 * The few facts of an object that a list shows in columns of their own, by name; of facts that name
 * objects, the first names (`Kustomization/apps, HelmRelease/*, +2`). Empty for kinds without such columns.
 * @public
 */
export function readRowFacts(object: FluxObject): Record<string, string> {
  const { kind } = readObject(object);
  const wanted = Object.hasOwn(ROW_FACTS, kind) ? ROW_FACTS[kind] : [];
  if (!wanted.length) return {};
  const facts = readFacts(object);
  return Object.fromEntries(
    wanted.flatMap(name => {
      const fact = facts.find(f => f.name === name);
      if (!fact) return [];
      const { references } = fact;
      const shown = references
        ?.slice(0, MAX_NAMES)
        .map(r => (MIXED.includes(name) ? `${r.kind}/${r.name}` : r.name));
      const rest = Number(fact.value) - MAX_NAMES;
      const text = shown
        ? [...shown, ...(rest > 0 ? [`+${rest}`] : [])].join(', ')
        : fact.value;
      return [
        [
          name,
          text.length > MAX_VALUE_LENGTH
            ? `${text.slice(0, MAX_VALUE_LENGTH - 1)}…`
            : text,
        ],
      ];
    }),
  );
}
