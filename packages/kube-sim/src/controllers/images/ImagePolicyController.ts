import { maxSatisfying, valid } from 'semver';
import { StoreEvent } from '../../store/ObjectStore';
import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SimplePass } from '../runtime/SimplePass';
import { digest } from '../runtime/digest';

const GROUP = 'image.toolkit.fluxcd.io';

/** Picks the newest tag by a policy, like image-reflector-controller. */
export class ImagePolicyController implements Controller {
  readonly group = GROUP;
  readonly kind = 'ImagePolicy';
  readonly manager = 'image-reflector-controller';
  readonly watches: Controller['watches'];
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
    this.watches = [
      {
        group: GROUP,
        kind: 'ImageRepository',
        map: (event: StoreEvent) => this.#usersOf(event),
      },
    ];
  }

  *reconcile(handle: ObjectHandle): Pass {
    const pass = new SimplePass({ handle });
    if (!(yield* pass.begin())) return undefined;
    const { spec, metadata } = handle.object;
    const { name, namespace = metadata.namespace } = spec.imageRepositoryRef;
    const repository = this.#context.store.get(
      GROUP,
      'ImageRepository',
      namespace,
      name,
    );
    const image: string | undefined = repository?.status?.canonicalImageName;
    if (!repository || !image) {
      pass.failed(
        'DependencyNotReady',
        repository
          ? 'image repository has not been scanned yet'
          : `referenced ImageRepository does not exist: ImageRepository.${GROUP} "${name}" not found`,
      );
      return 30_000;
    }
    const tag = this.#pick(
      spec,
      this.#context.upstreams.imageTags(image) ?? [],
    );
    if (!tag) {
      pass.failed(
        'VersionNotFound',
        `version list argument cannot be empty: no tag of ${image} matches the policy`,
      );
      return undefined;
    }
    const previous = handle.object.status?.latestRef;
    const from =
      previous && previous.tag !== tag
        ? ` (previously ${image}:${previous.tag})`
        : '';
    const message = `Latest image tag for ${image} resolved to ${tag}${from}`;
    const isNew = previous?.tag !== tag;
    pass.ready('Succeeded', message, status => {
      if (isNew && previous) status.observedPreviousRef = previous;
      status.latestRef = {
        name: image,
        tag,
        ...(spec.digestReflectionPolicy &&
          spec.digestReflectionPolicy !== 'Never' && {
            digest: digest(`${image}:${tag}`),
          }),
      };
    });
    if (isNew) handle.event('Normal', 'Succeeded', message);
    return undefined;
  }

  #pick(spec: any, tags: string[]): string | null | undefined {
    const { pattern, extract } = spec.filterTags ?? {};
    const candidates = tags.flatMap(tag => {
      const match = pattern ? new RegExp(pattern).exec(tag) : [tag];
      if (!match) return [];
      const key = extract
        ? extract.replace(
            /\$(\w+)/g,
            (_: string, name: string) =>
              (match as RegExpExecArray).groups?.[name] ?? '',
          )
        : tag;
      return { tag, key };
    });
    const { policy } = spec;
    if (policy.semver) {
      const keys = candidates.map(({ key }) => key).filter(key => valid(key));
      const best = maxSatisfying(keys, policy.semver.range);
      return candidates.find(({ key }) => key === best)?.tag;
    }
    const { order = 'asc' } = policy.numerical ?? policy.alphabetical ?? {};
    const sorted = candidates.sort((a, b) =>
      policy.numerical
        ? Number(a.key) - Number(b.key)
        : a.key.localeCompare(b.key),
    );
    return (order === 'asc' ? sorted.at(-1) : sorted[0])?.tag;
  }

  #usersOf({ type, object, previous }: StoreEvent) {
    const now = object.status?.lastScanResult?.revision;
    const old = previous?.status?.lastScanResult?.revision;
    if (type === 'DELETED' || now === old) return [];
    return this.#context.store
      .list(GROUP, 'ImagePolicy')
      .filter(
        ({ spec, metadata }) =>
          spec.imageRepositoryRef.name === object.metadata.name &&
          (spec.imageRepositoryRef.namespace ?? metadata.namespace) ===
            object.metadata.namespace,
      )
      .map(({ metadata }) => metadata);
  }
}
