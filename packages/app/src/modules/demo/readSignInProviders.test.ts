import { mockApis } from '@backstage/frontend-test-utils';
import { readSignInProviders } from './readSignInProviders';

describe('readSignInProviders', () => {
  it.each([
    ['nobody, when nothing is configured', {}, true, []],
    ['the guest in development', { guest: {} }, true, ['guest']],
    ['no guest anywhere else', { guest: {} }, false, []],
    [
      'the guest elsewhere where it is allowed',
      { guest: { dangerouslyAllowOutsideDevelopment: true } },
      false,
      ['guest'],
    ],
    [
      'people before the guest',
      { guest: {}, microsoft: {}, github: {} },
      true,
      ['GitHub', 'Microsoft Entra', 'guest'],
    ],
    ['only what is configured', { microsoft: {} }, false, ['Microsoft Entra']],
  ])('offers %s', (_, providers, development, names) => {
    const config = mockApis.config({ data: { auth: { providers } } });
    expect(
      readSignInProviders({ config, development, skipped: [] }).map(provider =>
        typeof provider === 'string' ? provider : provider.title,
      ),
    ).toEqual(names);
  });

  it('leaves out what the backend has skipped', () => {
    const config = mockApis.config({
      data: { auth: { providers: { github: {}, microsoft: {} } } },
    });
    expect(
      readSignInProviders({
        config,
        development: true,
        skipped: ['microsoft'],
      }),
    ).toMatchObject([{ title: 'GitHub' }]);
  });
});
