import { resourceKinds } from '../../translation/resourceKinds';
import type { FluxcdTranslate } from '../FluxcdTranslate';

type KnownKind = keyof typeof resourceKinds.title;

/** The heading over what is special to a kind. */
export function kindTitle(kind: string, t: FluxcdTranslate): string {
  return Object.hasOwn(resourceKinds.title, kind)
    ? t(`resources.kind.title.${kind as KnownKind}`)
    : t('resources.kind.title.other');
}
