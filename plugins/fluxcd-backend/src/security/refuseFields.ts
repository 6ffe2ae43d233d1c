import { InputError } from '@backstage/errors';
import { quoteName } from './quoteName';

/**
 * The text fields of a mapping by allow-list. A field that is refused says why; one that nobody knows is refused
 * too, since it may be a way to sign in or a path.
 */
export function refuseFields(
  mapping: Record<string, unknown>,
  path: string,
  rules: { known: readonly string[]; refused: Record<string, string> },
): Record<string, string | undefined> {
  const fields: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(mapping)) {
    if (Object.hasOwn(rules.refused, name)) {
      throw new InputError(`${path}.${name} ${rules.refused[name]}`);
    }
    if (!rules.known.includes(name)) {
      throw new InputError(
        `${path} must not hold the field ${quoteName(name)}`,
      );
    }
    if (name === 'extensions') {
      continue;
    }
    if (typeof value !== 'string') {
      throw new InputError(`${path}.${name} must be a text`);
    }
    fields[name] = value;
  }
  return fields;
}
