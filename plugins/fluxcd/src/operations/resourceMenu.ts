import type {
  ActionSupport,
  ResourceDetail,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../resources/FluxcdTranslate';
import { visibleText } from '../resources/visibleText';
import type { ResourceAction } from './ResourceAction';
import { referenceText } from './referenceText';
import { revertedKind } from './revertedKind';

/** One entry of the menu of a resource. */
export interface ResourceMenuEntry {
  id: ResourceAction['type'] | 'withSource';
  label: string;
  /** What it does; when it cannot be used, why. */
  text: string;
  disabled: boolean;
}

/** What can be done to a resource, in a fixed order, and why not where it cannot. */
export function resourceMenu(
  detail: ResourceDetail,
  options: {
    /** The missing permission by action. */
    missing: Record<ResourceAction['type'], string | undefined>;
    busy: boolean;
    t: FluxcdTranslate;
  },
): ResourceMenuEntry[] {
  const { missing, busy, t } = options;
  const entry = (
    id: ResourceMenuEntry['id'],
    support: ActionSupport,
    note = '',
  ): ResourceMenuEntry => {
    const permission = missing[id === 'withSource' ? 'reconcile' : id];
    let refusal: string | undefined;
    if (permission) refusal = t('operations.forbidden', { permission });
    else if (!support.supported)
      refusal = visibleText(support.refusal ?? t('operations.unsupported'));
    else if (busy) refusal = t('operations.busy');
    return {
      id,
      label: t(`operations.action.${id}.label`),
      text: refusal ?? `${t(`operations.action.${id}.explain`)} ${note}`.trim(),
      disabled: refusal !== undefined,
    };
  };
  const { reconcile, suspend, resume, force, reset, resource } = detail;
  const again =
    resume.revertedBy &&
    t(`operations.suspendAgain.${revertedKind(resume.revertedBy)}`, {
      parent: referenceText(resume.revertedBy),
    });
  return [
    entry('reconcile', reconcile),
    entry(
      'withSource',
      reconcile.supported && !reconcile.withSource
        ? { supported: false, refusal: t('operations.noSource') }
        : reconcile,
    ),
    // On other kinds they never work: a reason would only be in the way.
    ...(resource.kind === 'HelmRelease'
      ? [entry('force', force), entry('reset', reset)]
      : []),
    resource.suspended || resume.supported
      ? entry('resume', resume, again)
      : entry('suspend', suspend),
  ];
}
