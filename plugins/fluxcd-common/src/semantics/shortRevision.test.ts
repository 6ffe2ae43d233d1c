import { shortRevision } from './shortRevision';

const SHA1 = 'f16165e8791d77297b304e713c7c7d3f841c0916';
const SHA256 = `${SHA1}${SHA1.slice(0, 24)}`;

describe('shortRevision', () => {
  it.each([
    [`main@sha1:${SHA1}`, 'main@sha1:f16165e8'],
    [`refs/heads/main@sha1:${SHA1}`, 'refs/heads/main@sha1:f16165e8'],
    [`v1.2.3@sha1:${SHA1}`, 'v1.2.3@sha1:f16165e8'],
    [`sha1:${SHA1}`, 'sha1:f16165e8'],
    [`latest@sha256:${SHA256}`, 'latest@sha256:f16165e8'],
    [`sha256:${SHA256}`, 'sha256:f16165e8'],
    ['6.6.1+0cc9a8446c95', '6.6.1+0cc9a8446c95'],
    ['6.0.3+2', '6.0.3+2'],
    [`main/${SHA1}`, `main/${SHA1}`],
    ['sha1:abc', 'sha1:abc'],
    ['', ''],
  ])('%s → %s', (revision, short) => {
    expect(shortRevision(revision)).toBe(short);
  });
});
