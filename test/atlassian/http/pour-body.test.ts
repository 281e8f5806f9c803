import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPoured } from '../../../src/atlassian/http/transport/pour-body.ts';

const sink = { received: 0, take: async () => undefined };
const page = { status: 200, headers: { 'content-type': 'text/html;charset=UTF-8' } };

test('a web page is not taken for a file of another kind', () => {
  assert.equal(isPoured({ sink, fileType: 'image/png' }, page), false);
  const png = { status: 206, headers: { 'content-type': 'image/png' } };
  assert.equal(isPoured({ sink, fileType: 'image/png' }, png), true);
});

test('a web page may be the file, also where nothing is known of it', () => {
  for (const fileType of ['text/html', 'application/xhtml+xml', 'application/octet-stream'])
    assert.equal(isPoured({ sink, fileType }, page), true, fileType);
  assert.equal(isPoured({ sink }, page), true);
});

test('refusals and answers without a sink are not poured', () => {
  assert.equal(isPoured({ sink }, { status: 403, headers: {} }), false);
  assert.equal(isPoured({}, { status: 200, headers: {} }), false);
});
