import { randomBytes } from 'node:crypto';
import { ConfigReader } from '@backstage/config';
import { Keyring } from './Keyring';

const makeKey = () => `${randomBytes(32).toString('base64url')}=`;
const OLD = makeKey();
const NEW = makeKey();

describe('Keyring', () => {
  it('opens what it sealed, and shows nothing of it', () => {
    const keyring = new Keyring([NEW]);
    const sealed = keyring.seal('clusters/1', { token: 'canary' });
    expect(keyring.open('clusters/1', sealed.token)).toEqual({
      token: 'canary',
    });
    expect(Buffer.from(sealed.token, 'base64url').toString()).not.toContain(
      'canary',
    );
    expect(sealed.keyId).toMatch(/^[0-9a-f]{8}$/);
  });

  it('seals with the newest key and opens with every key', () => {
    const before = new Keyring([OLD]).seal('clusters/1', { token: 'a' });
    const both = new Keyring([NEW, OLD]);
    expect(both.open('clusters/1', before.token)).toEqual({ token: 'a' });
    const after = both.seal('clusters/1', { token: 'a' });
    expect(after.keyId).not.toBe(before.keyId);
    expect(after.keyId).toBe(both.primaryKeyId);
    expect(() => new Keyring([OLD]).open('clusters/1', after.token)).toThrow(
      'None of fluxcd.encryption.keys opens',
    );
  });

  it('does not open a token that was moved to another row', () => {
    const keyring = new Keyring([NEW]);
    const { token } = keyring.seal('clusters/1', { token: 'a' });
    expect(() => keyring.open('clusters/2', token)).toThrow(
      'belongs to something else',
    );
  });

  it('says how to make a key when there is none', () => {
    for (const config of [{}, { fluxcd: { encryption: { keys: [] } } }]) {
      let message = '';
      try {
        Keyring.fromConfig(new ConfigReader(config));
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toContain('fluxcd.encryption.keys is missing');
      expect(message).toContain('yarn fluxcd:key');
      expect(message).toContain('keys:\n      - ${FLUXCD_ENCRYPTION_KEY}');
    }
  });

  it.each([
    ['short', 'abc'],
    ['empty', ''],
    ['not base64', '!'.repeat(44)],
    ['33 bytes', randomBytes(33).toString('base64url')],
    ['standard base64', `${'+/'.repeat(21)}A=`],
    ['spare bits set', `${'A'.repeat(42)}B=`],
  ])('refuses a key that is %s, without echoing it', (_name, key) => {
    expect(() => new Keyring([NEW, key])).toThrow(
      /^fluxcd\.encryption\.keys\[1\] must be 32 random bytes/,
    );
    try {
      expect(new Keyring([NEW, key])).toBeUndefined();
    } catch (error) {
      if (key) {
        // eslint-disable-next-line jest/no-conditional-expect
        expect((error as Error).message).not.toContain(key);
      }
    }
  });

  it('takes the key without padding and with a line break, as tools print it', () => {
    const { token } = new Keyring([OLD]).seal('a', { x: 1 });
    expect(new Keyring([OLD.replace('=', '')]).open('a', token)).toEqual({
      x: 1,
    });
    expect(new Keyring([`${OLD}\n`]).open('a', token)).toEqual({ x: 1 });
  });
});
