import { matchesFilter } from './matchesFilter';
import { matchesPattern } from './matchesPattern';
import { whyExcluded } from './whyExcluded';

const row = {
  name: 'aks-prod-eu',
  resourceGroup: 'RG-Platform',
  tags: { Team: 'Payments', tier: 'gold' },
};

describe('matchesPattern', () => {
  it.each([
    ['aks-prod-eu', true],
    ['AKS-*', true],
    ['*-eu', true],
    ['*prod*', true],
    ['a*prod*u', true],
    ['*', true],
    ['**', true],
    ['aks', false],
    ['*prod', false],
    ['aks-prod-eu*eu', false],
    ['*eu*prod*', false],
    ['aks.prod.eu', false],
    ['(aks|x).*', false],
    ['', false],
  ])('%s: %s', (pattern, expected) => {
    expect(matchesPattern(pattern, row.name)).toBe(expected);
  });

  it('takes no longer for a pattern that is meant to be slow', () => {
    const text = `${'a'.repeat(250)}b`;
    const begun = performance.now();
    for (let i = 0; i < 1000; i++) {
      expect(matchesPattern(`${'a*'.repeat(40)}c`, text)).toBe(false);
    }
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

describe('matchesFilter', () => {
  it('wants every field that is given, by any of its values', () => {
    expect(matchesFilter({ names: ['x', 'aks-*'] }, row)).toBe(true);
    expect(
      matchesFilter({ names: ['aks-*'], resourceGroups: ['other'] }, row),
    ).toBe(false);
    expect(matchesFilter({ resourceGroups: ['rg-platform'] }, row)).toBe(true);
    expect(matchesFilter({ tags: { team: '*', tier: 'silver' } }, row)).toBe(
      true,
    );
    expect(matchesFilter({ tags: { team: 'search' } }, row)).toBe(false);
  });

  it('leaves out nothing, and takes in everything, when it gives nothing', () => {
    for (const empty of [undefined, {}, { names: [] }, { tags: {} }]) {
      expect(whyExcluded({ include: empty, exclude: empty }, row)).toBe(
        undefined,
      );
    }
  });

  it('leaves out what both filters name', () => {
    const names = ['aks-*'];
    expect(
      whyExcluded({ include: { names }, exclude: { names } }, row),
    ).toMatch(/excludes/);
    expect(whyExcluded({ include: { names: ['x'] } }, row)).toMatch(
      /does not match/,
    );
  });
});
