import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { toError } from '@backstage/errors';
import type {
  AzureConnection,
  AzureTest,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useRef, useState } from 'react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { type AzureFields, emptyFields, fieldsOf } from './AzureFields';
import { toChange, toConnection } from './toConnection';
import { validateAzure } from './validateAzure';

/**
 * The state of the form: what is entered, what a test of it found, and saving it. A test result is dropped when
 * anything changes, so that none is shown for another connection than its own.
 */
export function useAzureForm(options: {
  /** The one to change; absent for a new one. */
  connection?: AzureConnection;
  /** What a new one begins with. */
  cloud: string;
  onSaved: (connection: AzureConnection) => void;
}) {
  const { connection, cloud, onSaved } = options;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const api = useApi(fluxcdApiRef);
  // As it was when the form was opened: what others change meanwhile is not undone.
  const [before] = useState(() => connection && fieldsOf(connection));
  const [fields, setFields] = useState(() => before ?? emptyFields(cloud));
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState<'test' | 'save'>();
  const [result, setResult] = useState<AzureTest>();
  const [testError, setTestError] = useState<Error>();
  const [saveError, setSaveError] = useState<Error>();
  /** Counts changes: the answer of a test of what stood there before is ignored. */
  const generation = useRef(0);

  const errors = validateAzure(fields, before, t);
  const isRight = Object.keys(errors).length === 0;

  const update = (change: Partial<AzureFields>) => {
    setFields(old => ({ ...old, ...change }));
    generation.current += 1;
    setResult(undefined);
    setTestError(undefined);
    setSaveError(undefined);
  };

  /** Answers whether the fields allowed it. */
  const test = (): boolean => {
    setAsked(true);
    if (!isRight) return false;
    const mine = generation.current;
    const isMine = () => mine === generation.current;
    setBusy('test');
    setResult(undefined);
    setTestError(undefined);
    api
      .testNewAzureConnection({ body: toConnection(fields) })
      .then(tested => isMine() && setResult(tested))
      .catch(error => isMine() && setTestError(toError(error)))
      .finally(() => setBusy(undefined));
    return true;
  };

  const send = async (): Promise<AzureConnection> => {
    if (!connection || !before)
      return api.createAzureConnection({ body: toConnection(fields) });
    const body = toChange(before, fields);
    return Object.keys(body).length
      ? api.updateAzureConnection({
          params: { subscriptionId: connection.id },
          body,
        })
      : connection;
  };

  /** Answers whether the fields allowed it. */
  const save = (): boolean => {
    setAsked(true);
    setSaveError(undefined);
    if (!isRight) return false;
    setBusy('save');
    send()
      .then(onSaved)
      .catch(error => setSaveError(toError(error)))
      .finally(() => setBusy(undefined));
    return true;
  };

  return {
    fields,
    update,
    /** Nothing is called wrong before it was asked for. */
    errors: asked ? errors : {},
    busy,
    result,
    testError,
    saveError,
    test,
    save,
  };
}

/** What `useAzureForm` answers. */
export type AzureForm = ReturnType<typeof useAzureForm>;
