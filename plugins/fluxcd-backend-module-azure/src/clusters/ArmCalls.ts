import type {
  PipelinePolicy,
  PipelineResponse,
} from '@azure/core-rest-pipeline';
import type { AzureSession } from '../credentials/AzureSession';
import { UnusableAnswerError } from './UnusableAnswerError';

/**
 * Makes up for what the pager of the SDK forgets on every page but the first: the signal that ends the call, and what
 * Resource Manager said when it refused. It also keeps the token from any other host that a link to a next page names.
 */
export class ArmCalls {
  readonly #session: AzureSession;
  readonly #signal: AbortSignal;
  #refusal: string | undefined;

  constructor(options: { session: AzureSession; signal: AbortSignal }) {
    this.#session = options.session;
    this.#signal = options.signal;
  }

  /** The body of the last answer that was an error, as it came: to read the code from, never for people. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Options for a client of the SDK; one object per listing, so that refusals do not mix. */
  get clientOptions(): AzureSession['clientOptions'] {
    const { clientOptions } = this.#session;
    const policy: PipelinePolicy = {
      name: 'fluxcdArmCalls',
      sendRequest: async (request, next): Promise<PipelineResponse> => {
        if (
          new URL(request.url).origin !== new URL(clientOptions.endpoint).origin
        ) {
          throw new UnusableAnswerError('Azure sent a link to another host.');
        }
        request.abortSignal ??= this.#signal;
        const response = await next(request);
        if (response.status >= 400) {
          this.#refusal = response.bodyAsText ?? undefined;
        }
        return response;
      },
    };
    return {
      ...clientOptions,
      additionalPolicies: [
        ...(clientOptions.additionalPolicies ?? []),
        { policy, position: 'perCall' },
      ],
    } as AzureSession['clientOptions'];
  }
}
