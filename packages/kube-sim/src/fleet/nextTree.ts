import { inc } from 'semver';
import { Tree } from './Repository';

const bump = (version: string) => inc(version, 'patch') ?? version;

/**
 * The files of the next revision: image tags, chart versions and `revision: "N"` move on. `breaks` makes images that
 * crash, and where there is no image, a file that is not YAML.
 */
export function nextTree(tree: Tree, breaks: boolean): Tree {
  const next = new Map<string, string>();
  let touched = false;
  const image = (text: string) =>
    text.replace(
      /^(\s*(?:- )?(?:image: \S+:|tag: "?))v?(\d+\.\d+\.\d+)(-broken)?(?="?\s*$)/gm,
      (_, before, version) => {
        touched = true;
        return `${before}${bump(version)}${breaks ? '-broken' : ''}`;
      },
    );
  // Versions of charts are directories: the newest of each gets a successor.
  const newest = new Map<string, string>();
  for (const path of tree.keys()) {
    const chart = /^([^/]+)\/(\d+\.\d+\.\d+)\/Chart\.yaml$/.exec(path);
    if (chart) newest.set(chart[1], chart[2]);
  }
  for (const [path, text] of tree) {
    const [chart, version] = path.split('/');
    if (newest.get(chart) === version) {
      next.set(path, text);
      touched = true;
      next.set(
        path.replace(version, bump(version)),
        path.endsWith('/Chart.yaml')
          ? text.replace(`version: ${version}`, `version: ${bump(version)}`)
          : image(text),
      );
    } else {
      next.set(path, newest.has(chart) ? text : image(text));
    }
  }
  if (touched) return next;
  for (const [path, text] of tree) {
    const counted = text.replace(
      /^(\s+revision: ")(\d+)(")/m,
      (_, before, count, after) => `${before}${Number(count) + 1}${after}`,
    );
    if (counted === text) continue;
    next.set(path, breaks ? `${counted}\n  broken: [\n` : counted);
  }
  return next;
}
