import type { StatusCause } from '../store/ApiError';
import type { KubeObject } from '../store/ObjectStore';

const CONFIG_LIMIT = 1024 * 1024;

function workload(object: KubeObject): StatusCause[] {
  const { spec } = object;
  if (spec?.replicas < 0) {
    return [
      {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${spec.replicas}: must be greater than or equal to 0`,
        field: 'spec.replicas',
      },
    ];
  }
  if (!spec?.selector) {
    return [
      {
        reason: 'FieldValueRequired',
        message: 'Required value',
        field: 'spec.selector',
      },
    ];
  }
  const labels = spec.template?.metadata?.labels ?? {};
  const wanted = Object.entries(spec.selector.matchLabels ?? {});
  return wanted.every(([name, value]) => labels[name] === value)
    ? []
    : [
        {
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${JSON.stringify(
            labels,
          )}: \`selector\` does not match template \`labels\``,
          field: 'spec.template.metadata.labels',
        },
      ];
}

function data(object: KubeObject): StatusCause[] {
  const values = [
    ...Object.values<any>(object.data ?? {}),
    ...Object.values<any>(object.binaryData ?? {}),
  ];
  const size = values.reduce(
    (sum, value) => sum + Buffer.byteLength(String(value)),
    0,
  );
  return size > CONFIG_LIMIT
    ? [
        {
          reason: 'FieldValueTooLong',
          message: `Too long: may not be more than ${CONFIG_LIMIT} bytes`,
          field: '[]',
        },
      ]
    : [];
}

/** The few rules for built-in kinds that clients of this suite may run into. */
export function validateBuiltin(
  group: string,
  object: KubeObject,
): StatusCause[] {
  if (group === 'apps' && object.kind !== 'ControllerRevision') {
    return workload(object);
  }
  return group === '' && object.kind === 'ConfigMap' ? data(object) : [];
}
