import {
  createAzureConnectionSchema,
  updateAzureConnectionSchema,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { FluxcdTranslate } from '../../resources/FluxcdTranslate';
import type { AzureFields, FilterFields } from './AzureFields';
import { linesOf } from './linesOf';
import { toChange, toConnection } from './toConnection';

/** Where an error is shown: a field, or one of a filter. */
export type AzureField =
  | Exclude<keyof AzureFields, 'include' | 'exclude' | 'mode'>
  | `${'include' | 'exclude'}.${keyof FilterFields}`;

/** A field that is not right, and the sentence that says so. */
export type AzureErrors = Partial<Record<AzureField, string>>;

interface Issue {
  path: PropertyKey[];
  message: string;
  errors?: Issue[][];
}

/** The field's own label. */
export function labelOf(field: AzureField, t: FluxcdTranslate): string {
  const [filter, part] = field.split('.') as [
    'include' | 'exclude',
    keyof FilterFields,
  ];
  if (!part) return t(`azure.form.${field as keyof AzureErrors & 'name'}`);
  return t(`azure.form.${filter}Field`, { field: t(`azure.form.${part}`) });
}

/** The issue of the branch that was meant: of a union that is the one of the list, named last. */
function innermost(issue: Issue): Issue {
  const inner = issue.errors?.at(-1)?.[0];
  return inner ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}

/** What tags must look like before they are tags at all. */
function tagErrors(fields: AzureFields, t: FluxcdTranslate): AzureErrors {
  const errors: AzureErrors = {};
  for (const filter of ['include', 'exclude'] as const) {
    const seen = new Set<string>();
    for (const entry of linesOf(fields[filter].tags)) {
      const at = entry.indexOf('=');
      const key = entry.slice(0, at).trim();
      let rule: string | undefined;
      if (at < 1) rule = t('azure.form.tagRule');
      else if (seen.has(key)) rule = t('azure.form.tagTwice');
      seen.add(key);
      if (rule) {
        const field = `${filter}.tags` as const;
        const label = labelOf(field, t);
        errors[field] ??= t('azure.form.ruleOf', { field: label, entry, rule });
      }
    }
  }
  return errors;
}

/**
 * What is wrong with the form by the rules of the contract, field by field, before anything is sent. With `before` it
 * is a change of that.
 */
export function validateAzure(
  fields: AzureFields,
  before: AzureFields | undefined,
  t: FluxcdTranslate,
): AzureErrors {
  const errors = tagErrors(fields, t);
  const body = before ? toChange(before, fields) : toConnection(fields);
  // A form in which nothing changed is not wrong.
  if (Object.keys(body).length === 0) return errors;
  const schema = before
    ? updateAzureConnectionSchema
    : createAzureConnectionSchema;
  const { error } = schema.safeParse(body);
  for (const found of error?.issues ?? []) {
    const { path, message } = innermost(found as Issue);
    const [top, ...rest] = path.map(String);
    const isFilter = top === 'include' || top === 'exclude';
    const field = (isFilter ? `${top}.${rest[0]}` : top) as AzureField;
    const label = labelOf(field, t);
    const at = isFilter ? rest[1] : rest[0];
    const value = isFilter
      ? fields[top][rest[0] as keyof FilterFields]
      : String(fields[top as 'subscriptions']);
    const entry =
      at === undefined ? undefined : linesOf(value)[Number(at)] ?? at;
    errors[field] ??=
      entry === undefined
        ? t('azure.form.rule', { field: label, rule: message })
        : t('azure.form.ruleOf', { field: label, entry, rule: message });
  }
  return errors;
}
