import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Ranges that IANA's special-purpose registry calls not globally reachable, and the one public
 * address that a cloud uses for its own metadata.
 */
const NOT_PUBLIC_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/**
 * Inside 2000::/3: Teredo and other protocols' own, documentation, 6to4. Both tunnels carry an IPv4
 * address that a router would unpack.
 */
const NOT_PUBLIC_V6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];
const NAT64 = '64:ff9b::';

const refusedV4 = new BlockList();
for (const [net, bits] of NOT_PUBLIC_V4) refusedV4.addSubnet(net, bits, 'ipv4');
const reachedV6 = new BlockList();
reachedV6.addSubnet('2000::', 3, 'ipv6');
reachedV6.addSubnet(NAT64, 96, 'ipv6');
const refusedV6 = new BlockList();
for (const [net, bits] of NOT_PUBLIC_V6) refusedV6.addSubnet(net, bits, 'ipv6');
// A network without IPv4 reaches IPv4 addresses this way.
for (const [net, bits] of NOT_PUBLIC_V4) refusedV6.addSubnet(NAT64 + net, 96 + bits, 'ipv6');

/**
 * Whether an address stands for a machine on the public internet. Anything not known to be public
 * is not, IPv4-mapped addresses and those with a zone included.
 */
export function isPublicIp(address: string): boolean {
  if (isIPv4(address)) return !refusedV4.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  return reachedV6.check(address, 'ipv6') && !refusedV6.check(address, 'ipv6');
}
