import { BuildError } from './BuildError';

/** `spec.postBuild.substitute`: `${name}`, `${name:=default}`, `${name:-default}`; `$${name}` stays as `${name}`. */
export function substitute<T>(
  objects: T,
  variables: Record<string, string>,
): T {
  const text = JSON.stringify(objects).replace(
    /\$?\$\{([A-Za-z_][A-Za-z0-9_]*)(?::[=-]([^}]*))?\}/g,
    (match, name, fallback) => {
      if (match.startsWith('$$')) return match.slice(1);
      const value = variables[name] ?? fallback;
      // Strict since Flux 2.9.
      if (value === undefined) {
        throw new BuildError(
          `envsubst error: variable not set (strict mode): "${name}"`,
        );
      }
      return JSON.stringify(String(value)).slice(1, -1);
    },
  );
  return JSON.parse(text);
}
