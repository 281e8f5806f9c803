import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unanswered } from '../../../../src/core/assets/ports/pages/unanswered.ts';
import { Refused, Unavailable } from '../../../../src/core/kernel/errors.ts';
import { attributeOf } from '../../../support/sites/in-memory/attribute-of.ts';
import { MemoryWriter } from '../../../support/sites/in-memory/memory-writer.ts';
import { PretendSite } from '../../../support/sites/in-memory/pretend-site.ts';
import { objectIds, readingOf, siteIds } from '../../../support/sites/in-memory/reading-of.ts';

const unanswered = () => new Unanswered('The site failed.', { why: 'status 500: Broken' });
const refused = (code: string) => new Refused(code, 'No.');

/** A site whose objects of type 10 have attributes of their own; `error` stands for their list. */
function siteWith(error: () => Error, types: Record<string, number> = { 10: 3, 11: 2 }) {
  const site = new PretendSite({ types, keyset: true });
  for (const object of site.objectsOf.get('10') ?? []) object.values = { '8': [{ value: 'x' }] };
  const { attributes } = site;
  site.attributes = async (typeId) => {
    if (typeId === '10') throw error();
    return attributes.call(site, typeId);
  };
  return site;
}

const attributesIn = (writer: MemoryWriter): string[] =>
  [...writer.records.values()]
    .filter(({ kind }) => kind === 'attribute')
    .map(({ type, id, label }) => `${type}/${id} ${label}`)
    .sort();

test('a type whose attributes the site never answers is told, and its objects are kept whole', async () => {
  const site = siteWith(unanswered);
  const { run, writer } = readingOf(site);
  const { structure, ...others } = await run.run();
  assert.deepEqual(others, {});
  assert.equal(
    structure?.message,
    'The attributes of 1 object type ("Type 10") couldn\'t be read. The site failed. ' +
      '1 attribute that objects have values of ("Shown") couldn\'t be listed, and what is known of it comes from the objects.',
  );
  assert.deepEqual(objectIds(writer), siteIds(site));
  assert.deepEqual(attributesIn(writer), ['10/8 Shown', '11/7 Name']);
  const [object] = site.objectsOf.get('10')!;
  const { body } = writer.records.get(`object 10 ${object!.id}`)!;
  assert.deepEqual((body as { values: unknown }).values, { '8': [{ value: 'x' }] });
});

test('a list in an unknown form, one that is refused or not found, and one for other accounts, end no backup', async () => {
  const errors = [
    new Unavailable('unexpected-answer', 'Odd.'),
    ...['site-refused', 'schema-gone', 'no-permission', 'token-refused', 'scope-missing'].map(
      refused,
    ),
  ];
  for (const error of errors) {
    const site = siteWith(() => error);
    const { run, writer } = readingOf(site);
    const { structure } = await run.run();
    assert.match(structure?.message ?? '', /attributes of 1 object type \("Type 10"\)/, error.code);
    assert.deepEqual(objectIds(writer), siteIds(site), error.code);
  }
});

test('an account that gets no list at all is told what to do, and a dead token ends it', async () => {
  for (const code of ['no-permission', 'token-refused', 'scope-missing']) {
    const site = siteWith(() => refused(code), { 10: 3 });
    await assert.rejects(readingOf(site).run.run(), { code });
  }
  const site = siteWith(() => refused('token-refused'));
  const { attributes } = site;
  site.attributes = async (typeId) => {
    site.schema = async () => {
      throw refused('token-refused');
    };
    return attributes.call(site, typeId);
  };
  await assert.rejects(readingOf(site).run.run(), { code: 'token-refused' });
});

test('a type that is deleted while its attributes are read ends it, as before', async () => {
  const site = siteWith(() => {
    site.objectsOf.delete('10');
    return refused('schema-gone');
  });
  await assert.rejects(readingOf(site).run.run(), { code: 'schema-gone' });
});

test('a site that gives hardly any list is in trouble: the run waits', async () => {
  const types = Object.fromEntries(Array.from({ length: 40 }, (_none, at) => [at + 10, 1]));
  const site = new PretendSite({ types, keyset: true });
  site.attributes = async () => {
    throw unanswered();
  };
  await assert.rejects(readingOf(site).run.run(), { code: 'site-unreachable' });
});

test('a list that comes in the end counts, also for what was kept under another type', async () => {
  let failures = 2;
  const site = siteWith(() => {
    failures -= 1;
    if (failures === 0)
      site.attributes = async (objectTypeId) =>
        objectTypeId === '11'
          ? [attributeOf({ id: '7', objectTypeId }), attributeOf({ id: '8', objectTypeId })]
          : [];
    return unanswered();
  });
  const { run, writer } = readingOf(site);
  const { structure } = await run.run();
  assert.doesNotMatch(structure?.message ?? '', /couldn't be listed/);
  assert.deepEqual(attributesIn(writer), ['11/7 Name', '11/8 Name']);
});

test('what a list leaves out is kept as the objects show it, and told', async () => {
  const site = new PretendSite({ types: { 10: 2 }, keyset: true });
  for (const object of site.objectsOf.get('10') ?? [])
    object.values = { '7': [{ value: 'a' }], '9': [{ value: 'b' }] };
  const { run, writer } = readingOf(site);
  const { structure } = await run.run();
  assert.match(structure?.message ?? '', /^1 attribute that objects have values of \("Shown"\)/);
  assert.deepEqual(attributesIn(writer), ['10/7 Name', '10/9 Shown']);
});
