import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Unanswered } from '../../../../src/core/assets/ports/pages/unanswered.ts';
import { Refused, Unavailable } from '../../../../src/core/kernel/errors.ts';
import { MemoryWriter } from '../../../support/sites/in-memory/memory-writer.ts';
import { PretendSite } from '../../../support/sites/in-memory/pretend-site.ts';
import { objectIds, readingOf, siteIds } from '../../../support/sites/in-memory/reading-of.ts';

const unanswered = () => new Unanswered('The site failed.', { why: 'status 500: Broken' });
const refused = (code: string) => new Refused(code, 'No.');

/** Types 10 and 11 have objects, 12 has none and is the parent of 11. */
function siteWith(instead: () => Error | []): PretendSite {
  const site = new PretendSite({ types: { 10: 3, 11: 2, 12: 0 }, keyset: true });
  const { objectType } = site;
  site.objectType = async (id) => {
    const type = await objectType.call(site, id);
    return type && id === '11' ? { ...type, parentId: '12' } : type;
  };
  site.objectTypes = async () => {
    const answer = instead();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return site;
}

const typesIn = (writer: MemoryWriter): string[] =>
  [...writer.records.values()]
    .filter(({ kind }) => kind === 'objectType')
    .map(({ id, body }) => `${id} < ${(body as { parentId: string | null }).parentId}`)
    .sort();

/** A base with these types, as a backup stores them. */
async function baseWith(...ids: string[]): Promise<MemoryWriter> {
  const site = new PretendSite({
    types: Object.fromEntries(ids.map((id) => [id, 1])),
    keyset: true,
  });
  const { run, writer } = readingOf(site);
  await run.run();
  return new MemoryWriter([...writer.records.values()].filter(({ kind }) => kind === 'objectType'));
}

const SHORTFALL =
  "The list of object types couldn't be read. The site failed. This backup has the types that its objects or earlier backups name, and their parents. Types without objects may be missing.";

test('a schema whose types the site never lists is read by what its objects name, and told', async () => {
  let asked = 0;
  const site = siteWith(() => {
    asked += 1;
    return unanswered();
  });
  const { run, writer } = readingOf(site);
  const { structure, ...others } = await run.run();
  assert.deepEqual(others, {});
  assert.equal(structure?.message, SHORTFALL);
  assert.deepEqual(objectIds(writer), siteIds(site));
  assert.deepEqual(typesIn(writer), ['10 < null', '11 < 12', '12 < null']);
  assert.equal(asked, 2, 'twice in all, and not again at the end');
});

test('however the list is refused, missing or empty, it ends no backup while the site gives the schema', async () => {
  const instead: (() => Error | [])[] = [
    () => new Unavailable('unexpected-answer', 'Odd.'),
    () => new Unavailable('site-redirects', 'Elsewhere.'),
    () => [],
    ...['site-refused', 'schema-gone', 'no-permission', 'token-refused', 'scope-missing'].map(
      (code) => () => refused(code),
    ),
  ];
  for (const each of instead) {
    const site = siteWith(each);
    const { run, writer } = readingOf(site);
    const { structure } = await run.run();
    assert.match(structure?.message ?? '', /^The list of object types couldn't be read\./);
    assert.deepEqual(objectIds(writer), siteIds(site), String(each()));
  }
});

test('types that only the last backup knows are kept while the site has them', async () => {
  const site = siteWith(unanswered);
  site.objectsOf.set('13', []);
  const base = await baseWith('10', '13', '99');
  const { run, writer } = readingOf(site, base);
  await run.run();
  assert.deepEqual(typesIn(writer), ['10 < null', '11 < 12', '12 < null', '13 < null']);
});

test('a site that gives types neither as a list nor one by one has them as they are known', async () => {
  const site = siteWith(unanswered);
  site.objectsOf.set('99', []);
  site.objectType = async () => {
    throw unanswered();
  };
  const { run, writer } = readingOf(site, await baseWith('99'));
  const { structure } = await run.run();
  assert.equal(
    structure?.message,
    `${SHORTFALL} 3 types ("Type 11", "Type 10", "Type 99") couldn't be read one by one either, and what is known of them comes from the objects or earlier backups.`,
  );
  assert.deepEqual(typesIn(writer), ['10 < null', '11 < null', '99 < null']);
  assert.deepEqual(objectIds(writer), siteIds(site));
});

test('that every single type is not there is not believed', async () => {
  const site = siteWith(unanswered);
  site.objectsOf.set('99', []);
  site.objectType = async () => null;
  const { run, writer } = readingOf(site, await baseWith('99'));
  await run.run();
  assert.deepEqual(typesIn(writer), ['10 < null', '11 < null', '99 < null']);
});

test('a list that fails at the end leaves the types as they were, and those that objects have by then', async () => {
  const site = new PretendSite({ types: { 10: 3 }, keyset: true });
  const types = await site.objectTypes();
  let asked = 0;
  site.objectTypes = async () => {
    asked += 1;
    if (asked > 1) throw unanswered();
    site.objectsOf.set('11', [site.make('11', 50)]);
    return types;
  };
  const { run, writer } = readingOf(site);
  const { structure } = await run.run();
  assert.match(structure?.message ?? '', /^The list of object types couldn't be read\./);
  assert.deepEqual(typesIn(writer), ['10 < null', '11 < null']);
  assert.deepEqual(objectIds(writer), ['1', '2', '3', '50']);
});

test('types that a list leaves out are found if the schema counts more', async () => {
  const site = new PretendSite({ types: { 10: 3, 11: 2, 12: 0 }, keyset: true });
  const { schema } = site;
  const counted = { objectTypeCount: 3, objectCount: 0 };
  site.schema = async () => ({ ...(await schema.call(site)), ...counted });
  const { objectTypes } = site;
  site.objectTypes = async () => (await objectTypes.call(site)).slice(0, 1);
  const { run, writer } = readingOf(site, await baseWith('10', '12', '99'));
  assert.deepEqual(await run.run(), {});
  assert.deepEqual(typesIn(writer), ['10 < null', '11 < null', '12 < null']);
  assert.deepEqual(objectIds(writer), siteIds(site));
  Object.assign(counted, { objectTypeCount: 1, objectCount: 4 });
  const other = readingOf(site);
  await other.run.run();
  assert.deepEqual(typesIn(other.writer), ['10 < null', '11 < null'], 'by the objects alone');
});

test('without a type there is nothing to read, and what the site said of its list is told', async () => {
  const site = siteWith(() => refused('site-refused'));
  site.objectsOf.clear();
  await assert.rejects(readingOf(site).run.run(), { code: 'site-refused', message: 'No.' });
  const empty = siteWith(() => []);
  empty.objectsOf.clear();
  await assert.rejects(readingOf(empty).run.run(), {
    code: 'nothing-listed',
    message: /^The site lists no object types in this schema, although it has some\. Check/,
  });
});

test('a schema without types is as empty as it says', async () => {
  const site = siteWith(() => []);
  site.objectsOf.clear();
  const { schema } = site;
  site.schema = async () => ({ ...(await schema.call(site)), objectTypeCount: 0 });
  await assert.rejects(readingOf(site).run.run(), { code: 'schema-empty' });
});

test('an account that gets neither types nor attributes is told of the types', async () => {
  const site = siteWith(() => new Refused('no-permission', 'No types.'));
  site.attributes = async () => {
    throw new Refused('no-permission', 'No attributes.');
  };
  await assert.rejects(readingOf(site).run.run(), { code: 'no-permission', message: 'No types.' });
});

test('a dead token, and a schema that is gone, end it', async () => {
  for (const code of ['token-refused', 'schema-gone']) {
    const site = siteWith(() => {
      site.schema = async () => {
        throw refused(code);
      };
      return refused(code);
    });
    await assert.rejects(readingOf(site).run.run(), { code });
  }
});
