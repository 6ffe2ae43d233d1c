import { AllowedUsers } from './AllowedUsers';

const github = (value: unknown) => AllowedUsers.parse(value, { logins: true });
const entra = (value: unknown) => AllowedUsers.parse(value, { logins: false });

describe('AllowedUsers', () => {
  it('admits the listed addresses and logins, and nobody else', () => {
    const allowed = github(['jane@example.com', 'octo-cat']);
    expect(allowed.admits({ email: 'jane@example.com' })).toBe(true);
    expect(allowed.admits({ login: 'octo-cat' })).toBe(true);
    expect(allowed.admits({ email: 'eve@example.com', login: 'eve' })).toBe(
      false,
    );
    expect(allowed.admits({})).toBe(false);
  });

  it('reads a text with commas, as an environment variable holds it', () => {
    const allowed = entra(' jane@example.com , joe@example.com');
    expect(allowed.admits({ email: 'joe@example.com' })).toBe(true);
    expect(allowed.admits({ email: 'eve@example.com' })).toBe(false);
  });

  it('takes upper and lower case as the same, on both sides', () => {
    const allowed = github(['Jane@Example.com', 'OctoCat']);
    expect(allowed.admits({ email: 'JANE@example.COM' })).toBe(true);
    expect(allowed.admits({ login: 'octocat' })).toBe(true);
  });

  it('does not take what merely resembles a listed name', () => {
    const allowed = github(['jane@example.com', 'octocat']);
    for (const person of [
      { email: 'jane+x@example.com' },
      { email: 'xjane@example.com' },
      { email: 'jane@example.com.evil.test' },
      { email: '' },
      { login: 'octocat ' },
      { login: 'octo' },
      { login: '*' },
    ]) {
      expect({ person, admitted: allowed.admits(person) }).toEqual({
        person,
        admitted: false,
      });
    }
  });

  it('admits everybody only by the word for it', () => {
    expect(github('*').admits({})).toBe(true);
    expect(github(['*']).admits({ login: 'anybody' })).toBe(true);
  });

  it.each([
    ['nothing', undefined, 'is missing'],
    ['null', null, 'is missing'],
    ['a number', 7, 'is missing'],
    ['an object', { jane: true }, 'is missing'],
    ['an empty list', [], 'is empty'],
    ['an empty text', '', 'is empty'],
    ['blanks and commas', ' , ', 'is empty'],
    ['a list of other things', ['jane', 7], 'must be a list of texts'],
    ['a gap', 'jane,,joe', 'Entry 2'],
    ['a wildcard among names', ['jane', '*'], 'Entry 2'],
    ['a domain', ['@example.com'], 'Entry 1'],
    ['a pattern', ['*@example.com'], 'Entry 1'],
    ['two addresses without a comma', ['a@b.test c@d.test'], 'Entry 1'],
  ])('refuses %s', (_, value, message) => {
    expect(() => github(value)).toThrow(message);
  });

  it('refuses a login where only addresses tell people apart', () => {
    expect(() => entra(['octocat'])).toThrow(
      "Entry 1 of 'allowedUsers' is not an e-mail address",
    );
  });

  it('does not repeat a malformed entry: it may be a secret in the wrong place', () => {
    expect(() => github('ghs_!secret')).toThrow(/^(?!.*secret)/);
  });
});
