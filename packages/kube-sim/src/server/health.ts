import type { Context } from './Context';

const CHECKS = [
  'ping',
  'log',
  'etcd',
  'informer-sync',
  'poststarthook/start-apiextensions-controllers',
  'poststarthook/rbac/bootstrap-roles',
  'poststarthook/bootstrap-controller',
];

/** Answers /healthz, /livez and /readyz; false for other paths. */
export function health(context: Context): boolean {
  const found = /^\/(healthz|livez|readyz)$/.exec(context.info.path);
  if (!found) {
    return false;
  }
  if (!context.query.has('verbose')) {
    context.sendText(200, 'ok');
    return true;
  }
  const excluded = context.query.getAll('exclude');
  const checks = found[1] === 'readyz' ? [...CHECKS, 'shutdown'] : CHECKS;
  const lines = checks
    .filter(name => !excluded.includes(name))
    .map(name => `[+]${name} ok\n`);
  context.sendText(200, `${lines.join('')}${found[1]} check passed\n`);
  return true;
}
