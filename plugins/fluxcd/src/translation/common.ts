/** Texts of more than one page. */
export const common = {
  title: 'Flux',
  tabs: {
    overview: 'Overview',
    activity: 'Activity',
    resources: 'Resources',
    clusters: 'Clusters',
    settings: 'Settings',
  },
  retry: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  forbidden: {
    title: 'You may not see this',
    description:
      'This needs the permission {{permission}}. Ask the team that runs this portal to grant it to you.',
  },
  stale: 'This could not be updated and may be out of date: {{message}}',
} as const;
