import type { Fact } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { visibleText } from '../visibleText';

/** The facts of a resource by name, their values fit to be shown. */
export type FactMap = Partial<Record<string, string>>;

export function toFactMap(facts: readonly Fact[]): FactMap {
  return Object.fromEntries(
    facts.map(({ name, value }) => [name, visibleText(value)]),
  );
}
