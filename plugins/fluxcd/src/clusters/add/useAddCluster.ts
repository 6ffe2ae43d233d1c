import { useApi } from '@backstage/core-plugin-api';
import { toError } from '@backstage/errors';
import type {
  Cluster,
  ConnectionTest,
} from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { fluxcdApiRef } from '@flux-orchestrator/backstage-plugin-fluxcd-react';
import { useCallback, useRef, useState } from 'react';
import { EMPTY_FIELDS, type AddClusterFields } from './AddClusterFields';
import { credentialsOf } from './credentialsOf';
import { hasCredentials, validateFields } from './validateFields';

const CREDENTIALS = [
  'method',
  'kubeconfig',
  'context',
  'server',
  'certificateAuthority',
  'token',
  'tlsServerName',
] as const;

/** The backend leads with the field that another cluster has: its name, or its server. */
function isNameTaken(error: Error): boolean {
  const cause = (error as { cause?: unknown }).cause;
  const said = cause instanceof Error ? cause : error;
  return said.name === 'ConflictError' && said.message.startsWith('name:');
}

/**
 * The state of the form: what is entered, what a test of it found, and adding it. A test result is
 * dropped when the credentials change, so that none is shown for other credentials than its own.
 */
export function useAddCluster(onAdded: (cluster: Cluster) => void) {
  const api = useApi(fluxcdApiRef);
  const [fields, setFields] = useState(EMPTY_FIELDS);
  const [result, setResult] = useState<ConnectionTest>();
  const [testError, setTestError] = useState<Error>();
  const [addError, setAddError] = useState<Error>();
  const [busy, setBusy] = useState<'test' | 'add'>();
  const [takenName, setTakenName] = useState<string>();
  const [allowFailed, setAllowFailed] = useState(false);
  /** What was asked of the form: only fields that it takes are called wrong while they are empty. */
  const [asked, setAsked] = useState<'test' | 'add'>();
  /** Counts changes of the credentials: the answer of a test for older ones is ignored. */
  const generation = useRef(0);

  const update = useCallback((change: Partial<AddClusterFields>) => {
    setFields(old => ({ ...old, ...change }));
    setAddError(undefined);
    if (CREDENTIALS.some(field => field in change)) {
      generation.current += 1;
      setResult(undefined);
      setTestError(undefined);
      setAllowFailed(false);
    }
  }, []);

  const errors = validateFields(fields);

  const runTest = async (): Promise<ConnectionTest | undefined> => {
    const mine = generation.current;
    setResult(undefined);
    setTestError(undefined);
    try {
      const tested = await api.testConnection({
        body: { credentials: credentialsOf(fields) },
      });
      if (mine !== generation.current) return undefined;
      setResult(tested);
      return tested;
    } catch (error) {
      if (mine === generation.current) setTestError(toError(error));
      return undefined;
    }
  };

  /** Answers whether the fields allowed it. */
  const test = (): boolean => {
    setAsked(old => old ?? 'test');
    if (!hasCredentials(errors)) return false;
    setBusy('test');
    runTest().finally(() => setBusy(undefined));
    return true;
  };

  /** Tests first, unless that is done. Answers whether the fields allowed it. */
  const add = (): boolean => {
    setAsked('add');
    setAddError(undefined);
    if (Object.keys(errors).length || fields.name === takenName) return false;
    const create = async () => {
      const tested = result?.ok || allowFailed ? result : await runTest();
      if (!tested || (!tested.ok && !allowFailed)) return;
      try {
        const cluster = await api.createCluster({
          body: {
            name: fields.name,
            title: fields.title.trim() || undefined,
            description: fields.description.trim() || undefined,
            environment: fields.environment.trim() || undefined,
            credentials: credentialsOf(fields),
            allowFailedTest: allowFailed || undefined,
          },
        });
        setFields(EMPTY_FIELDS);
        onAdded(cluster);
      } catch (error) {
        const refusal = toError(error);
        if (isNameTaken(refusal)) setTakenName(fields.name);
        else setAddError(refusal);
      }
    };
    setBusy('add');
    create().finally(() => setBusy(undefined));
    return true;
  };

  return {
    fields,
    update,
    errors,
    asked,
    takenName,
    result,
    testError,
    addError,
    busy,
    allowFailed,
    setAllowFailed,
    test,
    add,
  };
}
