/** Which of the three servers was asked. */
export type Service = 'entra' | 'resourceManager' | 'identity';

/** One request; nothing in it opens anything: no header, no token, no form. */
export interface LoggedRequest {
  service: Service;
  method: string;
  /** As it came, without the query. */
  path: string;
  query: Record<string, string>;
  /** 0 while unanswered and after a client that broke off. */
  status: number;
  /** Milliseconds since the epoch. */
  at: number;
  /** Who asked, as far as that was said. */
  clientId?: string;
  tenantId?: string;
  /** Of a request for a token. */
  scope?: string;
  credential?: 'secret' | 'assertion' | 'managed-identity';
  /** Number behind `AADSTS` of a refused request for a token. */
  code?: number;
}

/** What the emulator was asked, oldest first. */
export class RequestLog {
  readonly requests: LoggedRequest[] = [];
  readonly #open = new Map<Service, number>();
  readonly #peaks = new Map<Service, number>();

  /** Notes a request; the answer's status is filled in by whoever answers. */
  begin(request: LoggedRequest): { end(status: number): void } {
    const { service } = request;
    this.requests.push(request);
    const open = (this.#open.get(service) ?? 0) + 1;
    this.#open.set(service, open);
    this.#peaks.set(service, Math.max(open, this.#peaks.get(service) ?? 0));
    return {
      end: status => {
        request.status = status;
        this.#open.set(service, this.#open.get(service)! - 1);
      },
    };
  }

  /** Requests for a token, of all or of one client, for all or for one scope (or resource). */
  tokenRequests(
    only: { clientId?: string; scope?: string } = {},
  ): LoggedRequest[] {
    return this.requests.filter(
      ({ scope, clientId }) =>
        scope !== undefined &&
        (only.scope === undefined || scope.includes(only.scope)) &&
        (only.clientId === undefined || clientId === only.clientId),
    );
  }

  /** How many requests to a service were under way at the same time at most. */
  peak(service: Service): number {
    return this.#peaks.get(service) ?? 0;
  }

  clear(): void {
    this.requests.length = 0;
    this.#peaks.clear();
  }
}
