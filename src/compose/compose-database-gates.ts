import { BlockList, isIPv4 } from 'node:net';
import { AddressGuard } from '../atlassian/address/address-guard.ts';
import { isPublicIp } from '../atlassian/address/is-public-ip.ts';
import type { DatabaseGates } from '../storage/gate/database-gate.ts';

/**
 * Where databases that administrators bring may be: on the internet, and in the ranges that the
 * operator lists; without TLS in these alone.
 */
export function composeDatabaseGates(privateNetworks: readonly string[]): DatabaseGates {
  const ranges = new BlockList();
  for (const range of privateNetworks) {
    const [network = '', bits] = range.split('/');
    ranges.addSubnet(network, Number(bits), isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  const isListed = (address: string): boolean =>
    ranges.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  return {
    tls: new AddressGuard({ isPublic: (address) => isPublicIp(address) || isListed(address) }),
    plain: new AddressGuard({ isPublic: isListed }),
  };
}
