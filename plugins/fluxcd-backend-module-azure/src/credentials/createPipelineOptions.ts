import type { HttpClient, PipelineOptions } from '@azure/core-rest-pipeline';
import type { AzureCloud } from '../clouds/AzureCloud';
import { loadSdk } from '../clusters/loadSdk';

/** The SDK has no time limit of its own. Milliseconds per request; each retry has its own. */
const REQUEST_TIMEOUT_MS = 15_000;

/** How every client of the SDK, and every credential, talks to a cloud. Make it once per session: it holds the connections. */
export function createPipelineOptions(
  cloud: AzureCloud,
): PipelineOptions & { httpClient: HttpClient } {
  const client = loadSdk.pipeline().createDefaultHttpClient();
  return {
    // A policy would not do: the credential of managed identities replaces those it is given by its own.
    httpClient: {
      sendRequest(request) {
        request.timeout = request.timeout || REQUEST_TIMEOUT_MS;
        return client.sendRequest(request);
      },
    },
    ...(cloud.certificateAuthority && {
      tlsOptions: { ca: cloud.certificateAuthority },
    }),
    userAgentOptions: { userAgentPrefix: 'backstage-fluxcd' },
  };
}
