import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSiteUrl } from '../../../src/atlassian/address/read-site-url.ts';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';

const ALLOWED = ['http://127.0.0.1:8091', 'https://pretend.example.com:8443'];
const refusal = (text: string): string | undefined => {
  try {
    readSiteUrl(text, ALLOWED);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof InvalidInput, text);
    return error.fields['siteUrl'];
  }
};

const GOOD: [string, string][] = [
  ['https://acme.atlassian.net', 'https://acme.atlassian.net'],
  ['  https://acme.atlassian.net/  ', 'https://acme.atlassian.net'],
  ['HTTPS://ACME.Atlassian.NET/jira/your-work?x=1#top', 'https://acme.atlassian.net'],
  ['https://acme.atlassian.net:443/', 'https://acme.atlassian.net'],
  ['https://bücher.example.com', 'https://xn--bcher-kva.example.com'],
  ['https://xn--bcher-kva.example.com', 'https://xn--bcher-kva.example.com'],
  ['https://10.acme.example.com', 'https://10.acme.example.com'],
  ['https://localhost.example.com', 'https://localhost.example.com'],
  ['http://127.0.0.1:8091', 'http://127.0.0.1:8091'],
  ['http://127.0.0.1:8091/jira', 'http://127.0.0.1:8091'],
  ['https://pretend.example.com:8443', 'https://pretend.example.com:8443'],
];
for (const [text, origin] of GOOD)
  test(`"${text}" is ${origin}`, () => assert.equal(readSiteUrl(text, ALLOWED), origin));

const NOT_HTTPS = [
  '',
  'acme.atlassian.net',
  'http://acme.atlassian.net',
  'http://127.0.0.1',
  'http://127.0.0.1:8092',
  'ftp://acme.atlassian.net',
  'file:///etc/passwd',
  '//acme.atlassian.net',
  'https:/acme.atlassian.net',
  'https:acme.atlassian.net',
  'https:\\\\acme.atlassian.net',
  'javascript:alert(1)',
  'data:text/html,x',
  'gopher://acme.atlassian.net',
  'httpsx://acme.atlassian.net',
  'h\tttps://acme.atlassian.net',
];
test('what does not start with https:// is told so', () => {
  for (const text of NOT_HTTPS)
    assert.equal(refusal(text), 'The URL must start with https://', JSON.stringify(text));
});

const NOT_ALLOWED: Record<string, string[]> = {
  'a user name or password': [
    'https://user@acme.atlassian.net',
    'https://user:pass@acme.atlassian.net',
    'https://acme.atlassian.net@evil.example.com',
    'https://@acme.atlassian.net',
    'https://:@acme.atlassian.net',
    'https://acme.atlassian.net%40evil.example.com',
    'http://user@127.0.0.1:8091'.replace('http:', 'https:'),
  ],
  'another port': [
    'https://acme.atlassian.net:8443',
    'https://acme.atlassian.net:80',
    'https://acme.atlassian.net:0443',
    'https://acme.atlassian.net:',
    'https://acme.atlassian.net:65536',
    'https://acme.atlassian.net:443x',
    'https://pretend.example.com:8444',
    'https://127.0.0.1:8091',
  ],
  'an IPv4 address': [
    'https://127.0.0.1',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://8.8.8.8',
    'https://93.184.216.34:443',
  ],
  'an IPv4 address in odd notation': [
    'https://2130706433',
    'https://0x7f000001',
    'https://0x7f.0.0.1',
    'https://0177.0.0.1',
    'https://017700000001',
    'https://127.1',
    'https://127.0.1',
    'https://0',
    'https://127.0.0.1.',
    'https://0x7f.1',
    'https://00000177.1',
    'https://127.0.0.0x1',
    'https://foo.0x1',
    'https://foo.1',
    'https://1.2.3.4.5',
  ],
  'an IPv4 address in foreign digits and dots': [
    'https://１２７.０.０.１',
    'https://127。0。0。1',
    'https://①②⑦.0.0.1',
    'https://127．0．0．1',
    'https://١٢٧.0.0.1',
  ],
  'an IPv6 address': [
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://[::ffff:7f00:1]:443',
    'https://[fe80::1%25eth0]',
    'https://[fe80::1%eth0]',
    'https://[2606:4700::1111]',
    'https://::1',
    'https://[::',
  ],
  'a name of the own network': [
    'https://localhost',
    'https://localhost.',
    'https://app.localhost',
    'https://LOCALHOST',
    'https://server',
    'https://printer.local',
    'https://metadata.google.internal',
    'https://x.localdomain',
    'https://1.0.0.127.in-addr.arpa',
    'https://router.lan',
    'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
    'https://db.corp',
  ],
  'dots in the wrong places': [
    'https://acme.atlassian.net.',
    'https://acme.atlassian.net..',
    'https://acme..atlassian.net',
    'https://.atlassian.net',
    'https://.',
    'https://..',
  ],
  'things that browsers forgive': [
    'https://',
    'https:///acme.atlassian.net',
    'https://\\acme.atlassian.net',
    'https://acme.atlassian.net\\@evil.example.com',
    'https://acme.atlassian.net\\evil',
    'https://acme.atlas\tsian.net',
    'https://acme.atlas\nsian.net',
    'https://acme .atlassian.net',
    'https://acme.atlassian.net\0',
    'https://so\u00ADft.example.com',
    'https://acme%2eatlassian.net',
    'https://%61cme.atlassian.net',
    'https://acme.atlassian.net%00.evil.example.com',
    'https://acme\u200B.atlassian.net',
  ],
  'names that are none': [
    'https://-acme.atlassian.net',
    'https://acme-.atlassian.net',
    'https://ac_me.atlassian.net',
    'https://a*.atlassian.net',
    `https://${'a'.repeat(64)}.example.com`,
    `https://${'a.'.repeat(130)}example.com`,
    'https://xn--.example.com',
    'https://acme.x-',
    'https://acme,evil.example.com',
    'https://acme;evil.example.com',
  ],
};
for (const [kind, texts] of Object.entries(NOT_ALLOWED))
  test(`not allowed: ${kind}`, () => {
    for (const text of texts)
      assert.equal(refusal(text), "This address isn't allowed", JSON.stringify(text));
  });
