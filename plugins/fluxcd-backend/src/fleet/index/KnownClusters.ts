import { compareText } from './compareText';

/** A cluster as lists name it. */
export interface ClusterName {
  id: string;
  name: string;
  title?: string | null;
  environment?: string | null;
}

/** The clusters that there are, in the orders that lists need; made anew when they change. */
export class KnownClusters {
  readonly byId: ReadonlyMap<string, ClusterName>;
  /** In the order of names. */
  readonly byName: readonly ClusterName[];
  /** With what a facet calls them, in the order of that. */
  readonly byLabel: ReadonlyArray<{ id: string; label: string }>;

  constructor(clusters: Iterable<ClusterName>) {
    const list = [...clusters].sort((a, b) => compareText(a.id, b.id));
    this.byId = new Map(list.map(cluster => [cluster.id, cluster]));
    this.byName = [...list].sort((a, b) => compareText(a.name, b.name));
    const collator = new Intl.Collator();
    this.byLabel = list
      .map(({ id, name, title }) => ({ id, label: title || name }))
      .sort((a, b) => collator.compare(a.label, b.label));
  }
}
