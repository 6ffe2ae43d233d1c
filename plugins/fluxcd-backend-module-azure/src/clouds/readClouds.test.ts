import { rootCertificates } from 'node:tls';
import { ConfigReader } from '@backstage/config';
import { readClouds } from './readClouds';

function read(clouds?: unknown) {
  return readClouds(
    new ConfigReader(
      clouds === undefined ? {} : ({ fluxcd: { azure: { clouds } } } as any),
    ),
  );
}

const own = {
  name: 'sim',
  authorityHost: 'https://login.example.com:8443/',
  resourceManagerEndpoint: 'https://arm.example.com',
  portalUrl: 'https://portal.example.com',
};

describe('readClouds', () => {
  it('knows the public cloud alone unless told otherwise', () => {
    expect(read().map(({ name }) => name)).toEqual(['public']);
  });

  it('knows the built-in clouds by name, each with the audience of its own', () => {
    const clouds = read([
      { name: 'usgovernment' },
      { name: 'china', title: 'Shanghai' },
      { name: 'public' },
    ]);
    expect(
      clouds.map(c => [c.title, c.authorityHost, c.resourceManagerAudience]),
    ).toEqual([
      [
        'Azure US Government',
        'https://login.microsoftonline.us',
        'https://management.usgovcloudapi.net',
      ],
      [
        'Shanghai',
        'https://login.chinacloudapi.cn',
        'https://management.chinacloudapi.cn',
      ],
      [
        'Azure',
        'https://login.microsoftonline.com',
        'https://management.azure.com',
      ],
    ]);
    expect(clouds.every(({ builtIn }) => builtIn)).toBe(true);
  });

  it('takes a cloud of one’s own, whose audience is its endpoint unless named', () => {
    const certificateAuthority = `before\n${rootCertificates[0]}\nafter`;
    expect(read([{ ...own, certificateAuthority }])).toEqual([
      {
        name: 'sim',
        title: 'sim',
        authorityHost: 'https://login.example.com:8443',
        resourceManagerEndpoint: 'https://arm.example.com',
        resourceManagerAudience: 'https://arm.example.com',
        portalUrl: 'https://portal.example.com',
        certificateAuthority: `${rootCertificates[0]}\n`,
        builtIn: false,
      },
    ]);
    expect(
      read([
        { ...own, resourceManagerAudience: 'https://management.azure.com/' },
      ])[0].resourceManagerAudience,
    ).toBe('https://management.azure.com/');
  });

  it.each([
    [[], 'clouds must name at least one'],
    [[{ name: 'public' }, { name: 'public' }], 'clouds[1].name must be unique'],
    [[{ name: 'a b' }], 'clouds[0].name must be'],
    [[{ name: 'sim' }], 'clouds[0].resourceManagerEndpoint is missing'],
    [
      [{ ...own, authorityHost: 'http://login.example.com' }],
      'clouds[0].authorityHost must be an https:// address',
    ],
    [
      [{ ...own, authorityHost: 'https://login.example.com/common' }],
      'clouds[0].authorityHost must be',
    ],
    [
      [{ ...own, authorityHost: 'https://user:word@login.example.com' }],
      'clouds[0].authorityHost must be',
    ],
    [
      [{ ...own, resourceManagerEndpoint: 'arm.example.com' }],
      'clouds[0].resourceManagerEndpoint must be',
    ],
    [
      [{ ...own, resourceManagerAudience: 'https://arm.example.com/.default' }],
      'clouds[0].resourceManagerAudience must be',
    ],
    [
      [{ ...own, certificateAuthority: 'none' }],
      'clouds[0].certificateAuthority must be certificates in PEM',
    ],
    [
      [{ name: 'public', authorityHost: 'https://evil.example.com' }],
      'clouds[0].authorityHost must be left out: the cloud "public" is built in',
    ],
  ])('refuses %j', (clouds, message) => {
    expect(() => read(clouds)).toThrow(`fluxcd.azure.${message}`);
  });
});
