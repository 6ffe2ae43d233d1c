import {
  type ActionSupport,
  type FluxObject,
  type ObjectReference,
  readReverter,
  readSuspension,
  releaseRefusal,
  type ResourceDetail,
  resumeRefusal,
  suspendRefusal,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { scrub } from '../security/scrub';

/** What can be done to an object as it stands, and who suspended it. `link`: adds the resource id. */
export function describeActions(
  object: FluxObject,
  link: (reference: ObjectReference) => ObjectReference,
): Pick<
  ResourceDetail,
  'suspend' | 'resume' | 'force' | 'reset' | 'suspension'
> {
  const reverter = readReverter(object);
  const revertedBy = reverter && link(reverter);
  const release = support(releaseRefusal(object));
  const suspension = readSuspension(object);
  return {
    suspend: { ...support(suspendRefusal(object)), revertedBy },
    resume: { ...support(resumeRefusal(object)), revertedBy },
    force: release,
    reset: release,
    suspension: suspension && {
      by: suspension.by && scrub(suspension.by),
      reason: suspension.reason && scrub(suspension.reason),
      at: suspension.at,
    },
  };
}

function support(refusal: string | undefined): ActionSupport {
  return { supported: refusal === undefined, refusal };
}
