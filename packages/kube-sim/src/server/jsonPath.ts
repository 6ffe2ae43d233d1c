const STEP =
  /\.?([A-Za-z0-9_\-$]+(?:\\\.[A-Za-z0-9_\-]+)*)|\[\?\(@\.([\w.]+)\s*==\s*(?:"([^"]*)"|'([^']*)')\)\]|\[(\d+|\*)\]|\['([^']+)'\]/y;

type Step = (value: any) => unknown[];

function parse(path: string): Step[] | undefined {
  const steps: Step[] = [];
  let at = 0;
  while (at < path.length) {
    STEP.lastIndex = at;
    const found = STEP.exec(path);
    if (!found) {
      return undefined;
    }
    at = STEP.lastIndex;
    const [, name, filter, double, single, index, quoted] = found;
    if (filter !== undefined) {
      const wanted = double ?? single;
      steps.push(value =>
        Array.isArray(value)
          ? value.filter(item => String(jsonPath(item, filter)) === wanted)
          : [],
      );
    } else if (index === '*') {
      steps.push(value => Object.values(value));
    } else {
      const key = index ?? quoted ?? name.replace(/\\\./g, '.');
      steps.push(value => (value[key] === undefined ? [] : [value[key]]));
    }
  }
  return steps;
}

const parsed = new Map<string, Step[] | undefined>();

/**
 * The part of Kubernetes' JSONPath that printer columns use: fields, escaped dots, indexes and equality
 * filters. Undefined when nothing is there.
 */
export function jsonPath(object: unknown, path: string): unknown {
  if (!parsed.has(path)) {
    parsed.set(path, parse(path));
  }
  const steps = parsed.get(path);
  return steps?.reduce<unknown[]>(
    (found, step) =>
      found.flatMap(value =>
        value === undefined || value === null ? [] : step(value),
      ),
    [object],
  )[0];
}
