import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import generate from './__fixtures__/fernet/generate.json';
import invalid from './__fixtures__/fernet/invalid.json';
import verify from './__fixtures__/fernet/verify.json';
import { Fernet } from './Fernet';

/** The package of the field; it is not used, since it accepts invalid tokens and expires them after a minute. */
const peer = jest.requireActual('fernet');

const KEY = randomBytes(32);
const fromSpec = (secret: string) =>
  new Fernet(Buffer.from(secret, 'base64url'));
/** In the specification these are invalid by their age alone, which data at rest does not have. */
const BY_AGE = /TTL|clock skew/;

describe('Fernet', () => {
  it.each(generate)('makes the token of the specification', vector => {
    const token = fromSpec(vector.secret).encrypt(Buffer.from(vector.src), {
      now: new Date(vector.now),
      iv: Buffer.from(vector.iv),
    });
    expect(token).toBe(vector.token);
  });

  it.each(verify)('opens the token of the specification', vector => {
    expect(fromSpec(vector.secret).decrypt(vector.token).toString()).toBe(
      vector.src,
    );
  });

  it.each(invalid.filter(vector => !BY_AGE.test(vector.desc)))(
    'refuses: $desc',
    vector => {
      expect(() => fromSpec(vector.secret).decrypt(vector.token)).toThrow();
    },
  );

  it.each(invalid.filter(vector => BY_AGE.test(vector.desc)))(
    'opens, whatever its age (and empty): $desc',
    vector => {
      expect(fromSpec(vector.secret).decrypt(vector.token).toString()).toBe('');
    },
  );

  it('opens what it made, for any bytes', () => {
    const fernet = new Fernet(KEY);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        expect(fernet.decrypt(fernet.encrypt(Buffer.from(bytes)))).toEqual(
          Buffer.from(bytes),
        );
      }),
    );
  });

  it('accepts one spelling of a token only', () => {
    const fernet = new Fernet(KEY);
    const token = fernet.encrypt(Buffer.from('x'));
    expect(() => fernet.decrypt(token)).not.toThrow();
    for (const other of [
      `${token}\n`,
      ` ${token}`,
      `${token}====`,
      token.replace(/=+$/, ''),
      `${token.slice(0, 40)}!${token.slice(40)}`,
    ]) {
      expect(() => fernet.decrypt(other)).toThrow('Not a Fernet token');
    }
  });

  it('notices a change of any character', () => {
    const fernet = new Fernet(KEY);
    const token = fernet.encrypt(Buffer.from('secret'));
    for (let i = 0; i < token.length; i++) {
      const other = token[i] === 'A' ? 'B' : 'A';
      const altered = token.slice(0, i) + other + token.slice(i + 1);
      expect(() => fernet.decrypt(altered)).toThrow();
    }
  });

  it('never makes the same token twice', () => {
    const fernet = new Fernet(KEY);
    const now = new Date(0);
    const plaintext = Buffer.from('x');
    expect(fernet.encrypt(plaintext, { now })).not.toBe(
      fernet.encrypt(plaintext, { now }),
    );
  });

  it('reads and is read by another implementation', () => {
    const secret = new peer.Secret(`${KEY.toString('base64url')}=`);
    const ours = new Fernet(KEY).encrypt(Buffer.from('from here'));
    expect(new peer.Token({ secret, token: ours, ttl: 0 }).decode()).toBe(
      'from here',
    );
    const theirs = new peer.Token({ secret }).encode('from there');
    expect(new Fernet(KEY).decrypt(theirs).toString()).toBe('from there');
  });
});
