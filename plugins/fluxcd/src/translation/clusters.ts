/** Texts of the Clusters page. */
export const clusters = {
  loading: 'Loading clusters',
  total_one: '{{count}} cluster',
  total_other: '{{count}} clusters',
  error: 'The clusters cannot be listed',
  empty: {
    title: 'No cluster yet',
    description:
      'Add a cluster with a kubeconfig, or with its address and a token. Its Flux resources then appear here, and everybody who may read Flux in this portal sees them.',
    notAllowed:
      'Adding one needs the permission {{permission}}. Ask the team that runs this portal.',
  },
  unreachable: {
    title_one: '{{count}} cluster cannot be reached: {{names}}',
    title_other: '{{count}} clusters cannot be reached: {{names}}',
    description:
      'What is shown there is the last known state. The portal keeps trying.',
  },
  added: {
    title: 'Cluster {{name}} was added',
    description: 'Its resources appear as they are read.',
  },
  removed: 'Cluster {{name}} was removed',
  dismiss: 'Dismiss',
  source: {
    manual: 'Added by hand',
    'in-cluster': 'The cluster this portal runs in',
    other: 'From {{source}}',
  },
  versions: {
    kubernetes: 'Kubernetes',
    flux: 'Flux',
    unknown: 'unknown',
  },
  counts: {
    label: 'Resources in {{name}}',
    total_one: '{{count}} resource',
    total_other: '{{count}} resources',
    none: 'No resources',
    failed: '{{number}} failed',
    progressing: '{{number}} progressing',
    waiting: '{{number}} waiting',
    suspended: '{{number}} suspended',
    deleting: '{{number}} deleting',
    unknown: '{{number}} unknown',
    ready: '{{number}} ready',
  },
  details: {
    show: 'Details of {{name}}',
    loading: 'Loading the details of {{name}}',
    error: 'The details cannot be read',
    server: 'API server',
    auth: 'Credentials',
    authType: {
      token: 'Bearer token',
      'client-certificate': 'Client certificate',
      'in-cluster': 'Service account of the portal’s pod',
    },
    expires: 'expires',
    labels: 'Labels',
    added: 'Added',
    by: 'by {{user}}',
    lastContact: 'Last contact',
    kinds: 'Kinds',
    absent: 'Not installed: {{kinds}}',
    column: {
      kind: 'Kind',
      version: 'Version',
      state: 'State',
      count: 'Resources',
      synced: 'Current as of',
    },
    state: {
      pending: 'Waiting for the first list',
      watching: 'Watching',
      absent: 'Not installed',
      forbidden: 'Forbidden',
      failed: 'Failing',
    },
    remove: 'Remove cluster',
    removeElsewhere:
      'This cluster comes from {{source}}. It is removed there, not here.',
  },
  remove: {
    title: 'Remove {{name}}?',
    effect_one:
      'The portal forgets this cluster: its credentials, and the {{count}} resource it knows there. Links to it stop working.',
    effect_other:
      'The portal forgets this cluster: its credentials, and the {{count}} resources it knows there. Links to them stop working.',
    untouched:
      'The cluster itself is not touched, and Flux keeps running in it. You can add it again at any time.',
    confirm: 'Remove cluster',
    error: 'The cluster could not be removed',
  },
  add: {
    open: 'Add cluster',
    title: 'Add a cluster',
    submit: 'Add cluster',
    method: {
      label: 'How does the portal reach it?',
      kubeconfig: 'Kubeconfig',
      token: 'Address and token',
    },
    kubeconfig: {
      label: 'Kubeconfig',
      description:
        'Paste it, or choose or drop a file. It must hold its own credentials (a token or a client certificate): commands, file paths and proxies are refused.',
      choose: 'Choose a file',
      tooLarge: 'The file is larger than {{limit}} KiB.',
      unreadable: 'The file could not be read.',
      reading: 'Reading the contexts',
      error: 'This kubeconfig cannot be used',
      empty: 'This kubeconfig holds no context.',
      missing: 'Paste or choose a kubeconfig.',
    },
    context: {
      label: 'Context',
      current: 'current',
      user: 'user {{user}}',
      missing: 'Choose a context that can be used.',
    },
    token: {
      server: 'API server',
      serverDescription: 'Its URL, for example https://10.0.0.1:6443',
      serverInvalid: 'Must be an https:// URL.',
      ca: 'Certificate authority',
      caDescription:
        'PEM. Leave it empty if the server’s certificate is publicly trusted.',
      token: 'Token',
      tokenDescription:
        'Of a service account that may list and watch the Flux kinds. The portal stores it encrypted and never shows it again.',
      tokenMissing: 'Must not be empty.',
      tlsServerName: 'TLS server name',
      tlsServerNameDescription:
        'Only when the certificate names another host than the URL.',
    },
    optional: 'Optional',
    name: {
      label: 'Name',
      description: 'Unique in this portal. It cannot be changed later.',
      invalid:
        'Use 1 to 63 lower case letters, digits or “-”, starting and ending with a letter or a digit.',
      taken: 'Another cluster has this name.',
    },
    titleField: {
      label: 'Title',
      description: 'Shown instead of the name.',
    },
    descriptionField: {
      label: 'Description',
      description: 'What runs there, whose it is.',
    },
    environment: {
      label: 'Environment',
      description: 'For example production or staging.',
    },
    test: {
      run: 'Test connection',
      again: 'Test again',
      running: 'Testing the connection',
      passed: 'The connection works',
      failed: 'The connection does not work',
      error: 'The connection could not be tested',
      seenAs: 'Seen as {{username}}',
      step: {
        address: 'Address',
        connect: 'Connection',
        authenticate: 'Authentication',
        authorize: 'Permissions',
        flux: 'Flux',
      },
      state: {
        passed: 'passed',
        warning: 'warning',
        failed: 'failed',
        skipped: 'skipped',
      },
      access: 'What these credentials may do',
      kind: 'Kind',
      read: 'Read',
      reconcile: 'Reconcile',
      yes: 'yes',
      no: 'no',
      allowFailed: 'Add the cluster although the test failed',
    },
    error: 'The cluster was not added',
  },
} as const;
