// `yarn fluxcd:key`: makes a Fernet key for `fluxcd.encryption.keys`.
// The key goes to stdout alone, so that it can be piped; the rest goes to stderr.
import { randomBytes } from 'node:crypto';

console.log(`${randomBytes(32).toString('base64url')}=`);
console.error(`
Keep the key outside the repository, in a secret store: without it the
credentials of the clusters cannot be read again. Hand it to the backend as
the environment variable FLUXCD_ENCRYPTION_KEY, and add to app-config:

fluxcd:
  encryption:
    keys:
      - \${FLUXCD_ENCRYPTION_KEY}

To change the key, put the new one first and keep the old one below it until
the backend has started once: what the old key sealed is then sealed anew.`);
