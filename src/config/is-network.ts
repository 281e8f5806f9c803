import { isIP } from 'node:net';

/** Whether this is an address range: `address/bits`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits = '', more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined || !/^\d{1,3}$/.test(bits)) return false;
  return Number(bits) <= (family === 4 ? 32 : 128);
}
