/** A cluster as lists name it. */
export interface ClusterName {
  id: string;
  name: string;
  title?: string | null;
}
