import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { Unanswered } from '../../../src/core/assets/ports/pages/unanswered.ts';
import { readSiteStructure } from '../../../src/core/compare/structure/read-site-structure.ts';
import type { StructureType } from '../../../src/core/compare/structure/schema-structure.ts';
import { Refused } from '../../../src/core/kernel/errors.ts';
import { PretendSite } from '../../support/sites/in-memory/pretend-site.ts';

const pace = { signal: new AbortController().signal, clock: systemClock };
const unanswered = () => new Unanswered('The site failed.', { why: 'status 500: Broken' });

/** Types 10 and 11 have objects, 12 has none. */
function siteWith(instead: () => Error | []): PretendSite {
  const site = new PretendSite({ types: { 10: 3, 11: 2, 12: 0 }, keyset: true });
  site.objectTypes = async () => {
    const answer = instead();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return site;
}

/** As a backup has them. */
const backedUp = (...ids: string[]): StructureType[] =>
  ids.map((id) => ({
    id,
    name: `Type ${id}`,
    description: '',
    iconId: '',
    iconName: '',
    position: 0,
    parentId: null,
    inherited: false,
    abstract: false,
  }));

async function readTypes(site: PretendSite, known?: StructureType[]) {
  const { types, attributes, unlisted } = await readSiteStructure(site, '1', { pace, known });
  const typesWithAttributes = [...new Set(attributes.map((each) => each.typeId))].sort();
  const ids = types.map(({ id }) => id).sort();
  assert.deepEqual(typesWithAttributes, ids);
  return { ids, unlisted };
}

test('types that a destination never lists are those of its objects, and of the backup while it has them', async () => {
  const site = siteWith(unanswered);
  assert.deepEqual(await readTypes(site), { ids: ['10', '11'], unlisted: 'The site failed.' });
  const { ids } = await readTypes(site, backedUp('10', '12', '99'));
  assert.deepEqual(ids, ['10', '11', '12']);
});

test('a type of the backup that the destination gives neither way is not taken to be there', async () => {
  const site = siteWith(unanswered);
  const { objectType } = site;
  site.objectType = async (id) => {
    if (id === '12') throw unanswered();
    return objectType.call(site, id);
  };
  const { ids } = await readTypes(site, backedUp('10', '12'));
  assert.deepEqual(ids, ['10', '11']);
});

test('an empty list of a schema that tells of types is complete only if nothing shows one', async () => {
  const site = siteWith(() => []);
  assert.deepEqual((await readTypes(site)).ids, ['10', '11']);
  site.objectsOf.clear();
  const { ids, unlisted } = await readTypes(site);
  assert.deepEqual(ids, []);
  assert.match(unlisted ?? '', /^The site lists no object types in this schema/);
  const { schema } = site;
  site.schema = async () => ({ ...(await schema.call(site)), objectTypeCount: 0 });
  assert.deepEqual(await readTypes(site), { ids: [], unlisted: undefined });
});

test('without a type, and where the list is not for the account, what the site said is told', async () => {
  const bare = siteWith(unanswered);
  bare.objectsOf.clear();
  await assert.rejects(readTypes(bare), { message: 'The site failed.' });
  const forbidden = siteWith(() => new Refused('no-permission', 'Not for you.'));
  await assert.rejects(readTypes(forbidden), { code: 'no-permission', message: 'Not for you.' });
});
