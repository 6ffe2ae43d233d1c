import { createTranslationRef } from '@backstage/core-plugin-api/alpha';

/**
 * The words of the shared widgets: statuses, connection states, reasons.
 * @public
 */
export const fluxcdReactTranslationRef = createTranslationRef({
  id: 'fluxcd-react',
  messages: {
    status: {
      failed: 'Failed',
      progressing: 'Progressing',
      waiting: 'Waiting',
      suspended: 'Suspended',
      deleting: 'Deleting',
      unknown: 'Unknown',
      ready: 'Ready',
    },
    connection: {
      connecting: 'Connecting',
      connected: 'Connected',
      degraded: 'Degraded',
      disconnected: 'Disconnected',
      paused: 'Read on demand',
      stopped: 'Stopped',
      lastRead: 'Last read',
      lastContact: 'Last contact',
      neverReached: 'Never reached',
      reason: {
        dns: 'The server name cannot be resolved',
        'address-refused': 'The portal may not connect to this address',
        unreachable: 'The server cannot be reached',
        timeout: 'The server does not answer in time',
        tls: 'The TLS certificate is not trusted',
        unauthorized: 'The credentials are not accepted',
        forbidden: 'Access to some kinds is forbidden',
        'not-kubernetes': 'The server is not a Kubernetes API server',
        'flux-missing': 'Flux is not installed',
        'credentials-unreadable': 'The stored credentials cannot be decrypted',
        'rate-limited': 'The server asks the portal to slow down',
        'server-error': 'The server answers with errors',
        unknown: 'The cause is not known',
      },
    },
    revision: {
      copy: 'Copy revision {{revision}}',
      copied: 'Copied',
    },
    time: {
      justNow: 'just now',
    },
  },
});
