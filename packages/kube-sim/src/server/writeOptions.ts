import type { StatusCause } from '../store/ApiError';
import { errors } from '../store/errors';

export interface WriteOptions {
  dryRun: boolean;
  validation: 'Ignore' | 'Strict' | 'Warn';
  force: boolean;
}

function unsupported(
  field: string,
  value: string,
  supported: string,
): StatusCause {
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${value}: supported values: ${supported}`,
    field,
  };
}

/** Reads the parameters that all writes share; `kind` names the options type in refusals. */
export function parseWriteOptions(
  query: URLSearchParams,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions',
  patch?: { isApply: boolean },
): WriteOptions {
  const causes: StatusCause[] = [];
  const dryRun = query.getAll('dryRun').filter(value => value !== '');
  if (dryRun.some(value => value !== 'All')) {
    causes.push(unsupported('dryRun', JSON.stringify(dryRun), '"All"'));
  }
  const validation = query.get('fieldValidation') ?? '';
  if (!['', 'Ignore', 'Strict', 'Warn'].includes(validation)) {
    causes.push(
      unsupported(
        'fieldValidation',
        JSON.stringify(validation),
        '"", "Ignore", "Strict", "Warn"',
      ),
    );
  }
  const manager = query.get('fieldManager') ?? '';
  if (Buffer.byteLength(manager) > 128) {
    causes.push({
      reason: 'FieldValueTooLong',
      message: 'Too long: may not be more than 128 bytes',
      field: 'fieldManager',
    });
  }
  const force = query.get('force');
  if (patch && !patch.isApply && force !== null) {
    causes.push({
      reason: 'FieldValueForbidden',
      message: 'Forbidden: may not be specified for non-apply patch',
      field: 'force',
    });
  }
  if (patch?.isApply && !manager) {
    causes.push({
      reason: 'FieldValueRequired',
      message: 'Required value: is required for apply patch',
      field: 'fieldManager',
    });
  }
  if (causes.length > 0) {
    throw errors.invalid({ group: 'meta.k8s.io', kind }, '', causes);
  }
  return {
    dryRun: dryRun.length > 0,
    validation: (validation || 'Warn') as WriteOptions['validation'],
    force: force === 'true' || force === '1',
  };
}
