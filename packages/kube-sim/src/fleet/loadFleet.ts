import { readFileSync, readdirSync, statSync } from 'fs';
import { join, relative, sep } from 'path';
import { loadAll } from 'js-yaml';
import { duration } from '../controllers/runtime/duration';
import { readYaml } from '../controllers/runtime/readYaml';
import { ClusterDefinition, FleetDefinition } from './FleetDefinition';
import { Repository, Tree } from './Repository';
import { Upstreams } from './Upstreams';

/** `21d`, `50m`: as Go's durations, and days. */
function agoMs(text: string): number {
  const days = /^(\d+)d$/.exec(text);
  const ms = days ? Number(days[1]) * 86_400_000 : duration.parse(text);
  if (ms === undefined) throw new Error(`Not a time span: ${text}`);
  return ms;
}

function readTree(directory: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(directory, { recursive: true }).sort()) {
    const path = join(directory, String(entry));
    if (!statSync(path).isFile()) continue;
    files.set(
      relative(directory, path).split(sep).join('/'),
      readFileSync(path, 'utf8'),
    );
  }
  return files;
}

/** A revision holds the files of the one before it, overlaid with its own; an empty file removes. */
function overlay(base: Tree, change: Tree): Tree {
  const result = new Map(base);
  for (const [path, text] of change) {
    if (text.trim() === '') result.delete(path);
    else result.set(path, text);
  }
  return result;
}

function loadRepository(
  directory: string,
  options: { now: number; pastMs: number; upstreams: Upstreams },
): FleetDefinition['publications'] {
  const { now, pastMs, upstreams } = options;
  const config = readYaml(
    readFileSync(join(directory, 'repository.yaml'), 'utf8'),
  );
  const repository = new Repository(config);
  upstreams.add(repository);
  const later: FleetDefinition['publications'] = [];
  let tree: Tree = new Map();
  for (const { files, ago, message, author, tag } of config.revisions) {
    tree = overlay(tree, readTree(join(directory, files)));
    const revision = { tree, message, author, tag };
    const span = agoMs(ago);
    if (span >= pastMs) repository.push({ ...revision, at: now - span });
    else {
      later.push({
        repository: repository.name,
        agoMs: span,
        publish: at => {
          repository.push({ ...revision, at });
        },
      });
    }
  }
  return later;
}

/**
 * Reads a fleet from a directory: `fleet.yaml` (clusters and images), `clusters/NAME.yaml` (what is in each from the
 * start, unless `holds` names other files there) and `repositories/NAME/`. Another list names other clusters of it. Revisions older than `pastMs` are there at once, newer ones become publications.
 */
export function loadFleet(options: {
  directory: string;
  /** The file that lists the clusters, without its ending; default `fleet`. */
  list?: string;
  upstreams: Upstreams;
  /** Milliseconds since the epoch. */
  now: number;
  pastMs: number;
}): FleetDefinition {
  const { directory, upstreams, list = 'fleet' } = options;
  const read = (path: string) => readFileSync(join(directory, path), 'utf8');
  const { images = [] } = readYaml(read('fleet.yaml'));
  for (const { name, tags, faults = [] } of images) {
    if (tags) upstreams.addImage(name, tags);
    for (const { tag, fails, log } of faults) {
      upstreams.addFault(`${name}:${tag}`, { fails, log });
    }
  }
  const publications = readdirSync(join(directory, 'repositories')).flatMap(
    name => loadRepository(join(directory, 'repositories', name), options),
  );
  const clusters: ClusterDefinition[] = readYaml(
    read(`${list}.yaml`),
  ).clusters.map(({ holds, edits = [], ...cluster }: any) => ({
    ...cluster,
    edits,
    objects: (holds ?? [cluster.name])
      .flatMap((file: string) => loadAll(read(`clusters/${file}.yaml`)))
      .filter(Boolean),
  }));
  return { clusters, publications };
}
