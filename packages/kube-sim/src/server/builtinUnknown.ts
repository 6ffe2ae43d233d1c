import type { KubeObject } from '../store/ObjectStore';

const POD_SPEC =
  'activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets initContainers nodeName nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes workloadRef';

/** Fields of the specs that this suite writes; specs that are not here are not checked. */
const SPEC: Record<string, Set<string>> = {
  'apps/v1/Deployment': new Set(
    'minReadySeconds paused progressDeadlineSeconds replicas revisionHistoryLimit selector strategy template'.split(
      ' ',
    ),
  ),
  'v1/Pod': new Set(POD_SPEC.split(' ')),
};
const TOP: Record<string, Set<string>> = {
  'v1/ConfigMap': new Set(['binaryData', 'data', 'immutable']),
  'v1/Secret': new Set(['data', 'immutable', 'stringData', 'type']),
};
const POD_SPEC_FIELDS = new Set(POD_SPEC.split(' '));

function keep(
  value: any,
  known: Set<string>,
  path: string,
  unknown: string[],
): any {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).filter(([name]) => {
    if (!known.has(name)) {
      unknown.push(`${path}${name}`);
    }
    return known.has(name);
  });
  return Object.fromEntries(entries);
}

/** Drops the fields that some built-in kinds do not know and names them, as far as the tables above go. */
export function builtinUnknown(object: KubeObject): {
  object: KubeObject;
  unknown: string[];
} {
  const key = `${object.apiVersion}/${object.kind}`;
  const unknown: string[] = [];
  let out = object;
  if (SPEC[key]) {
    const spec = keep(object.spec, SPEC[key], 'spec.', unknown);
    if (spec?.template?.spec) {
      spec.template = {
        ...spec.template,
        spec: keep(
          spec.template.spec,
          POD_SPEC_FIELDS,
          'spec.template.spec.',
          unknown,
        ),
      };
    }
    out = { ...object, spec };
  }
  if (TOP[key]) {
    const { apiVersion, kind, metadata, ...rest } = object;
    out = { apiVersion, kind, metadata, ...keep(rest, TOP[key], '', unknown) };
  }
  return { object: out, unknown: unknown.sort() };
}
