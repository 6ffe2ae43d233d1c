import dns, { type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import ipaddr from 'ipaddr.js';
import { AddressRefusedError } from './AddressRefusedError';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Cidr = [Address, number];

const ALLOWED_CIDRS = 'fluxcd.clusters.allowedCidrs';

/** Metadata and platform services of clouds that lie outside the link-local range. */
const METADATA = new Set([
  '168.63.129.16', // Azure
  '100.100.100.200', // Alibaba Cloud
  '192.0.0.192', // Oracle Cloud
  'fd00:ec2::254', // AWS
  'fd20:ce::254', // Google Cloud
]);

/** Ranges in the words of ipaddr.js that an operator may open. Every other one that is not `unicast` stays shut. */
const OPENABLE: Record<string, string> = {
  loopback: 'a loopback',
  private: 'a private',
  uniqueLocal: 'a private',
  carrierGradeNat: 'a private',
};

const GLOBAL_IPV6: Cidr = ipaddr.parseCIDR('2000::/3');

/**
 * Decides which addresses may be dialled (server-side request forgery): public ones, and private or loopback
 * ones that the operator listed. It is asked at connect time about the very address that is dialled, so a name
 * that resolves to something else a moment later (DNS rebinding) gains nothing.
 */
export class AddressGuard {
  readonly #allowedCidrs: readonly string[];
  readonly #allowed: readonly Cidr[];
  readonly #lookup: typeof dns.lookup;

  static fromConfig(config: Config): AddressGuard {
    return new AddressGuard({
      allowedCidrs: config.getOptionalStringArray(ALLOWED_CIDRS),
    });
  }

  constructor(
    options: {
      allowedCidrs?: readonly string[];
      /** `dns.lookup`, replaceable in tests. */
      lookup?: typeof dns.lookup;
    } = {},
  ) {
    this.#lookup = options.lookup ?? dns.lookup;
    this.#allowedCidrs = options.allowedCidrs ?? [];
    this.#allowed = this.#allowedCidrs.map((text, index) => {
      if (!ipaddr.isValidCIDR(text)) {
        throw new InputError(
          `${ALLOWED_CIDRS}[${index}] must be an address range such as 10.0.0.0/8 or fd00::/8`,
        );
      }
      return ipaddr.parseCIDR(text);
    });
  }

  /** The same guard, which also lets through one private address that the operator vouches for. */
  trusting(host: string): AddressGuard {
    const family = isIP(host);
    if (family === 0) {
      // What a name resolves to is not theirs to vouch for.
      return this;
    }
    const bits = family === 4 ? 32 : 128;
    return new AddressGuard({
      allowedCidrs: [...this.#allowedCidrs, `${host}/${bits}`],
      lookup: this.#lookup,
    });
  }

  /** @throws AddressRefusedError */
  check(address: string, host: string = address): void {
    const ip = unwrap(ipaddr.parse(address));
    const range = rangeOf(ip);
    const text = ip.toString();
    if (METADATA.has(text) || (range !== 'unicast' && !(range in OPENABLE))) {
      throw new AddressRefusedError(
        `${subject(
          host,
          text,
        )}, a metadata, link-local or reserved address. Such addresses are never dialled.`,
      );
    }
    if (range === 'unicast' || this.#allowed.some(cidr => contains(cidr, ip))) {
      return;
    }
    const cidr = `${text}/${ip.kind() === 'ipv4' ? 32 : 128}`;
    throw new AddressRefusedError(
      `${subject(host, text)}, ${
        OPENABLE[range]
      } address that is not listed. To allow it, write in app-config under fluxcd.clusters (a wider range is fine): allowedCidrs: ['${cidr}']`,
    );
  }

  /** For `net.connect`, which asks only about names: check a host that is an IP literal yourself. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.#lookup(
      hostname,
      { ...options, all: true },
      (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => {
        if (error) {
          callback(error, '');
          return;
        }
        try {
          // One bad answer refuses the name: which of them is dialled is not ours to choose.
          found.forEach(({ address }) => this.check(address, hostname));
        } catch (refusal) {
          callback(refusal as Error, '');
          return;
        }
        if (options.all) {
          callback(null, found);
        } else {
          callback(null, found[0].address, found[0].family);
        }
      },
    );
  };

  /** Resolves and checks the host of a URL (IPv6 in brackets), without dialling it. A literal resolves to itself. */
  async resolve(host: string): Promise<void> {
    const name = host.replace(/^\[|\]$/g, '');
    await new Promise<void>((resolve, reject) => {
      this.lookup(name, { all: true }, error =>
        error ? reject(error) : resolve(),
      );
    });
  }
}

/** IPv4 inside IPv6: what is reached is the IPv4 address. */
function unwrap(ip: Address): Address {
  if (ip.kind() !== 'ipv6') {
    return ip;
  }
  const v6 = ip as ipaddr.IPv6;
  if (v6.isIPv4MappedAddress()) {
    return v6.toIPv4Address();
  }
  if (v6.range() === 'rfc6052') {
    return new ipaddr.IPv4(v6.toByteArray().slice(12));
  }
  return v6;
}

/** Only 2000::/3 is handed out to the public; ipaddr.js takes everything that it has no name for as `unicast`. */
function rangeOf(ip: Address): string {
  const range = ip.range();
  const isGlobal = ip.kind() === 'ipv4' || contains(GLOBAL_IPV6, ip);
  return range === 'unicast' && !isGlobal ? 'reserved' : range;
}

function contains([network, bits]: Cidr, ip: Address): boolean {
  return network.kind() === ip.kind() && ip.match(network, bits);
}

function subject(host: string, address: string): string {
  return host === address
    ? `The server's address is ${address}`
    : `${host} resolves to ${address}`;
}
