import { resolveSrv } from 'node:dns/promises';
import type { DatabaseAddress } from '../../core/storages/address/database-address.ts';

/** The hosts that DNS lists for a service. */
export type ResolveService = (name: string) => Promise<{ name: string; port: number }[]>;

const MAX_HOSTS = 50;

/**
 * `host:port` of each host of an address. The DNS may name hosts of the address's own domain only,
 * as the specification of these addresses wants it. @throws what the resolver failed with
 */
export async function findHosts(
  { hosts, isSrv }: Pick<DatabaseAddress, 'hosts' | 'isSrv'>,
  resolve: ResolveService = resolveSrv,
): Promise<string[]> {
  if (!isSrv) return hosts;
  const [service = ''] = hosts;
  const domain = `.${service.split('.').slice(1).join('.')}`;
  const found = await resolve(`_mongodb._tcp.${service}`);
  const own = found.filter(({ name }) => name.toLowerCase().endsWith(domain));
  return own.slice(0, MAX_HOSTS).map(({ name, port }) => `${name.toLowerCase()}:${port}`);
}
