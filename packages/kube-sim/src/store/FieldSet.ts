/**
 * A set of field paths, as `metadata.managedFields[].fieldsV1` writes it: `f:` a field, `k:` an item of
 * a keyed list, `v:` an item of a set; `.` says that the node itself belongs to the set.
 */
export class FieldSet {
  readonly owned: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;

  constructor(owned: boolean, children?: Map<string, FieldSet>) {
    this.owned = owned;
    this.children = children ?? new Map();
  }

  static readonly EMPTY = new FieldSet(false);
  static readonly LEAF = new FieldSet(true);

  static fromV1(value: any, root: boolean = true): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const [key, child] of Object.entries(value ?? {})) {
      if (key !== '.') {
        children.set(key, FieldSet.fromV1(child, false));
      }
    }
    return new FieldSet(
      !root && (children.size === 0 || '.' in value),
      children,
    );
  }

  toV1(): any {
    const out: any = {};
    if (this.owned && this.children.size > 0) {
      out['.'] = {};
    }
    for (const key of [...this.children.keys()].sort()) {
      out[key] = this.children.get(key)!.toV1();
    }
    return out;
  }

  get isEmpty(): boolean {
    return !this.owned && this.children.size === 0;
  }

  union(other: FieldSet): FieldSet {
    if (other.isEmpty) {
      return this;
    }
    const children = new Map(this.children);
    for (const [key, child] of other.children) {
      const mine = children.get(key);
      children.set(key, mine ? mine.union(child) : child);
    }
    return new FieldSet(this.owned || other.owned, children);
  }

  /** Without the paths of the other set. `keepParents` also spares nodes that the other set has something below. */
  minus(other: FieldSet, keepParents: boolean = false): FieldSet {
    if (other.isEmpty) {
      return this;
    }
    const children = new Map<string, FieldSet>();
    for (const [key, child] of this.children) {
      const theirs = other.children.get(key);
      const left = theirs ? child.minus(theirs, keepParents) : child;
      if (!left.isEmpty) {
        children.set(key, left);
      }
    }
    const spared = keepParents && other.children.size > 0;
    return new FieldSet(this.owned && !other.owned && !spared, children);
  }

  intersect(other: FieldSet): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const [key, child] of this.children) {
      const theirs = other.children.get(key);
      const both = theirs ? child.intersect(theirs) : FieldSet.EMPTY;
      if (!both.isEmpty) {
        children.set(key, both);
      }
    }
    return new FieldSet(this.owned && other.owned, children);
  }

  /** Paths as conflict messages print them: `.spec.containers[name="app"].image`. */
  paths(prefix: string = ''): string[] {
    const found = this.owned ? [prefix] : [];
    for (const key of [...this.children.keys()].sort()) {
      found.push(...this.children.get(key)!.paths(prefix + segment(key)));
    }
    return found;
  }
}

function segment(key: string): string {
  if (key.startsWith('f:')) {
    return `.${key.slice(2)}`;
  }
  if (key.startsWith('k:')) {
    const parts = Object.entries(JSON.parse(key.slice(2)));
    return `[${parts
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join(',')}]`;
  }
  return `[=${key.slice(2)}]`;
}
