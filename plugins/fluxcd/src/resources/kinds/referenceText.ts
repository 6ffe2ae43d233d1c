import type { FactReference } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../FluxcdTranslate';
import { visibleText } from '../visibleText';

/** An object in words; of a name `*`, which objects are meant. */
export function referenceText(
  reference: FactReference,
  t: FluxcdTranslate,
): string {
  const words = {
    kind: visibleText(reference.kind),
    namespace: visibleText(reference.namespace),
    name: visibleText(reference.name),
  };
  let text: string;
  if (reference.name === '*') text = t('resources.kind.value.any', words);
  else if (reference.namespace) text = t('resources.detail.reference', words);
  else text = t('resources.detail.referenceClusterScoped', words);
  return reference.labels
    ? t('resources.kind.value.labelled', {
        reference: text,
        labels: visibleText(reference.labels),
      })
    : text;
}
