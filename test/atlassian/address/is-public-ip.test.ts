import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPublicIp } from '../../../src/atlassian/address/is-public-ip.ts';
import { NOT_PUBLIC } from '../../support/not-public.ts';

const REFUSED: Record<string, string[]> = {
  ...NOT_PUBLIC,
  'with a zone': ['fe80::1%eth0', '2a00:1450::1%eth0'],
  'no address at all': [
    '',
    'localhost',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '1.2.3',
    '1.2.3.4.5',
    '[::1]',
    '93.184.216.34:443',
  ],
};
const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '93.184.216.34',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '168.63.129.15',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00:1450:4001:80b::200e',
  '2401:1d80:3010::1',
  '64:ff9b::8.8.8.8',
  '64:ff9b::5db8:d822',
];

for (const [kind, addresses] of Object.entries(REFUSED))
  test(`not public: ${kind}`, () => {
    for (const address of addresses) assert.equal(isPublicIp(address), false, address);
  });

test('addresses of the internet are public, up to the edges of what is not', () => {
  for (const address of PUBLIC) assert.equal(isPublicIp(address), true, address);
});

test('an IPv4 address that is not public is not so in any clothes of IPv6', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      assert.equal(isPublicIp(`64:ff9b::${address}`), isPublicIp(address));
      assert.equal(isPublicIp(`::ffff:${address}`), false);
      assert.equal(isPublicIp(`::${address}`), false);
    }),
  );
});
