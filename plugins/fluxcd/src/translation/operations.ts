/** Texts of what can be done to resources and clusters, and of what became of it. */
export const operations = {
  action: {
    reconcile: {
      label: 'Reconcile',
      explain: 'Asks Flux to look now instead of at its next interval.',
    },
    withSource: {
      label: 'Reconcile with source',
      explain: 'Fetches the source first, waits for it, and then reconciles.',
    },
    force: {
      label: 'Force a release',
      explain:
        'Makes Helm upgrade with the same chart and values, though nothing changed.',
    },
    reset: {
      label: 'Reset failures',
      explain:
        'Clears the failure counts, so that a release that gave up is tried again.',
    },
    suspend: {
      label: 'Suspend…',
      explain: 'Flux leaves it as it is until it is resumed.',
    },
    resume: {
      label: 'Resume',
      explain: 'Flux acts on it again, beginning now.',
    },
  },
  more: 'More actions',
  noSource: 'It has no source.',
  suspendAgain: {
    Kustomization:
      '{{parent}} will suspend it again when it reconciles: the manifest that it applies says so.',
    HelmRelease:
      '{{parent}} sets this in its chart: its controller suspends it again only where spec.driftDetection.mode is enabled.',
    operator:
      '{{parent}} will suspend it again when it reconciles at its interval: what it applies says so.',
  },
  forbidden: 'You may not do this: the permission {{permission}} is missing.',
  unsupported: 'This does not work on this kind.',
  busy: 'An operation on it is running.',
  notStarted: 'It was not started',
  suspend: {
    title: 'Suspend {{kind}} {{name}}?',
    effect:
      'Flux stops reconciling it: no new revision is applied and no drift is put right, until somebody resumes it. What runs now goes on running, and a reconciliation that is under way goes on to its end.',
    reverted: {
      Kustomization:
        '{{parent}} will undo this when it reconciles: the manifest that it applies sets this. To keep it suspended, suspend it in the manifest, or suspend {{parent}} first.',
      HelmRelease:
        '{{parent}} sets this in its chart. Its controller undoes the change only where spec.driftDetection.mode of the release is enabled. To keep it suspended, set it in the values of the release, or suspend {{parent}} first.',
      operator:
        '{{parent}} will undo this when it reconciles at its interval: what it applies sets this. To keep it suspended, change what it applies, or suspend {{parent}} first.',
    },
    reason: 'Reason',
    reasonHint: 'Shown to everybody who wonders why, with your name.',
    confirm: 'Suspend',
  },
  suspension: {
    by: 'Suspended by {{user}}',
    unknown: 'It is not written down who suspended it.',
    reason: 'Reason: {{reason}}',
    noReason: 'No reason was given.',
  },
  title: {
    reconcile: 'Reconciliation',
    withSource: 'Reconciliation with source',
    force: 'Forced release',
    reset: 'Reset of failures',
    suspend: 'Suspension',
    resume: 'Resumption',
    restart: 'Restart',
    scale: 'Scaling',
    'delete-pod': 'Deletion of a pod',
    sync: 'Sync of the cluster',
    'source-sync': 'Import of clusters',
  },
  requestedBy: 'Requested by {{user}}',
  reason: 'Reason: {{reason}}',
  elapsed: {
    label: 'Elapsed: {{time}}',
    took: 'Took {{time}}',
    seconds: '{{seconds}} s',
    minutes: '{{minutes}} min {{seconds}} s',
  },
  steps: 'Steps',
  role: {
    source: 'Source',
    chart: 'Chart',
    target: 'Target',
  },
  step: {
    pending: 'Not started',
    running: 'In progress',
    succeeded: 'Done',
    failed: 'Failed',
    unknown: 'Unknown',
    skipped: 'Left out',
  },
  running: {
    reconcile: 'Reconciling {{kind}} {{name}}',
    force: 'Forcing a release of {{kind}} {{name}}',
    reset: 'Resetting the failures of {{kind}} {{name}}',
    suspend: 'Suspending {{kind}} {{name}}',
    resume: 'Resuming {{kind}} {{name}}',
    restart: 'Restarting {{kind}} {{name}}',
    scale: 'Scaling {{kind}} {{name}}',
    'delete-pod': 'Deleting {{kind}} {{name}}',
    sync: 'Reconciling {{kind}} {{name}}',
    'source-sync': 'Importing {{kind}} {{name}}',
  },
  runningStart: 'Sending the request',
  outcome: {
    ready: 'Reconciled: it is ready',
    readyWithRevision: 'Reconciled: ready at revision {{revision}}',
    undone: 'The cluster does not show what was asked for',
    failed:
      'Failed for good: Flux waits for a change of the spec or the source',
    retrying: 'It failed, and Flux tries again by itself',
    waiting:
      'It waits for a dependency and goes on by itself when that is ready',
    'source-failed':
      'The source did not become ready, so the target was left alone',
    suspended: 'Not reconciled, because it is suspended: resume it first',
    gone: 'It was deleted or replaced meanwhile',
    'timed-out':
      'Nothing conclusive was observed in time; Flux may still be at work',
    refused: 'The API server of the cluster refused the request',
    unreachable:
      'The cluster did not answer; the request may or may not have arrived',
    interrupted: 'The portal lost sight of it; it may or may not have happened',
    unknown: 'The outcome is not known',
  },
  done: {
    reconcile: 'Reconciled',
    force: 'Done',
    reset: 'Done',
    suspend: 'Suspended',
    resume: 'Resumed',
    restart: 'Restarted',
    scale: 'Scaled',
    'delete-pod': 'Deleted',
    sync: 'Reconciled',
    'source-sync': 'Imported',
  },
  alreadySuspended: 'It was suspended already',
  readyAgain: 'Resumed: it is ready',
  lost: {
    title: 'This operation is no longer on record',
    description: 'The status of the resource below tells how it ended.',
  },
  connectionLost:
    'The portal does not answer. The operation goes on without this page; trying again.',
  sync: {
    button: 'Sync all',
    running: 'Syncing: {{ended}} of {{total}}',
    title: 'Sync all of {{cluster}}?',
    titleRunning: 'Sync of {{cluster}}',
    effect:
      'Flux fetches all sources of the cluster, and then reconciles what takes from them, in the order in which it depends on each other. What is suspended is left alone.',
    confirm: 'Sync now',
    ended: '{{ended}} of {{total}} done',
    succeeded: 'Everything is reconciled',
    failed_one: '{{count}} resource was not reconciled',
    failed_other: '{{count}} resources were not reconciled',
    skipped_one: '{{count}} was left alone because it is suspended or static',
    skipped_other:
      '{{count}} were left alone because they are suspended or static',
    unknown: 'The portal lost sight of it; it may or may not have happened',
    results: 'Resources',
    lost: 'The status of the resources tells how it ended.',
    goesOn: 'It goes on when this window is closed.',
    again: 'Sync again',
  },
} as const;
