import { KubeObject } from '../../store/ObjectStore';
import { ControllerContext } from '../runtime/ControllerContext';
import { podTemplateHash } from './podTemplateHash';

/** Makes a pod from the template of its owner. */
export function createPod(
  context: ControllerContext,
  options: {
    owner: KubeObject;
    manager: string;
    /** Default: the owner's name and five letters. */
    name?: string;
    labels?: Record<string, string>;
  },
): KubeObject {
  const { owner, manager } = options;
  const { template } = owner.spec;
  return context.store.create(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name:
          options.name ??
          `${owner.metadata.name}-${podTemplateHash(
            [owner.metadata.name, context.random()],
            5,
          )}`,
        namespace: owner.metadata.namespace,
        labels: { ...template.metadata?.labels, ...options.labels },
        ...(template.metadata?.annotations && {
          annotations: template.metadata.annotations,
        }),
        ownerReferences: [
          {
            apiVersion: owner.apiVersion,
            kind: owner.kind,
            name: owner.metadata.name,
            uid: owner.metadata.uid!,
            controller: true,
            blockOwnerDeletion: true,
          } as any,
        ],
      },
      spec: structuredClone(template.spec),
      status: { phase: 'Pending' },
    },
    { manager },
  );
}
