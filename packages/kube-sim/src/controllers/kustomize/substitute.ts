import { readYaml } from '../runtime/readYaml';
import { BuildError } from './BuildError';

const EXPRESSION = /\$?\$\{([A-Za-z_][A-Za-z0-9_]*)(?::[=-]([^}]*))?\}/g;

function expand(text: string, variables: Record<string, string>): unknown {
  const result = text.replace(EXPRESSION, (match, name, fallback) => {
    if (match.startsWith('$$')) return match.slice(1);
    const value = variables[name] ?? fallback;
    // Strict since Flux 2.9.
    if (value === undefined) {
      throw new BuildError(
        `envsubst error: variable not set (strict mode): "${name}"`,
      );
    }
    return String(value);
  });
  // Flux substitutes in YAML text: a value that is one expression gets the type its text has there.
  return /^\$\{[^}]*\}$/.test(text) ? readYaml(result) : result;
}

/** `spec.postBuild.substitute`: `${name}`, `${name:=default}`, `${name:-default}`; `$${name}` stays as `${name}`. */
export function substitute(value: any, variables: Record<string, string>): any {
  if (typeof value === 'string') {
    return value.includes('${') ? expand(value, variables) : value;
  }
  if (Array.isArray(value)) {
    return value.map(item => substitute(item, variables));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      substitute(item, variables),
    ]),
  );
}
