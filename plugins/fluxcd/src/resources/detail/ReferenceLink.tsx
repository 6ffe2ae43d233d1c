import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Link } from '@backstage/ui';
import type { ObjectReference } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { resourceRouteRef } from '../../routes';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import { visibleText } from '../visibleText';

/** An object in the same cluster: a link when it is a resource that the fleet knows. */
export function ReferenceLink(props: {
  reference: ObjectReference;
  /** The kind is said already, by a heading for instance. */
  withoutKind?: boolean;
}) {
  const { kind, namespace, name, resourceId } = props.reference;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const resourceLink = useRouteRef(resourceRouteRef);
  const words = {
    kind: visibleText(kind),
    namespace: visibleText(namespace),
    name: visibleText(name),
  };
  let text: string = t('resources.detail.referenceClusterScoped', words);
  if (namespace) text = t('resources.detail.reference', words);
  if (props.withoutKind)
    text = namespace ? `${words.namespace}/${words.name}` : words.name;
  return resourceId ? (
    <Link href={resourceLink({ resourceId })}>
      <bdi>{text}</bdi>
    </Link>
  ) : (
    <bdi>{text}</bdi>
  );
}
