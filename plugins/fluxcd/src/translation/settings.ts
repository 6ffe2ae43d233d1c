/** Texts of the page that shows what the operator of the portal configured. */
export const settings = {
  title: 'Settings',
  loading: 'Loading the settings',
  error: 'The settings cannot be read',
  readOnly:
    'The team that runs this portal sets these in app-config. To change one, set the key that stands with it there, and restart the backend.',
  on: 'On',
  off: 'Off',
  origin: {
    default: 'Default',
    configured: 'Set in app-config',
  },
  credentials: {
    title: 'Encryption of credentials',
    description:
      'Credentials of clusters are stored encrypted. The keys themselves are never shown.',
    keys: 'Keys',
    newest: 'Newest key',
    newestDescription: 'The id tells keys apart. Nobody gets the key from it.',
    clusters: 'Credentials of clusters',
    sealed: {
      newest_one: '{{count}} cluster sealed with the newest key',
      newest_other: '{{count}} clusters sealed with the newest key',
      older_one:
        '{{count}} cluster sealed with an older key: a restart of the backend seals it anew',
      older_other:
        '{{count}} clusters sealed with an older key: a restart of the backend seals them anew',
      unreadable_one:
        '{{count}} cluster that no key opens: bring its key back, or replace its credentials',
      unreadable_other:
        '{{count}} clusters that no key opens: bring their keys back, or replace their credentials',
      none_one: '{{count}} cluster that needs no stored credentials',
      none_other: '{{count}} clusters that need no stored credentials',
      empty: 'No cluster yet',
      unknown: 'They could not be counted now.',
    },
  },
  sync: {
    title: 'Keeping clusters current',
    description: 'Each cluster can be set otherwise on its own page.',
    auto: 'Auto-sync',
    resync: 'Full resync',
  },
  retention: {
    title: 'Retention',
    description: 'What is older is deleted once a day.',
    activity: 'Activity',
    operation: 'Operations that have ended',
    history: 'History of resources',
    days_one: '{{count}} day',
    days_other: '{{count}} days',
  },
  addresses: {
    title: 'Addresses of API servers',
    description:
      'Public addresses may be dialled. Private and loopback ones may be only in these ranges.',
    allowed: 'Ranges allowed',
    none: 'None: public addresses only',
  },
  sources: {
    title: 'Where clusters come from',
    installed: 'Sources installed',
    installedDescription: 'Modules of the backend add more.',
    enabled: 'Register the cluster that this portal runs in',
    name: 'Its name',
  },
  permissions: {
    title: 'Permissions',
    enabled: 'Permissions of Backstage',
    dangerous: 'Allow acting without permissions',
    everybody:
      'Permissions are off and acting is allowed without them: everybody who is signed in may add, change and remove clusters and act on them.',
    nobody:
      'Permissions are off: everybody who is signed in may see everything here, and nobody may act.',
  },
} as const;
