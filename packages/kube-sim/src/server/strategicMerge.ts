import { Shape } from '../store/Shape';

function isMap(value: any): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mergeList(live: any[], patch: any[], shape: Shape): any[] {
  if (patch.some(item => item?.$patch === 'replace')) {
    return patch.filter(item => item?.$patch !== 'replace');
  }
  if (shape.isSet) {
    return [...live, ...patch.filter(item => !live.includes(item))];
  }
  // Strategic merge knows one key per list, the first of those that apply knows.
  const key = shape.keys?.[0];
  if (!key) {
    return patch;
  }
  let out = [...live];
  const added: any[] = [];
  for (const item of patch) {
    const at = out.findIndex(one => one[key] === item[key]);
    if (item.$patch === 'delete') {
      out = out.filter(one => one[key] !== item[key]);
    } else if (at >= 0) {
      out[at] = mergeMap(out[at], item, shape.item);
    } else {
      added.push(item);
    }
  }
  // New items come first (recordings/writes/patch-strategic-deployment.json).
  return [...added, ...out];
}

function mergeMap(live: any, patch: any, shape: Shape): any {
  const { $patch: directive, $retainKeys: retain, ...fields } = patch;
  if (directive === 'replace') {
    return fields;
  }
  let out = { ...live };
  if (Array.isArray(retain)) {
    out = Object.fromEntries(
      Object.entries(out).filter(([name]) => retain.includes(name)),
    );
  }
  for (const [name, value] of Object.entries<any>(fields)) {
    if (name.startsWith('$setElementOrder/')) {
      continue;
    }
    if (name.startsWith('$deleteFromPrimitiveList/')) {
      const list = name.slice(name.indexOf('/') + 1);
      out[list] = (out[list] ?? []).filter(
        (item: any) => !value.includes(item),
      );
      continue;
    }
    const below = shape.field(name);
    if (value === null || value?.$patch === 'delete') {
      delete out[name];
    } else if (Array.isArray(value)) {
      out[name] = mergeList(out[name] ?? [], value, below);
    } else if (isMap(value)) {
      out[name] = mergeMap(isMap(out[name]) ? out[name] : {}, value, below);
    } else {
      out[name] = value;
    }
  }
  return out;
}

/** Kubernetes' strategic merge patch for built-in kinds: maps merge, keyed lists merge by key. */
export function strategicMerge<T>(live: T, patch: any): T {
  return mergeMap(live, patch, new Shape({ custom: false }));
}
