import { createPipelineRequest } from '@azure/core-rest-pipeline';
import type { AzureSession } from '../credentials/AzureSession';
import { ArmCalls } from './ArmCalls';

describe('ArmCalls', () => {
  const signal = new AbortController().signal;
  const calls = new ArmCalls({
    signal,
    session: {
      clientOptions: {
        endpoint: 'https://management.azure.com',
        credentials: { scopes: [] },
      },
    } as unknown as AzureSession,
  });
  const { policy } = calls.clientOptions.additionalPolicies!.at(-1)!;

  it('sends no token to another host that a next page names', async () => {
    const next = jest.fn();
    await expect(
      policy.sendRequest(
        createPipelineRequest({ url: 'https://evil.example.com/page2' }),
        next,
      ),
    ).rejects.toThrow('another host');
    expect(next).not.toHaveBeenCalled();
  });

  it('gives every page the signal, and keeps what a refusal said', async () => {
    const request = createPipelineRequest({
      url: 'https://management.azure.com/page2',
    });
    const next = jest.fn(async () => ({ status: 403, bodyAsText: 'no' }));
    await policy.sendRequest(request, next as never);
    expect(request.abortSignal).toBe(signal);
    expect(calls.refusal).toBe('no');
  });
});
