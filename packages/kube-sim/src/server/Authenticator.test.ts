import { Authenticator } from './Authenticator';

describe('Authenticator', () => {
  const identity = {
    name: 'system:serviceaccount:apps:bot',
    groups: ['system:serviceaccounts'],
  };

  it('knows the owner of a token, and nobody once it is removed', () => {
    const authenticator = new Authenticator();
    authenticator.add('secret', identity);
    expect(authenticator.identify('secret')).toMatchObject({
      name: identity.name,
      groups: ['system:serviceaccounts', 'system:authenticated'],
    });
    expect(authenticator.identify('other')).toBeUndefined();
    authenticator.remove('secret');
    expect(authenticator.identify('secret')).toBeUndefined();
  });

  it('refuses a token that has expired', () => {
    const authenticator = new Authenticator();
    authenticator.add('old', { ...identity, expiresAt: Date.now() - 1 });
    authenticator.add('young', { ...identity, expiresAt: Date.now() + 60_000 });
    expect(authenticator.identify('old')).toBeUndefined();
    expect(authenticator.identify('young')).toBeDefined();
  });

  it('refuses a token that was made for somebody else', () => {
    const authenticator = new Authenticator();
    authenticator.add('theirs', { ...identity, audiences: ['portal'] });
    authenticator.add('ours', {
      ...identity,
      audiences: ['portal', Authenticator.audience],
    });
    expect(authenticator.identify('theirs')).toBeUndefined();
    expect(authenticator.identify('ours')).toBeDefined();
  });
});
