import { Pass } from '../runtime/Controller';
import { HelmReleasePass } from './HelmReleasePass';
import { ReleaseActions } from './ReleaseActions';
import { detectDrift } from './detectDrift';

/** For a release with nothing new: only drift is looked for, and corrected when the spec says so. */
export function* keepRelease(options: {
  pass: HelmReleasePass;
  actions: ReleaseActions;
  /** The newest snapshot of the history. */
  current: { version: number };
}): Pass {
  const { pass, actions, current } = options;
  const { spec } = pass.handle.object;
  const mode = spec.driftDetection?.mode;
  const detects = mode === 'enabled' || mode === 'warn';
  const objects = detects
    ? actions.marked(actions.stored(current.version))
    : [];
  const changes = detectDrift(objects, object => actions.find(object));
  const release = `${actions.namespace}/${actions.name}.v${current.version}`;
  const finish = (status: any) => {
    status.lastAttemptedGeneration = pass.generation;
  };
  if (changes.length) {
    const drifted = `Cluster state of release ${release} has drifted from the desired state:\n${changes.join(
      '\n',
    )}`;
    if (mode === 'enabled') {
      pass.running('correct cluster drift', false);
    }
    pass.handle.patchStatus((_, conditions) =>
      conditions.set('Drifted', 'True', 'DriftDetected', drifted),
    );
    pass.event('Warning', 'DriftDetected', drifted, false);
    yield 50;
    if (mode === 'enabled') {
      pass.handle.patchStatus((_, conditions) =>
        conditions.set(
          'Ready',
          'Unknown',
          'Progressing',
          'correcting cluster drift',
        ),
      );
      yield* actions.deploy({
        objects: actions.stored(current.version),
        previous: [],
        timeoutMs: pass.timeoutMs,
        disableWait: true,
      });
      const configured = changes
        .map(line => line.replace(/ (changed|removed).*$/, ' configured'))
        .join('\n');
      pass.event(
        'Normal',
        'DriftCorrected',
        `Cluster state of release ${release} has been corrected:\n${configured}`,
      );
      pass.close(finish);
      // The correction counts as an unfinished pass: the next one finds the release in order.
      yield 750;
      pass.begin();
      yield 50;
    } else {
      pass.settled(['True', 'DriftDetected', drifted]);
      yield 6;
      pass.close(finish);
      return pass.nextMs;
    }
  }
  pass.settled(pass.noDrift);
  yield 6;
  pass.close(finish);
  return pass.nextMs;
}
