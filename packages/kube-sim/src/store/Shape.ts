/** Keys of the lists of built-in kinds that are merged by key; all others are replaced as a whole. */
const BUILTIN_KEYS: Record<string, string[]> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  imagePullSecrets: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  hostAliases: ['ip'],
  conditions: ['type'],
  ownerReferences: ['uid'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
};
const BUILTIN_ATOMIC = new Set(['selector', 'nodeSelector', 'labelSelector']);

/**
 * How the fields below one point of an object merge: as maps, as keyed lists, as sets or as a whole.
 * Custom kinds say so in their schema, built-in kinds by the table above.
 */
export class Shape {
  readonly #custom: boolean;
  readonly #schema: any;
  readonly #name: string;
  readonly #parent: string;

  constructor(options: {
    custom: boolean;
    schema?: any;
    name?: string;
    parent?: string;
  }) {
    this.#custom = options.custom;
    this.#schema = options.schema;
    this.#name = options.name ?? '';
    this.#parent = options.parent ?? '';
  }

  field(name: string): Shape {
    // metadata has the same form in every kind.
    const custom = this.#custom && !(name === 'metadata' && this.#name === '');
    return new Shape({
      custom,
      schema: custom
        ? this.#schema?.properties?.[name] ??
          (typeof this.#schema?.additionalProperties === 'object'
            ? this.#schema.additionalProperties
            : undefined)
        : undefined,
      name,
      parent: this.#name,
    });
  }

  get item(): Shape {
    return new Shape({
      custom: this.#custom,
      schema: this.#schema?.items,
      name: this.#name,
      parent: this.#parent,
    });
  }

  get isStruct(): boolean {
    return !this.#custom;
  }

  /** A map that is replaced as a whole. */
  get atomic(): boolean {
    return this.#custom
      ? this.#schema?.['x-kubernetes-map-type'] === 'atomic'
      : BUILTIN_ATOMIC.has(this.#name);
  }

  get isSet(): boolean {
    return this.#custom
      ? this.#schema?.['x-kubernetes-list-type'] === 'set'
      : this.#name === 'finalizers';
  }

  /** Names of the fields that identify an item; undefined when the list is not keyed. */
  get keys(): string[] | undefined {
    if (this.#custom) {
      return this.#schema?.['x-kubernetes-list-type'] === 'map'
        ? this.#schema['x-kubernetes-list-map-keys']
        : undefined;
    }
    if (this.#name === 'ports') {
      return this.#parent === 'spec'
        ? ['port', 'protocol']
        : ['containerPort', 'protocol'];
    }
    return BUILTIN_KEYS[this.#name];
  }

  /** The trie key of one list item. */
  keyOf(item: any): string {
    if (this.isSet) {
      return `v:${JSON.stringify(item)}`;
    }
    const parts = this.keys!.map(name => [
      name,
      item?.[name] ?? (name === 'protocol' ? 'TCP' : ''),
    ]);
    return `k:${JSON.stringify(Object.fromEntries(parts))}`;
  }
}
