import { BlockList, isIPv4 } from 'node:net';

/** Whether an address is in one of the ranges that the operator lists. */
export function listedNetworks(ranges: readonly string[]): (address: string) => boolean {
  const listed = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    listed.addSubnet(network, Number(bits), isIPv4(network) ? 'ipv4' : 'ipv6');
  }
  return (address) => listed.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
