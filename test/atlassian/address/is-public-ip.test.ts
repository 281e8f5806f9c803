import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPublicIp } from '../../../src/atlassian/address/is-public-ip.ts';

const REFUSED: Record<string, string[]> = {
  'this network': ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1'],
  private: [
    '10.0.0.0',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.255.255',
    'fc00::1',
    'fd12:3456::1',
    'fdff:ffff::1',
  ],
  "behind a provider's translation": ['100.64.0.1', '100.127.255.255'],
  'link-local': ['169.254.0.1', '169.254.255.255', 'fe80::1', 'febf::1', 'fec0::1'],
  metadata: [
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    'fd00:ec2::254',
    'fd20:ce::254',
  ],
  'kept for protocols and measurements': [
    '192.0.0.1',
    '192.0.0.255',
    '192.88.99.1',
    '198.18.0.1',
    '198.19.255.255',
    '2001:2::1',
    '2001:10::1',
    '100::1',
    '5f00::1',
  ],
  documentation: ['192.0.2.1', '198.51.100.7', '203.0.113.255', '2001:db8::1', '3fff::1'],
  'multicast, broadcast and the future': [
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    'ff00::1',
    'ff02::1',
  ],
  'IPv4 in IPv6': [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:93.184.216.34',
    '::127.0.0.1',
    '::a00:1',
    '::ffff:0:127.0.0.1',
  ],
  '6to4 and Teredo': [
    '2002:7f00:1::',
    '2002:a00:1::1',
    '2002:5db8:d822::',
    '2001::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  ],
  'NAT64 into a private network': [
    '64:ff9b::127.0.0.1',
    '64:ff9b::a00:1',
    '64:ff9b::192.168.1.1',
    '64:ff9b::169.254.169.254',
    '64:ff9b:1::1',
  ],
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
