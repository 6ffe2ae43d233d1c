import type { AzureSim } from '../startAzureSim';

/** Configuration of the portal that adds the emulator as a cloud of its own. */
export function overlay(sim: AzureSim): string {
  const pem = sim.caPem.trim().split('\n');
  return [
    '# Written at every `./dev start --azure`: the emulated Azure on this machine, as a cloud. Not Azure.',
    'fluxcd:',
    '  clusters:',
    '    # The simulated API servers listen on loopback.',
    '    allowedCidrs:',
    '      - 127.0.0.0/8',
    '  azure:',
    '    clouds:',
    '      - name: demo',
    '        title: Emulated Azure (demo)',
    `        authorityHost: ${sim.authorityHost}`,
    `        resourceManagerEndpoint: ${sim.resourceManagerEndpoint}`,
    `        resourceManagerAudience: ${sim.resourceManagerAudience}`,
    '        # A cloud needs one; this one has no portal, and the name leads nowhere.',
    '        portalUrl: https://portal.azure-sim.invalid',
    '        certificateAuthority: |',
    ...pem.map(line => `          ${line}`),
    '',
  ].join('\n');
}
