import { azureSubscriptionsSchema } from './azure';

describe('subscriptions of a connection', () => {
  const id = '00000000-0000-4000-8000-00000000000A';

  it('are all of them, or a list of ids', () => {
    expect(azureSubscriptionsSchema.parse('all')).toBe('all');
    expect(azureSubscriptionsSchema.parse([id])).toEqual([id.toLowerCase()]);
  });

  it.each([[undefined], [id], [null], [{ 0: id }]])(
    'say what they may be instead of %j',
    subscriptions => {
      const result = azureSubscriptionsSchema.safeParse(subscriptions);
      const [issue] = result.error!.issues;
      const messages = (issue as unknown as { errors: { message: string }[][] })
        .errors;
      expect(messages.flat().map(({ message }) => message)).toEqual([
        'must be "all" or a list of ids of subscriptions',
        'must be "all" or a list of ids of subscriptions',
      ]);
    },
  );
});
