import { loadAll } from 'js-yaml';
import { KubeObject } from '../../store/ObjectStore';
import { Tree } from '../../fleet/Repository';
import { mergeObjects } from '../kustomize/mergeObjects';
import { objectRef } from '../runtime/objectRef';
import { readYaml } from '../runtime/readYaml';
import { RenderError } from './RenderError';

const HOOK = 'helm.sh/hook';

interface Release {
  name: string;
  namespace: string;
}

interface Rendered {
  /** Content of Chart.yaml. */
  chart: { name: string; version: string; appVersion?: string };
  /** The text that Helm stores: every object but the hooks. */
  manifest: string;
  objects: KubeObject[];
  /** CustomResourceDefinitions under `crds/`. */
  crds: KubeObject[];
  hooks: Array<{ events: string[]; object: KubeObject }>;
}

const read = (scope: any, path: string): any =>
  path
    .split('.')
    .filter(Boolean)
    .reduce((value, key) => value?.[key], scope);

/**
 * Renders the part of Helm's template language that charts of a fleet use: `{{ .Values.a.b }}`, `.Release`, `.Chart`,
 * `| toJson`, `| quote`, and `{{- if .Values.x }}…{{- end }}` without nesting. A missing value is an error.
 */
export function renderChart(
  tree: Tree,
  values: Record<string, unknown>,
  release: Release,
): Rendered {
  const chart: any = readYaml(tree.get('Chart.yaml')) ?? {};
  const defaults: any = readYaml(tree.get('values.yaml')) ?? {};
  const scope = {
    Values: mergeObjects(defaults, values),
    Chart: {
      Name: chart.name,
      Version: chart.version,
      AppVersion: chart.appVersion,
    },
    Release: { Name: release.name, Namespace: release.namespace },
  };
  const render = (path: string, text: string): string => {
    const at = `${chart.name}/${path}`;
    return text
      .replace(
        /\{\{-? if ([.\w]+) -?\}\}\n?([\s\S]*?)\{\{-? end -?\}\}\n?/g,
        (_, condition, body) => (read(scope, condition) ? body : ''),
      )
      .replace(
        /\{\{-? ([.\w]+)(?: \| (toJson|quote))? -?\}\}/g,
        (_, name, filter) => {
          const value = read(scope, name);
          if (value === undefined) {
            const line = text.slice(0, text.indexOf(name)).split('\n').length;
            throw new RenderError(
              `template: ${at}:${line}: executing "${at}" at <${name}>: nil pointer evaluating interface {}.${name
                .split('.')
                .pop()}`,
            );
          }
          return filter || typeof value === 'object'
            ? JSON.stringify(filter === 'quote' ? String(value) : value)
            : String(value);
        },
      );
  };
  const objects: KubeObject[] = [];
  const hooks: Rendered['hooks'] = [];
  const manifests: string[] = [];
  for (const [path, text] of [...tree].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!/^templates\/.*\.ya?ml$/.test(path)) continue;
    const rendered = render(path, text).trim();
    let documents: any[];
    try {
      documents = loadAll(rendered).filter(Boolean);
    } catch (error) {
      throw new RenderError(
        `YAML parse error on ${chart.name}/${path}: ${
          (error as Error).message.split('\n')[0]
        }`,
      );
    }
    if (documents.length) {
      manifests.push(`---\n# Source: ${chart.name}/${path}\n${rendered}\n`);
    }
    for (const object of documents) {
      if (!objectRef.isClusterScoped(object.kind)) {
        object.metadata.namespace ??= release.namespace;
      }
      const hook = object.metadata.annotations?.[HOOK];
      if (hook) hooks.push({ events: hook.split(','), object });
      else objects.push(object);
    }
  }
  const crds = [...tree]
    .filter(([path]) => path.startsWith('crds/'))
    .flatMap(([, text]) => loadAll(text) as KubeObject[]);
  return {
    chart,
    manifest: manifests.filter(text => !text.includes(HOOK)).join(''),
    objects,
    crds,
    hooks,
  };
}
