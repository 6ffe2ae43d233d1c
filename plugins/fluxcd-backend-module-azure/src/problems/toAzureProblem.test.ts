import { CLIENT, SECRET, SUBSCRIPTION } from '../__testUtils__/ids';
import { makeConnection } from '../__testUtils__/makeConnection';
import { toAzureProblem } from './toAzureProblem';

describe('whatever else is thrown', () => {
  const context = {
    cloud: {
      authorityHost: 'https://login.example.com',
      resourceManagerEndpoint: 'https://arm.example.com',
    },
    connection: makeConnection(),
  };

  it.each([
    undefined,
    null,
    'text',
    42,
    {},
    new Error(SECRET),
    Object.assign(new Error(SECRET), { code: SECRET, statusCode: 'x' }),
    Object.assign(new Error('loop'), { cause: SECRET, errors: [null, 'x'] }),
  ])('is said in general: %p', error => {
    expect(toAzureProblem(error, context)).toEqual({
      code: undefined,
      message: 'The request to Azure failed.',
      remedy: expect.stringContaining('proxy'),
      subscriptionId: undefined,
    });
  });

  it('ends although errors wrap each other', () => {
    const one = new Error('one') as Error & { cause: unknown };
    one.cause = one;
    expect(toAzureProblem(one, context).message).toContain('failed');
  });

  it('names the application where the object id is not known', () => {
    const error = Object.assign(new Error('x'), {
      statusCode: 403,
      code: 'AuthorizationFailed',
    });
    expect(
      toAzureProblem(error, { ...context, subscriptionId: SUBSCRIPTION })
        .command,
    ).toBe(
      `az role assignment create --assignee "${CLIENT}" --role "Reader" --scope "/subscriptions/${SUBSCRIPTION}"`,
    );
  });

  it('keeps bodies to itself, but for their code', () => {
    const error = Object.assign(new Error('Pagination failed'), {
      statusCode: 409,
    });
    expect(
      toAzureProblem(error, {
        ...context,
        body: JSON.stringify({
          error: { code: 'SomethingElse', message: SECRET },
        }),
      }),
    ).toEqual({
      code: 'SomethingElse',
      message: 'Azure Resource Manager refused the request (HTTP 409).',
      subscriptionId: undefined,
    });
  });

  it('knows a certificate that is not trusted', () => {
    const error = Object.assign(new Error('x'), {
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
    });
    expect(toAzureProblem(error, context).message).toBe(
      'The backend cannot reach arm.example.com, its certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN).',
    );
  });
});
