/** All clusters, and the way to add one. */
export function ClustersPage() {
  return <div />;
}
