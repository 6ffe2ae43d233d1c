/** RFC 7386. */
export function mergePatch(target: any, patch: any): any {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
    return patch;
  }
  const out: any =
    typeof target === 'object' && target !== null && !Array.isArray(target)
      ? { ...target }
      : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      delete out[name];
    } else {
      out[name] = mergePatch(out[name], value);
    }
  }
  return out;
}
