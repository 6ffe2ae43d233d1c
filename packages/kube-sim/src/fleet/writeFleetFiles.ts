import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ClusterServer } from '../cluster/ClusterServer';
import { ClusterDefinition } from './FleetDefinition';

/** Writes what users and the demo's seeding read: a kubeconfig per cluster and identity, and `fleet.json`. */
export function writeFleetFiles(options: {
  folder: string;
  clusters: Array<{ definition: ClusterDefinition; server: ClusterServer }>;
}): { kubeconfigs: string; fleet: string } {
  const { folder, clusters } = options;
  const kubeconfigs = join(folder, 'kubeconfigs');
  const fleet = join(folder, 'fleet.json');
  // Files of clusters that are no longer there would mislead.
  rmSync(kubeconfigs, { recursive: true, force: true });
  mkdirSync(kubeconfigs, { recursive: true, mode: 0o700 });
  const write = (path: string, text: string) =>
    writeFileSync(path, text, { mode: 0o600 });
  const entries = clusters.map(({ definition, server }) => {
    const { name, title, description, environment, labels } = definition;
    const kubeconfig = join(kubeconfigs, `${name}.yaml`);
    write(kubeconfig, server.kubeconfig('fluxcd'));
    write(join(kubeconfigs, `${name}.admin.yaml`), server.kubeconfig('admin'));
    return { name, title, description, environment, labels, kubeconfig };
  });
  write(fleet, `${JSON.stringify(entries, null, 2)}\n`);
  return { kubeconfigs, fleet };
}
