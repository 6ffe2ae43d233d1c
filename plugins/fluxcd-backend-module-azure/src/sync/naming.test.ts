import { createClusterSchema } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { assignNames } from './assignNames';
import { describeCluster } from './describeCluster';
import { nameCandidates } from './nameCandidates';
import { toLabels } from './toLabels';

const row = (name: string, resourceGroup = 'rg') => ({
  armId: `/${resourceGroup}/${name}`.toLowerCase(),
  name,
  resourceGroup,
});
const { name: nameSchema, labels: labelsSchema } = createClusterSchema.shape;

describe('names of clusters', () => {
  it('are labels whatever Azure allows', () => {
    for (const name of [
      'Prod_EU',
      'a',
      '1_',
      'x'.repeat(63),
      `${'x'.repeat(62)}_`,
      'y_'.repeat(31),
    ]) {
      for (const group of ['(My).Group_', 'g'.repeat(90)]) {
        for (const candidate of nameCandidates(row(name, group))) {
          expect(nameSchema.safeParse(candidate)).toMatchObject({
            success: true,
          });
        }
      }
    }
    expect(nameCandidates(row('Prod_EU', 'RG.One')).slice(0, 2)).toEqual([
      'prod-eu',
      'prod-eu-rg-one',
    ]);
  });

  it('differ when clusters are called alike, whoever is asked first', () => {
    const rows = [row('web', 'a'), row('WEB', 'b'), row('web_', 'b')].map(
      one => one as never,
    );
    const names = assignNames(rows, ['web']);
    expect([...names.values()].map(([first]) => first)).toEqual([
      'web-a',
      'web-b',
      expect.stringMatching(/^web-[0-9a-f]{6}$/),
    ]);
  });
});

describe('labels of clusters', () => {
  it('are valid whatever the tags hold', () => {
    const tags = Object.fromEntries([
      ['cost center', 'a/b & c'],
      ['öäü', 'x'],
      ['hidden-link:/app', '"quoted"'],
      ['long'.repeat(100), 'value'.repeat(50)],
      ['empty', ''],
      ...Array.from({ length: 80 }, (_, i) => [`tag${i}`, '-_.']),
    ]);
    const labels = toLabels(tags);
    expect(labelsSchema.safeParse(labels)).toMatchObject({ success: true });
    expect(labels).toMatchObject({
      'cost-center': 'a-b-c',
      'hidden-link-/app': 'quoted',
      empty: '',
    });
    expect(Object.keys(labels)).toHaveLength(64);
  });
});

it('reads the environment from its tag, in one line', () => {
  const { environment } = describeCluster(
    {
      ...row('web'),
      location: 'westeurope',
      tags: { ENVIRONMENT: `pro\nd${'x'.repeat(200)}` },
    } as never,
    {
      cloud: { portalUrl: 'https://portal.azure.com' },
      connection: {},
    } as never,
    'environment',
  );
  expect(environment).toBe(`pro d${'x'.repeat(58)}`);
});
