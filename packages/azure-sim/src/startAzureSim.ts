import type { TokenIssuer } from '@internal/kube-sim';
import { Access } from './arm/Access';
import { serveResourceManager } from './arm/serveResourceManager';
import { AzureControl } from './AzureControl';
import { certificates } from './certificates';
import { AksFleet } from './clusters/AksFleet';
import { PUBLIC_ARM_AUDIENCE, TOKEN_EXCHANGE_AUDIENCE } from './constants';
import { Directory } from './directory/Directory';
import { SigningKey } from './directory/SigningKey';
import { tokenIssuer } from './directory/tokenIssuer';
import { serveEntra } from './entra/serveEntra';
import { Faults } from './http/Faults';
import { LoopbackServer, type Handler } from './http/LoopbackServer';
import { RequestLog, type Service } from './http/RequestLog';
import { IDENTITY_HEADER, serveIdentity } from './identity/serveIdentity';
import type { AzureSimOptions } from './options';

/** Issuer of {@link AzureSim.assertion}: stands for the OIDC issuer of the cluster that the portal runs in. */
const ASSERTION_ISSUER = 'https://oidc.azure-sim.invalid/';

export interface AzureSim {
  /** Entra ID, HTTPS. */
  authorityHost: string;
  /** Resource Manager, HTTPS. */
  resourceManagerEndpoint: string;
  resourceManagerAudience: string;
  /** Of both, PEM. */
  caPem: string;
  /** Managed identity in the manner of App Service: values for `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`; plain HTTP. */
  identity: { endpoint: string; header: string; host: string };
  /** What API servers verify the tokens for clusters with, of the first tenant. */
  tokenIssuer: TokenIssuer;
  log: RequestLog;
  control: AzureControl;
  /** A signed assertion for a federated credential, such as a cluster mounts it; valid for an hour. */
  assertion(options: {
    subject: string;
    issuer?: string;
    audience?: string;
    /** Negative for one that expired. */
    ttlSeconds?: number;
  }): string;
  /** A token as Entra would issue it, with any claims: for what Entra would not do. */
  forge(claims: Record<string, unknown>): string;
  stop(): Promise<void>;
}

/** Starts Entra ID, Resource Manager and the API servers of its clusters on loopback. */
export async function startAzureSim(
  options: AzureSimOptions,
): Promise<AzureSim> {
  const { folder, ports = {}, pageSize = 100, tenants } = options;
  const audience = options.resourceManagerAudience ?? PUBLIC_ARM_AUDIENCE;
  const [tls, key, assertionKey] = await Promise.all([
    certificates(folder),
    SigningKey.open('entra', folder),
    SigningKey.open('assertions', folder),
  ]);
  const [{ tenantId: firstTenant }] = tenants;
  const subscriptions = options.subscriptions.map(subscription => ({
    ...subscription,
    tenantId: subscription.tenantId ?? firstTenant,
  }));
  const access = new Access(subscriptions);
  const directory = new Directory({
    tenants,
    key,
    assertions: { issuer: ASSERTION_ISSUER, key: assertionKey },
    resourceManagerAudience: audience,
  });
  const fleet = await AksFleet.start({
    clusters: options.clusters ?? [],
    issuerOf: tenantId => tokenIssuer(key, tenantId),
    tenantOf: id => {
      const found = subscriptions.find(
        ({ subscriptionId }) =>
          subscriptionId.toLowerCase() === id.toLowerCase(),
      );
      if (!found) throw new Error(`No subscription ${id}`);
      return found.tenantId;
    },
  });

  const log = new RequestLog();
  const faults = new Faults();
  const running: LoopbackServer[] = [];
  const stop = async () => {
    await Promise.all([...running.map(server => server.stop()), fleet.stop()]);
  };
  const serve = async (service: Service, handler: Handler) => {
    const server = await LoopbackServer.start({
      service,
      handler,
      faults,
      log,
      port: ports[service],
      // Managed identities are asked in the clear, on the machine itself.
      ...(service !== 'identity' && { tls }),
    });
    running.push(server);
    return server;
  };
  try {
    const servers = {
      entra: await serve('entra', serveEntra({ directory, key })),
      resourceManager: await serve(
        'resourceManager',
        serveResourceManager({
          key,
          audience,
          access,
          fleet,
          pageSize,
          placeholderCa: tls.caPem,
        }),
      ),
      identity: await serve('identity', serveIdentity(directory)),
    };
    return {
      authorityHost: servers.entra.url,
      resourceManagerEndpoint: servers.resourceManager.url,
      resourceManagerAudience: audience,
      caPem: tls.caPem,
      identity: {
        endpoint: `${servers.identity.url}/msi/token`,
        header: IDENTITY_HEADER,
        host: servers.identity.url,
      },
      tokenIssuer: tokenIssuer(key, firstTenant),
      log,
      control: new AzureControl({
        faults,
        directory,
        access,
        fleet,
        servers,
        pageSize,
      }),
      assertion: ({ subject, issuer, audience: to, ttlSeconds = 3600 }) => {
        const now = Math.floor(Date.now() / 1000);
        return assertionKey.sign({
          iss: issuer ?? ASSERTION_ISSUER,
          sub: subject,
          aud: to ?? TOKEN_EXCHANGE_AUDIENCE,
          iat: now,
          exp: now + ttlSeconds,
        });
      },
      forge: claims => key.sign(claims),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
