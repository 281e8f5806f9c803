import { AddressGuard } from '../../atlassian/address/address-guard.ts';
import { isPublicIp } from '../../atlassian/address/is-public-ip.ts';
import type { DatabaseGates } from '../../storage/gate/database-gate.ts';
import { listedNetworks } from './listed-networks.ts';

/**
 * Where administrators' databases may be: on the internet and in the ranges that the operator
 * lists; without TLS only in the latter.
 */
export function composeDatabaseGates(privateNetworks: readonly string[]): DatabaseGates {
  const isListed = listedNetworks(privateNetworks);
  return {
    tls: new AddressGuard({ isPublic: (address) => isPublicIp(address) || isListed(address) }),
    plain: new AddressGuard({ isPublic: isListed }),
  };
}
