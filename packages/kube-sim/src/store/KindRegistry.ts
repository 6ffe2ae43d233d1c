import { builtinKinds } from './builtinKinds';
import type { Kind, KindVersion } from './Kind';

/** Every kind that one cluster serves right now; CRDs come and go. */
export class KindRegistry {
  readonly #byKind = new Map<string, Kind>();
  readonly #byPlural = new Map<string, Kind>();
  /** Grows with every change, so that discovery answers can be cached. */
  version = 0;

  constructor() {
    builtinKinds.forEach(kind => this.add(kind));
  }

  static key(group: string, kind: string): string {
    return `${group}/${kind}`;
  }

  add(kind: Kind): void {
    this.#byKind.set(KindRegistry.key(kind.group, kind.kind), kind);
    this.#byPlural.set(KindRegistry.key(kind.group, kind.plural), kind);
    this.version += 1;
  }

  remove(group: string, kind: string): void {
    const found = this.find(group, kind);
    if (found) {
      this.#byKind.delete(KindRegistry.key(group, kind));
      this.#byPlural.delete(KindRegistry.key(group, found.plural));
      this.version += 1;
    }
  }

  find(group: string, kind: string): Kind | undefined {
    return this.#byKind.get(KindRegistry.key(group, kind));
  }

  /** By what stands in a request path. */
  findResource(
    group: string,
    version: string,
    plural: string,
  ): { kind: Kind; version: KindVersion } | undefined {
    const kind = this.#byPlural.get(KindRegistry.key(group, plural));
    const found = kind?.versions.find(one => one.version === version);
    return kind && found ? { kind, version: found } : undefined;
  }

  all(): Kind[] {
    return [...this.#byKind.values()];
  }

  /** Served versions of a group, the preferred one first; empty when the group is unknown. */
  versionsOf(group: string): string[] {
    const found = new Set<string>();
    for (const kind of this.#byKind.values()) {
      if (kind.group === group) {
        kind.versions.forEach(({ version }) => found.add(version));
      }
    }
    // Stable first: only v1, v1beta3, v2 and the like occur, so "no letters after the number" decides.
    return [...found].sort((a, b) => {
      const stable =
        Number(/[a-z]/.test(a.slice(1))) - Number(/[a-z]/.test(b.slice(1)));
      return stable || (a < b ? 1 : -1);
    });
  }

  groups(): string[] {
    const found = new Set<string>();
    this.#byKind.forEach(kind => found.add(kind.group));
    return [...found];
  }
}
