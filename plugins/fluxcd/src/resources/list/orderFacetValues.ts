import type { ResourceList } from '@flux-orchestrator/backstage-plugin-fluxcd-common';

export type FacetValue = ResourceList['facets']['kind'][number];

/**
 * The values of a facet as they are shown: chosen ones first, then as the server ordered them.
 * A chosen value that matches nothing any more stays with a count of 0; else it could not be unchosen.
 */
export function orderFacetValues(
  values: FacetValue[],
  selected: readonly string[],
): FacetValue[] {
  const missing = selected
    .filter(value => !values.some(v => v.value === value))
    .map(value => ({ value, count: 0 }));
  const isSelected = (v: FacetValue) => selected.includes(v.value);
  return [
    ...values.filter(isSelected),
    ...missing,
    ...values.filter(v => !isSelected(v)),
  ];
}
