import { shortRevision } from './shortRevision';

const SHA1 = '6a5ac7b1d2f04c0f9f1c1cf1a38b2f7d5c1f0aa2';
const SHA256 =
  'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90';

describe('shortRevision', () => {
  it.each([
    [`main@sha1:${SHA1}`, 'main@sha1:6a5ac7b1'],
    [`sha1:${SHA1}`, 'sha1:6a5ac7b1'],
    [`latest@sha256:${SHA256}`, 'latest@sha256:a1b2c3d4'],
    [`6.5.4@sha256:${SHA256}`, '6.5.4@sha256:a1b2c3d4'],
    // Names, tags and versions stay whole, also where they look like hex.
    ['6.5.4+20261120', '6.5.4+20261120'],
    [
      `feature/deadbeefdeadbeef@sha1:${SHA1}`,
      'feature/deadbeefdeadbeef@sha1:6a5ac7b1',
    ],
    ['deadbeefdeadbeefdeadbeef', 'deadbeefdeadbeefdeadbeef'],
    ['sha1:not-hex', 'sha1:not-hex'],
    ['', ''],
  ])('writes %s as %s', (revision, short) => {
    expect(shortRevision(revision)).toBe(short);
  });
});
