import { parseLabels } from './parseLabels';

describe('parseLabels', () => {
  it('reads a label per line, and no more into a value than is there', () => {
    expect(
      parseLabels('region = eu-west\n\n  tier=gold=pure \nempty='),
    ).toEqual({
      labels: { region: 'eu-west', tier: 'gold=pure', empty: '' },
    });
    expect(parseLabels(' \n')).toEqual({ labels: {} });
  });

  it.each([
    ['region', { rule: 'labelsInvalid', line: 1 }],
    ['a=b\n=c', { rule: 'labelsInvalid', line: 2 }],
    ['a=b\n\na=c', { rule: 'labelsTwice', line: 3, key: 'a' }],
  ])('says what is wrong with %j', (text, problem) => {
    expect(parseLabels(text)).toEqual({ problem });
  });

  it('takes a key that objects have by themselves for what it is', () => {
    expect(parseLabels('constructor=x').labels).toEqual({ constructor: 'x' });
  });
});
