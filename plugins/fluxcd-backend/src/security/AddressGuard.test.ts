import { ConfigReader } from '@backstage/config';
import { AddressGuard } from './AddressGuard';
import { AddressRefusedError } from './AddressRefusedError';

const NEVER = [
  '169.254.169.254',
  '::ffff:169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '169.254.170.2',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fe80::1',
  '0.0.0.0',
  '::',
  '224.0.0.1',
  'ff02::1',
  '255.255.255.255',
  '240.0.0.1',
  '2002:7f00:1::',
  '2001:0:7f00:1::',
  '::7f00:1',
  '::a9fe:a9fe',
  '4000::1',
];
const PRIVATE = [
  '127.0.0.1',
  '::1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '10.0.0.5',
  '172.16.9.1',
  '192.168.1.1',
  '100.64.1.1',
  'fd00::1',
];
const EVERYTHING = ['0.0.0.0/0', '::/0'];

describe('AddressGuard', () => {
  it.each(['20.50.2.1', '8.8.8.8', '2606:4700::1111', '64:ff9b::808:808'])(
    'lets the public address %s through',
    address => {
      expect(() => new AddressGuard().check(address)).not.toThrow();
    },
  );

  it.each(NEVER)('never dials %s, even when all is allowed', address => {
    const guard = new AddressGuard({ allowedCidrs: EVERYTHING });
    expect(() => guard.check(address)).toThrow(AddressRefusedError);
    expect(() => guard.check(address)).toThrow('never dialled');
  });

  it.each(PRIVATE)('refuses %s until it is listed', address => {
    expect(() => new AddressGuard().check(address)).toThrow(
      AddressRefusedError,
    );
    const guard = new AddressGuard({ allowedCidrs: EVERYTHING });
    expect(() => guard.check(address)).not.toThrow();
  });

  it.each([
    [
      '10.1.2.3',
      "under fluxcd.clusters (a wider range is fine): allowedCidrs: ['10.1.2.3/32']",
    ],
    ['::ffff:127.0.0.1', "allowedCidrs: ['127.0.0.1/32']"],
    ['fd00::1', "allowedCidrs: ['fd00::1/128']"],
  ])('prints the line that would allow %s', (address, line) => {
    expect(() => new AddressGuard().check(address)).toThrow(line);
    const cidr = /\['(.*)'\]/.exec(line)![1];
    const guard = new AddressGuard({ allowedCidrs: [cidr] });
    expect(() => guard.check(address)).not.toThrow();
  });

  it('allows the listed range and no other', () => {
    const guard = AddressGuard.fromConfig(
      new ConfigReader({
        fluxcd: { clusters: { allowedCidrs: ['10.1.0.0/16'] } },
      }),
    );
    expect(() => guard.check('10.1.9.9')).not.toThrow();
    expect(() => guard.check('10.2.0.1')).toThrow(AddressRefusedError);
    expect(() => guard.check('::1')).toThrow(AddressRefusedError);
  });

  it('trusts one address more for what the operator vouches for, but no metadata service', () => {
    const guard = new AddressGuard({ allowedCidrs: ['127.0.0.0/8'] });
    const trusting = guard.trusting('10.96.0.1');
    expect(() => trusting.check('10.96.0.1')).not.toThrow();
    expect(() => trusting.check('127.0.0.1')).not.toThrow();
    expect(() => trusting.check('10.96.0.2')).toThrow(AddressRefusedError);
    expect(() => guard.check('10.96.0.1')).toThrow(AddressRefusedError);
    expect(() =>
      guard.trusting('169.254.169.254').check('169.254.169.254'),
    ).toThrow(AddressRefusedError);
  });

  it('trusts no name', async () => {
    const guard = new AddressGuard().trusting('localhost');
    await expect(guard.resolve('localhost')).rejects.toThrow(
      AddressRefusedError,
    );
  });

  it.each(['10.0.0.0', 'example.com', '10.0.0.0/40', ''])(
    'refuses the configuration %j by name',
    cidr => {
      expect(() => new AddressGuard({ allowedCidrs: [cidr] })).toThrow(
        'fluxcd.clusters.allowedCidrs[0] must be an address range',
      );
    },
  );

  it('refuses a name when one of its addresses is refused', async () => {
    const lookup: any = (_name: string, _options: unknown, callback: any) =>
      callback(null, [
        { address: '20.50.2.1', family: 4 },
        { address: '169.254.169.254', family: 4 },
      ]);
    const guard = new AddressGuard({ lookup });
    await expect(guard.resolve('rebind.example.com')).rejects.toThrow(
      'rebind.example.com resolves to 169.254.169.254',
    );
  });

  it('checks IP literals in brackets and without', async () => {
    const guard = new AddressGuard();
    await expect(guard.resolve('[::1]')).rejects.toThrow(AddressRefusedError);
    await expect(guard.resolve('127.0.0.1')).rejects.toThrow(
      AddressRefusedError,
    );
  });

  it('passes a failed lookup on', async () => {
    const failure = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
    const lookup: any = (_name: string, _options: unknown, callback: any) =>
      callback(failure);
    await expect(
      new AddressGuard({ lookup }).resolve('nowhere.example.com'),
    ).rejects.toBe(failure);
  });
});
