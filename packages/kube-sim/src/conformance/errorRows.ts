import { configMap, fresh, kustomization, paths } from './fixtures';
import { recordedRows } from './recordedRows';
import type { Target } from './Target';

const one = (target: Target) =>
  fresh(target, paths(target.namespace).kustomizations, kustomization('one'));
const oneMap = (target: Target) =>
  fresh(target, paths(target.namespace).configmaps, configMap('one'));

function big(
  kind: 'ConfigMap' | 'Kustomization',
  bytes: number,
): () => Promise<unknown> {
  const text = 'x'.repeat(bytes);
  return async () =>
    kind === 'ConfigMap'
      ? { ...configMap('big'), data: { k: text } }
      : {
          ...kustomization('big'),
          spec: {
            ...kustomization('big').spec,
            postBuild: { substitute: { a: text } },
          },
        };
}

const viewer = { as: 'viewer' };
const nobody = { as: 'nobody' };
const limited = { as: 'imp' };
const bad = { token: 'not-a-token' };

/** Path tricks: nothing outside the named collection is ever reached. */
const DOTDOT = [
  'dots-encoded-slash-raw-secret',
  'double-encoded',
  'double-slash',
  'encoded-nul',
  'encoded-question',
  'encoded-slash-secret',
  'encoded-slash-up',
  'half-encoded',
  'percent-encoded-lower',
  'percent-encoded-upper',
  'raw-slash-secret',
  'raw',
  'single-dot-encoded',
  'single-dot',
].flatMap(trick =>
  ['configmaps', 'kustomizations'].flatMap(kind =>
    ['get', 'delete'].map(verb => `errors/dotdot/${kind}-${verb}-${trick}`),
  ),
);

/** Refusals: who may, what exists, which method, which form. */
export const errorRows = recordedRows({
  'errors/200-accept-html': {},
  'errors/200-accept-star': {},
  'errors/200-head': {},
  'errors/200-nobody-readyz': nobody,
  'errors/200-nobody-version': nobody,
  'errors/200-viewer-list': viewer,
  'errors/400-patch-collection': {},
  'errors/400-post-on-object': {},
  'errors/400-put-on-collection': {},
  'errors/401-bad-token-readyz': bad,
  'errors/401-bad-token-version': bad,
  'errors/401-bad-token-watch': bad,
  'errors/401-bad-token': bad,
  'errors/403-core-secret': viewer,
  'errors/403-get-cr': nobody,
  'errors/403-get-missing-cr': nobody,
  'errors/403-list-cluster-wide': nobody,
  'errors/403-list-cr': nobody,
  'errors/403-nonresource-url': viewer,
  'errors/403-patch-status': viewer,
  'errors/403-patch': viewer,
  'errors/403-pod-log': viewer,
  'errors/403-unknown-resource': viewer,
  'errors/403-watch': nobody,
  'errors/404-namespace': {},
  'errors/404-namespaced-at-cluster-scope': {},
  'errors/404-object-core': {},
  'errors/404-object': {},
  'errors/404-old-version': {},
  'errors/404-unknown-group': {},
  'errors/404-unknown-path': {},
  'errors/404-unknown-resource-core': {},
  'errors/404-unknown-resource': {},
  'errors/404-unknown-subresource': {},
  'errors/405-delete-status': {},
  'errors/405-get-token': {},
  'errors/405-options': {},
  'errors/405-post-on-object-core': {},
  'errors/405-post-version': {},
  'errors/406-accept-xml-core': {},
  'errors/406-accept-xml': {},
  'errors/406-as-unknown': {},
  'errors/413-body-over-3mib': { body: big('ConfigMap', 3_200_000) },
  'errors/413-patch-over-3mib': { body: big('ConfigMap', 3_200_000) },
  'errors/415-delete-text': {},
  'errors/415-post-text': {},
  'errors/415-put-text': {},
  'errors/422-configmap-over-1mib': { body: big('ConfigMap', 1_100_000) },
  'errors/422-invalid': {},
  'errors/500-cr-over-etcd-limit': { body: big('Kustomization', 2_200_000) },
  ...Object.fromEntries(DOTDOT.map(id => [id, {}])),
  'errors/dotdot/configmaps-get-trailing-slash': { before: oneMap },
  'errors/dotdot/configmaps-delete-trailing-slash': { before: oneMap },
  'errors/dotdot/kustomizations-get-trailing-slash': {
    before: one,
    compare: 'code',
  },
});

const SERVICE_ACCOUNT_REVIEW = 'errors/selfsubjectreview-serviceaccount';

/** Acting as somebody else, and asking what somebody may. */
export const identityRows = recordedRows({
  'errors/impersonate-anonymous': {},
  'errors/impersonate-empty-user-with-group': {},
  'errors/impersonate-empty-user': {
    compare: 'code',
    what: 'An empty Impersonate-User is ignored: the request runs as the caller',
  },
  'errors/impersonate-extra-without-user': {},
  'errors/impersonate-group-without-user': {},
  'errors/impersonate-limited-allowed-group-extra': {
    ...limited,
    compare: 'exact',
  },
  'errors/impersonate-limited-allowed-user': { ...limited, compare: 'exact' },
  'errors/impersonate-limited-forbidden-extra': limited,
  'errors/impersonate-limited-forbidden-group': limited,
  'errors/impersonate-limited-forbidden-serviceaccount': limited,
  'errors/impersonate-limited-forbidden-uid': limited,
  'errors/impersonate-limited-forbidden-user': limited,
  'errors/impersonate-masters-group': { compare: 'exact' },
  'errors/impersonate-serviceaccount-with-group': { compare: 'exact' },
  'errors/impersonate-serviceaccount': { compare: 'exact' },
  'errors/impersonate-then-200-list': {},
  'errors/impersonate-then-403-list': {},
  'errors/impersonate-uid-without-user': {},
  'errors/impersonate-user-and-groups': { compare: 'exact' },
  'errors/impersonate-user-twice': { compare: 'exact' },
  'errors/impersonate-user-uid-extra': { compare: 'exact' },
  'errors/impersonate-user': { compare: 'exact' },
  'errors/impersonate-unicode-user': { compare: 'exact' },
  'errors/localsubjectaccessreview-namespace-mismatch': {},
  'errors/selfsubjectaccessreview-admin': {},
  'errors/selfsubjectaccessreview-allowed': viewer,
  'errors/selfsubjectaccessreview-as-jane': {},
  'errors/selfsubjectaccessreview-denied': viewer,
  'errors/selfsubjectaccessreview-empty-spec': viewer,
  'errors/selfsubjectaccessreview-unknown-resource': viewer,
  [SERVICE_ACCOUNT_REVIEW]: { ...viewer, compare: 'shape' },
  'errors/selfsubjectrulesreview-no-namespace': viewer,
  'errors/selfsubjectrulesreview-viewer': viewer,
  'errors/subjectaccessreview-allowed': {},
  'errors/subjectaccessreview-denied': {},
  'errors/subjectaccessreview-forbidden-caller': viewer,
  'errors/subjectaccessreview-no-user': {},
  'errors/tokenrequest-audience': {},
  'errors/tokenrequest-missing-sa': {},
  'errors/tokenrequest-ok': {},
  'errors/tokenrequest-too-short': {},
  'errors/tokenreview-bad': {},
});
