import { clusterNameSchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { suggestName } from './suggestName';

describe('suggestName', () => {
  it.each([
    ['kind-dev', 'kind-dev'],
    ['kubernetes-admin@kubernetes', 'kubernetes'],
    ['arn:aws:eks:eu-west-1:123456789012:cluster/payments', 'payments'],
    ['gke_my-project_europe-west1-b_shop', 'shop'],
    ['Prod EU (West)', 'prod-eu-west'],
    [`${'x'.repeat(62)}-y`, 'x'.repeat(62)],
    ['🙂', ''],
    ['', ''],
  ])('makes %j to %j', (context, name) => {
    expect(suggestName(context)).toBe(name);
    expect(name === '' || clusterNameSchema.safeParse(name).success).toBe(true);
  });
});
