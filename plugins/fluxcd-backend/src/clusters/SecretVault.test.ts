import { randomBytes } from 'node:crypto';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { applyMigrations } from '../database/applyMigrations';
import { Keyring } from '../security/Keyring';
import { SecretVault } from './SecretVault';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['POSTGRES_15', 'MYSQL_8', 'SQLITE_3'],
});
const [OLD, NEW] = [1, 2].map(() => randomBytes(32).toString('base64url'));

describe.each(databases.eachSupportedId())('SecretVault on %s', id => {
  let knex: Knex;
  const logger = mockServices.logger.mock();
  const vaultWith = (...keys: string[]) =>
    new SecretVault({ knex, keyring: new Keyring(keys), logger });
  const rows = () => knex('sealed_secrets').orderBy(['owner', 'key']);

  beforeAll(async () => {
    knex = await databases.init(id);
    await applyMigrations({ getClient: async () => knex });
  });

  beforeEach(async () => {
    jest.clearAllMocks();
    await knex('sealed_secrets').delete();
  });

  it('gives back what was stored last, and nothing after it was deleted', async () => {
    const secrets = vaultWith(OLD).storageOf('azure-aks');
    expect(await secrets.get('a')).toBeUndefined();
    await secrets.set('a', { clientSecret: 'first' });
    await secrets.set('a', { clientSecret: 'second' });
    expect(await secrets.get('a')).toEqual({ clientSecret: 'second' });
    expect(await rows()).toHaveLength(1);
    await secrets.delete('a');
    await secrets.delete('a');
    expect(await secrets.get('a')).toBeUndefined();
  });

  it('shows a source its own secrets only, told apart by case', async () => {
    const vault = vaultWith(OLD);
    await vault.storageOf('one').set('key', { n: 1 });
    await vault.storageOf('two').set('key', { n: 2 });
    await vault.storageOf('one').set('KEY', { n: 3 });
    await vault.storageOf('two').delete('KEY');
    expect(await vault.storageOf('one').get('key')).toEqual({ n: 1 });
    expect(await vault.storageOf('two').get('key')).toEqual({ n: 2 });
    expect(await vault.storageOf('two').get('KEY')).toBeUndefined();
    expect(await vault.storageOf('one').get('KEY')).toEqual({ n: 3 });
  });

  it('is unreadable in a dump of the database', async () => {
    await vaultWith(OLD).storageOf('one').set('k', { s: 'canary-secret' });
    const dump = JSON.stringify(await rows());
    expect(dump).toContain('gAAAA');
    for (const form of ['utf8', 'base64', 'hex'] as const) {
      const text = Buffer.from('canary-secret').toString(form);
      expect(dump).not.toContain(text.replace(/=+$/, ''));
    }
  });

  it('does not open a secret that was moved to another row', async () => {
    const vault = vaultWith(OLD);
    await vault.storageOf('a').set('b/c', { n: 1 });
    await vault.storageOf('a').set('c', { n: 2 });
    const [{ token }] = await rows().where({ key: 'b/c' });
    await knex('sealed_secrets').where({ key: 'c' }).update({ token });
    await expect(vault.storageOf('a').get('c')).rejects.toThrow(
      /^The secret "c" cannot be read/,
    );
    await knex('sealed_secrets')
      .where({ key: 'c' })
      .update({ owner: 'a/b', key: 'c' });
    await expect(vault.storageOf('a/b').get('c')).rejects.toThrow();
  });

  it('brings all to the newest key at the start, after which the old one may go', async () => {
    await vaultWith(OLD).storageOf('one').set('k', { n: 1 });
    await vaultWith(NEW, OLD).reseal();
    const after = await rows();
    expect(await vaultWith(NEW).storageOf('one').get('k')).toEqual({ n: 1 });
    await vaultWith(NEW, OLD).reseal();
    expect(await rows()).toEqual(after);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('never overwrites what a wrong key cannot read, and warns of it', async () => {
    await vaultWith(OLD).storageOf('one').set('k', { n: 1 });
    const before = await rows();
    await vaultWith(NEW).reseal();
    await expect(vaultWith(NEW).storageOf('one').get('k')).rejects.toThrow(
      `(sealed with key ${before[0].key_id})`,
    );
    expect(await rows()).toEqual(before);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('k of one (key '),
    );
    // Somebody who sets it anew may: that is how it is mended.
    await vaultWith(NEW).storageOf('one').set('k', { n: 2 });
    expect(await vaultWith(NEW).storageOf('one').get('k')).toEqual({ n: 2 });
  });

  it('does not undo a change that another replica made while it resealed', async () => {
    const keyring = new Keyring([NEW, OLD]);
    await vaultWith(OLD).storageOf('one').set('k', { n: 'old' });
    const stale = await rows();
    await vaultWith(NEW, OLD).storageOf('one').set('k', { n: 'new' });
    let reads = 0;
    const slow = ((table: string) =>
      reads++ === 0 ? { orderBy: async () => stale } : knex(table)) as Knex;
    await new SecretVault({ knex: slow, keyring, logger }).reseal();
    expect(reads).toBe(2);
    expect(await vaultWith(NEW).storageOf('one').get('k')).toEqual({
      n: 'new',
    });
  });

  it('refuses a key that no column holds', async () => {
    const secrets = vaultWith(OLD).storageOf('one');
    await expect(secrets.set('', {})).rejects.toThrow('1 to 255 characters');
    await expect(secrets.set('k'.repeat(256), {})).rejects.toMatchObject({
      name: 'InputError',
    });
    await secrets.set('k'.repeat(255), { n: 1 });
    expect(await secrets.get('k'.repeat(255))).toEqual({ n: 1 });
  });
});
