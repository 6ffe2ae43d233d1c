import { KubernetesError } from '../kubernetes/KubernetesError';

/** Awaits a failure that is a KubernetesError, and that shows nothing of the credential `canary-token-5f3a`. */
export async function expectKubernetesError(
  work: Promise<unknown>,
): Promise<KubernetesError> {
  const error = await work.then(
    () => undefined,
    e => e,
  );
  // eslint-disable-next-line jest/no-standalone-expect
  expect(error).toBeInstanceOf(KubernetesError);
  expect(error.message).not.toContain('canary-token-5f3a');
  expect(error.cause).toBeUndefined();
  return error;
}
