// Loaded into a replica before anything else, its worker threads included: replaces named pieces of source text as
// files are loaded. Plain JavaScript, because nothing is there yet that would translate TypeScript.
const dns = require('node:dns');
const { appendFileSync, readFileSync } = require('node:fs');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');
const { threadId } = require('node:worker_threads');
const { addHook } = require('pirates');

const { root, substitutions, applied } = JSON.parse(
  readFileSync(process.env.FLEET_LAB_SUBSTITUTIONS, 'utf8'),
);

addHook(
  (code, filename) => {
    const file = path.relative(root, filename);
    let text = code;
    substitutions.forEach(({ file: wanted, find, replace }, index) => {
      if (wanted !== file) return;
      if (text.split(find).length !== 2) {
        throw new Error(`${file} does not hold exactly once: ${find}`);
      }
      text = text.replace(find, () => replace);
      appendFileSync(applied, `${index}\n`);
    });
    return text;
  },
  { extensions: ['.ts'], ignoreNodeModules: true },
);

// How far its clock is off, for the clock of scaled time.
globalThis.fleetLabSkew = 0;
setInterval(() => {
  try {
    globalThis.fleetLabSkew = Number(readFileSync(`${applied}.skew`, 'utf8'));
  } catch {
    // No file descriptor is left, perhaps: that is what is being tested.
  }
}, 100).unref();

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');

// What this thread holds when there is no garbage left, each time that the lab asks.
let asked = '0';
setInterval(() => {
  try {
    const now = readFileSync(`${applied}.asked`, 'utf8');
    if (now === asked) return;
    asked = now;
    collectGarbage();
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    appendFileSync(
      `${applied}.held`,
      `${asked} ${threadId} ${heapUsed + external}\n`,
    );
  } catch {
    // As above.
  }
}, 100).unref();

// Names below `lab.test` resolve to what the lab wrote down last.
const resolve = dns.lookup;

dns.lookup = function lookup(hostname, options, callback) {
  if (!String(hostname).endsWith('.lab.test')) {
    return resolve.call(dns, hostname, options, callback);
  }
  const answer = typeof options === 'function' ? options : callback;
  const names = JSON.parse(readFileSync(`${applied}.names`, 'utf8'));
  const found = names[hostname];
  process.nextTick(() => {
    if (Array.isArray(found)) {
      const addresses = found.map(address => ({ address, family: 4 }));
      if (options?.all) answer(null, addresses);
      else answer(null, found[0], 4);
    } else {
      const code = found ?? 'ENOTFOUND';
      answer(Object.assign(new Error(`${code} ${hostname}`), { code }));
    }
  });
  return undefined;
};
