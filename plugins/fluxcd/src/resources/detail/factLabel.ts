import type { FluxcdTranslate } from '../FluxcdTranslate';
import { resources } from '../../translation/resources';

type FactName = keyof typeof resources.detail.fact;

/** How a fact of a spec is called; a name that came after this version is made readable. */
export function factLabel(name: string, t: FluxcdTranslate): string {
  if (Object.hasOwn(resources.detail.fact, name))
    return t(`resources.detail.fact.${name as FactName}`);
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
