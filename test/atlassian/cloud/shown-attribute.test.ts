import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { CloudReader } from '../../../src/atlassian/cloud/cloud-reader.ts';
import type { Http } from '../../../src/atlassian/http/http.ts';
import { RECORDINGS } from '../odd/recordings.ts';

/** A site whose only answer is a page of objects. */
function readerOf(page: unknown): CloudReader {
  const body = Buffer.from(JSON.stringify(page));
  const http: Http = async () => ({ status: 200, headers: {}, body });
  return new CloudReader(new AssetsCalls(http, 'http://site'));
}

const readPage = async (site: CloudReader) => (await site.objects('43', { offset: 0 }, 50)).read();

test('an attribute is as a page of objects shows it, under the type that it says or the one that has it', async () => {
  const site = readerOf(RECORDINGS.objectPage);
  await readPage(site);
  const { stored, ...owner } = site.shownAttribute('157', '44');
  assert.deepEqual([owner.id, owner.typeId, owner.name], ['157', '44', 'Owner']);
  assert.deepEqual([owner.kind, owner.userGroups], ['user', ['staff']]);
  assert.equal(stored['maximumCardinality'], -1);
  assert.equal(site.shownAttribute('153', '44').typeId, '43');
});

test('one that no page says anything of is known by its id', async () => {
  const odd = { ...RECORDINGS.objectPage, objectTypeAttributes: [{ id: 157, name: { odd: 1 } }] };
  const site = readerOf(odd);
  await readPage(site);
  for (const id of ['157', '9999', 'x'.repeat(2000)]) {
    const { typeId, name, kind, system } = site.shownAttribute(id, '43');
    assert.deepEqual([typeId, name, kind, system], ['43', `Attribute ${id}`, 'text', false]);
  }
});
