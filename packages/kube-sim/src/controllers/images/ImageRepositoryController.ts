import { Controller, Pass } from '../runtime/Controller';
import { ControllerContext } from '../runtime/ControllerContext';
import { ObjectHandle } from '../runtime/ObjectHandle';
import { SimplePass } from '../runtime/SimplePass';
import { digest } from '../runtime/digest';
import { timestamp } from '../runtime/timestamp';

/** Scans tags of images, like image-reflector-controller. */
export class ImageRepositoryController implements Controller {
  readonly group = 'image.toolkit.fluxcd.io';
  readonly kind = 'ImageRepository';
  readonly manager = 'image-reflector-controller';
  readonly #context: ControllerContext;

  constructor(options: { context: ControllerContext }) {
    this.#context = options.context;
  }

  *reconcile(handle: ObjectHandle): Pass {
    const pass = new SimplePass({ handle });
    if (!(yield* pass.begin())) return undefined;
    const { image, interval, exclusionList } = handle.object.spec;
    const tags = this.#context.upstreams.imageTags(image);
    if (!tags) {
      pass.failed(
        'ReadOperationFailed',
        `failed to configure authentication options or list tags: GET https://${image.replace(
          '/',
          '/v2/',
        )}/tags/list: NAME_UNKNOWN: repository name not known to registry`,
      );
      return 60_000;
    }
    pass.ready(
      'Succeeded',
      `successful scan: found ${tags.length} tags`,
      status => {
        status.canonicalImageName = image;
        status.observedExclusionList = exclusionList ?? ['^.*\\.sig$'];
        status.lastScanResult = {
          latestTags: [...tags].reverse().slice(0, 10),
          revision: digest(tags.join()),
          scanTime: timestamp(this.#context.clock.now()),
          tagCount: tags.length,
        };
      },
    );
    return pass.intervalMs(interval, 300_000);
  }
}
