import { maxSatisfying } from 'semver';
import { Tree } from '../../fleet/Repository';
import { readYaml } from '../runtime/readYaml';

interface FoundChart {
  name: string;
  version: string;
  tree: Tree;
}

/** A chart in the files of a repository: `<chart>/<version>/Chart.yaml` in a Helm one, a directory in git and buckets. */
export function findChart(
  tree: Tree,
  chart: string,
  wanted: string | undefined,
): FoundChart | undefined {
  const directory = chart.replace(/^(\.?\/)+|\/+$/g, '');
  const below = (prefix: string): Tree =>
    new Map(
      [...tree]
        .filter(([path]) => path.startsWith(prefix))
        .map(([path, text]) => [path.slice(prefix.length), text]),
    );
  const versions = [...tree.keys()].flatMap(path => {
    const parts = path.split('/');
    return parts.length === 3 &&
      parts[0] === directory &&
      parts[2] === 'Chart.yaml'
      ? parts[1]
      : [];
  });
  const version = maxSatisfying(versions, wanted || '*');
  if (version) {
    return {
      name: directory,
      version,
      tree: below(`${directory}/${version}/`),
    };
  }
  const metadata = readYaml(tree.get(`${directory}/Chart.yaml`));
  return metadata
    ? {
        name: metadata.name,
        version: metadata.version,
        tree: below(`${directory}/`),
      }
    : undefined;
}
