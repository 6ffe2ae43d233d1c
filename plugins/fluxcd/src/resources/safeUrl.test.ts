/* eslint-disable no-script-url */
import { safeUrl } from './safeUrl';

describe('safeUrl', () => {
  it.each([
    'https://github.com/acme/shop',
    'http://charts.internal:8080/index.yaml',
    'HTTPS://EXAMPLE.COM/a?b=c#d',
  ])('makes a link of %s', url => {
    expect(safeUrl(url)).toMatch(/^https?:\/\//);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    'ssh://git@github.com/acme/shop',
    'git@github.com:acme/shop',
    'oci://ghcr.io/acme/shop',
    '//evil.example.com',
    '/flux/clusters',
    'https:evil.example.com',
    'https://',
    'https://user:secret@example.com/',
    'https://user@example.com/',
    'https://exa mple.com',
    'https://example.com\\@evil.example.com',
    'https://example.com/\njavascript:alert(1)',
    'label | javascript:alert(1)',
    '',
  ])('leaves %j as text', url => {
    expect(safeUrl(url)).toBeUndefined();
  });
});
