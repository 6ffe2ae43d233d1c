import fc from 'fast-check';
import { readUrl } from './readUrl';

const make = (kind: string, spec: object) => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind,
  metadata: { name: 'podinfo' },
  spec: { ...spec },
});

describe('readUrl', () => {
  it.each([
    ['https://example.com/org/repo.git', 'https://example.com/org/repo.git'],
    ['https://user:secret@example.com/r', 'https://example.com/r'],
    ['https://example.com/r?token=secret#secret', 'https://example.com/r'],
    ['ssh://git@example.com:2222/org/r', 'ssh://example.com:2222/org/r'],
    ['oci://example.com/charts', 'oci://example.com/charts'],
    ['file:///etc/passwd', undefined],
    ['data:text/html,x', undefined],
    ['git@example.com:org/r', undefined],
    ['', undefined],
    [7, undefined],
  ])('%s → %s', (url, expected) => {
    expect(readUrl(make('GitRepository', { url }))).toBe(expected);
  });

  it('writes a bucket as a URL', () => {
    expect(
      readUrl(
        make('Bucket', { endpoint: 'minio.example.com', bucketName: 'b' }),
      ),
    ).toBe('https://minio.example.com/b');
    expect(
      readUrl(
        make('Bucket', { endpoint: 'm:9000', bucketName: 'b', insecure: true }),
      ),
    ).toBe('http://m:9000/b');
  });

  it('shows no address of other kinds: those of a Provider are secrets', () => {
    expect(
      readUrl(make('Provider', { url: 'https://a', address: 'https://b' })),
    ).toBeUndefined();
  });

  it('never shows user info, query or fragment', () => {
    const secret = fc.stringMatching(/^[a-z0-9]{12}$/).map(s => `S${s}`);
    fc.assert(
      fc.property(
        fc.constantFrom('https', 'http', 'ssh', 'oci'),
        secret,
        (scheme, s) => {
          const url = readUrl(
            make('OCIRepository', {
              url: `${scheme}://${s}:${s}@example.com/path?a=${s}#${s}`,
            }),
          );
          expect(url).toBe(`${scheme}://example.com/path`);
        },
      ),
    );
  });
});
