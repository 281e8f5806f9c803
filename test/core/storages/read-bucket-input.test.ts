import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import type { BucketAddress } from '../../../src/core/storages/address/bucket-address.ts';
import { readBucketInput } from '../../../src/core/use-cases/storages/read-bucket-input.ts';

const FORM = {
  endpoint: '',
  region: 'eu-central-1',
  bucket: 'our-backups',
  prefix: 'assets',
  accessKey: 'AKIA',
  secretKey: 's3cret',
};
const read = (more: Record<string, string> = {}, stored?: BucketAddress): BucketAddress =>
  readBucketInput({ ...FORM, ...more }, '', stored);

const mistakes = (more: Record<string, string>, stored?: BucketAddress): string[] => {
  try {
    read(more, stored);
  } catch (error) {
    assert.ok(error instanceof InvalidInput, String(error));
    return Object.keys(error.fields);
  }
  return [];
};

test('an endpoint follows from the region where none was typed, and a prefix ends with a slash', () => {
  assert.deepEqual(read(), {
    endpoint: 'https://s3.eu-central-1.amazonaws.com',
    region: 'eu-central-1',
    bucket: 'our-backups',
    prefix: 'assets/',
    accessKey: 'AKIA',
    secretKey: 's3cret',
    pathStyle: false,
    ca: '',
    lockDays: 0,
  });
  assert.equal(read({ region: '' }).endpoint, 'https://s3.us-east-1.amazonaws.com');
  assert.equal(
    read({ region: 'cn-north-1' }).endpoint,
    'https://s3.cn-north-1.amazonaws.com.cn',
    'its own domain',
  );
  assert.equal(
    read({ endpoint: 'HTTPS://Minio.example.com:9000/' }).endpoint,
    'https://minio.example.com:9000',
  );
  assert.equal(read({ prefix: '' }).prefix, '');
  assert.equal(read({ prefix: 'a/b/' }).prefix, 'a/b/');
  assert.equal(read({ pathStyle: 'on' }).pathStyle, true);
  assert.equal(read({ lock: 'on' }).lockDays, 365);
  assert.equal(read({ lock: 'on', lockDays: '30' }).lockDays, 30);
  assert.equal(read({ lockDays: '30' }).lockDays, 0, 'locking is off');
});

test('each wrong field has its message', () => {
  for (const [field, typed] of [
    ['endpoint', 's3.example.com'],
    ['endpoint', 'ftp://s3.example.com'],
    ['endpoint', 'https://s3.example.com/bucket'],
    ['endpoint', 'https://user:word@s3.example.com'],
    ['endpoint', 'https://s3.example.com?x=1'],
    ['region', 'Frankfurt (EU)'],
    ['bucket', ''],
    ['bucket', 'a/b'],
    ['bucket', 'arn:aws:s3:::b'],
    ['bucket', '-b-'],
    ['prefix', '/a'],
    ['prefix', 'a//b'],
    ['prefix', '../a'],
    ['prefix', 'a b'],
    ['prefix', 'a/./b'],
    ['prefix', 'sauvegardé'],
    ['prefix', '备份'],
    ['prefix', 'a\u0000b'],
    ['accessKey', ' '],
    ['secretKey', ''],
  ] as const)
    assert.deepEqual(mistakes({ [field]: typed }), [field], `${field}: ${typed}`);
  for (const lockDays of ['0', '-1', '1.5', 'many', '9999'])
    assert.deepEqual(mistakes({ lock: 'on', lockDays }), ['lockDays']);
  assert.deepEqual(mistakes({ endpoint: 'x', region: '?', prefix: '/' }).sort(), [
    'endpoint',
    'prefix',
    'region',
  ]);
});

test('the saved secret key goes only where it was typed for', () => {
  const stored = read();
  assert.equal(read({ secretKey: '' }, stored).secretKey, 's3cret');
  assert.equal(read({ secretKey: '', prefix: 'other', lock: 'on' }, stored).secretKey, 's3cret');
  for (const changed of [
    { endpoint: 'https://evil.example.com' },
    { region: 'us-east-1' },
    { bucket: 'theirs' },
    { accessKey: 'ROOT' },
    { pathStyle: 'on' },
  ])
    assert.deepEqual(mistakes({ secretKey: '', ...changed }, stored), ['secretKey']);
});
