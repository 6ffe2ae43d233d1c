import { loadAll } from 'js-yaml';

/** The first document of a YAML text; undefined when there is none. */
export function readYaml(text: string | undefined): any {
  return loadAll(text ?? '')[0];
}
