/** Texts of the overview of the fleet. */
export const dashboard = {
  total_one: '{{formatted}} resource in {{clusters}}',
  total_other: '{{formatted}} resources in {{clusters}}',
  clusters_one: '{{count}} cluster',
  clusters_other: '{{count}} clusters',
  loading: 'Loading the overview',
  error: 'The overview cannot be loaded',
  totals: 'All resources by status',
  allOfThem: 'All resources',
  counted: 'Counted',
  partial_one:
    'One cluster is not current: its numbers are as of its last contact',
  partial_other:
    '{{count}} clusters are not current: their numbers are as of their last contact',
  stopped_one: 'One cluster is stopped: its numbers are as of its last contact',
  stopped_other:
    '{{count}} clusters are stopped: their numbers are as of their last contact',
  empty: {
    noClusters: {
      title: 'No clusters yet',
      description: 'Add a cluster to see what Flux does in it.',
      action: 'Go to clusters',
    },
    noResources: {
      title: 'No Flux resources yet',
      description:
        'No cluster that answers holds an object of Flux. What is found appears here by itself.',
    },
  },
  problems: {
    title: 'Connection problems',
    open: 'All clusters',
  },
  failed: {
    title: 'Failed',
    none: 'Nothing has failed.',
    noneKnown:
      'Nothing is known to have failed, but not all clusters are current.',
    all_one: 'See the failed one in the list',
    all_other: 'See all {{count}} failed',
  },
  stuck: {
    title: 'Stuck',
    description:
      'Progressing, waiting or being deleted for more than 15 minutes, longest first.',
    all: 'See all that are not done',
  },
  suspended: {
    title: 'Suspended',
    none: 'Nothing is suspended.',
    all_one: 'See the suspended one in the list',
    all_other: 'See all {{count}} suspended',
    by: 'By {{who}}',
    byUnknown: 'By whom is not written down',
    reason: 'reason: {{reason}}',
    noReason: 'no reason was given',
    sinceUnknown: 'since when is not written down',
  },
  changed: {
    title: 'Recent changes',
    description:
      'Another status or another revision; reconciling with the same result is no change.',
    none: 'Nothing has changed that is known of.',
  },
  by: {
    cluster: 'By cluster',
    environment: 'By environment',
    kind: 'By kind',
    noEnvironment: 'No environment',
    noResources: 'No resources',
    asOf: 'as of {{age}}',
    notRead: 'not read yet',
    notCurrent_one: 'one cluster is not current',
    notCurrent_other: '{{count}} clusters are not current',
    stopped_one: 'one cluster is stopped',
    stopped_other: '{{count}} clusters are stopped',
    more: 'All {{number}} clusters',
    label: '{{name}}, by status',
    total: '{{name}}: {{total}} in all',
  },
} as const;
