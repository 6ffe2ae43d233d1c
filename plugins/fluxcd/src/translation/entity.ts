/** Texts of what is shown on the pages of catalog entities. */
export const entity = {
  malformed:
    'This in the annotation fluxcd.io/resources cannot be read: {{values}}',
  grammar:
    'Write CLUSTER/NAMESPACE/KIND/NAME, with * for any part but not all.',
  empty: {
    title: 'No cluster has such a resource',
    description: 'This entity’s annotations ask for:',
  },
  more: 'Show more ({{shown}} of {{total}})',
} as const;
