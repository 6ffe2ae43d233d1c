/** Of the simulated directory. */
export const TENANT = '11111111-1111-4111-8111-111111111111';
export const OTHER_TENANT = '22222222-2222-4222-8222-222222222222';
export const CLIENT = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const OBJECT_ID = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
export const MANAGED_CLIENT = 'cccccccc-cccc-4ccc-8ccc-cccccccccccc';
export const MANAGED_OBJECT_ID = 'dddddddd-dddd-4ddd-8ddd-dddddddddddd';
export const SUBSCRIPTION = '33333333-3333-4333-8333-333333333333';
export const FOREIGN_SUBSCRIPTION = '44444444-4444-4444-8444-444444444444';
export const SUBJECT = 'system:serviceaccount:backstage:backstage';
export const SECRET = 'first~secret.of.the-application-0001';
