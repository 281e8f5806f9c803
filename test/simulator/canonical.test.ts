import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeAccounts } from '../../simulator/accounts/make-accounts.ts';
import { canonicalSchema } from '../../simulator/canonical/canonical-schema.ts';
import { Random } from '../../simulator/kernel/random.ts';
import { plant } from '../../simulator/seeds/plant.ts';
import { isReference, type SimObject, type Value } from '../../simulator/site/records/model.ts';
import { Site } from '../../simulator/site/site.ts';
import { copySchemas } from '../support/simulator/copy-schemas.ts';
import { processorTimer } from '../support/processor-timer.ts';

const planted = (seed: string, objects = 0): Site => {
  const site = new Site('w', () => 0);
  plant(site, seed, objects, makeAccounts());
  return site;
};
const empty = (like: Site): Site => {
  const site = planted('tiny');
  for (const id of site.schemas.keys()) site.deleteSchema(id);
  for (const user of like.users.values()) site.users.set(user.accountId, user);
  return site;
};

for (const seed of ['cycles', 'nasty', 'twins', 'demo'])
  test(`the schemas of ${seed} compare with a copy that was made in another order, and not with one that differs by a hair`, () => {
    const site = planted(seed);
    const copy = empty(site);
    const schemaIds = [...site.schemas.keys()];
    const ids = copySchemas(site, schemaIds, copy, new Random(`copy of ${seed}`));
    for (const schemaId of schemaIds)
      assert.deepEqual(
        canonicalSchema(copy, ids.get(schemaId)!),
        canonicalSchema(site, schemaId),
        site.schemas.get(schemaId)!.name,
      );
    for (const schemaId of schemaIds) {
      const objects = site
        .typesOf(schemaId)
        .flatMap((type) => site.objects.idsOfType(type.id))
        .map((id) => site.objects.get(id)!);
      const referring = objects.findLast((object) => refsIn(object).length > 0);
      if (!referring) continue;
      const [attributeId, [value]] = refsIn(referring)[0]!;
      const target = copy.objects.get(ids.get((value as { ref: number }).ref)!)!;
      const other = copy.objects
        .idsOfType(target.typeId)
        .map((id) => copy.objects.get(id)!)
        .find((each) => copy.labelOf(each) !== copy.labelOf(target))!;
      copy.updateObject(copy.objects.get(ids.get(referring.id)!)!, {
        [ids.get(attributeId)!]: [{ ref: other.id }],
      });
      assert.notDeepEqual(
        canonicalSchema(copy, ids.get(schemaId)!),
        canonicalSchema(site, schemaId),
      );
    }
  });

const refsIn = (object: SimObject): [number, Value[]][] =>
  Object.entries(object.values)
    .filter(([, [value]]) => value !== undefined && isReference(value))
    .map(([id, values]) => [Number(id), values]);

test('equal objects are told apart by what refers to them', () => {
  const site = planted('nasty');
  const [schemaId] = site.schemas.keys();
  const twins = canonicalSchema(site, schemaId!).objects.filter((object) => object.type === 'Twin');
  assert.equal(new Set(twins.map((object) => JSON.stringify(object.values))).size, 1);
  assert.deepEqual([twins.length, new Set(twins.map((object) => object.colour)).size], [10, 9]);
});

test('accounts, the name of the schema, icons and statuses can be left out of the comparison', () => {
  const [site, copy] = [planted('nasty'), planted('other')];
  const [schemaId] = [...site.schemas.keys()] as [number];
  const renamed = (id: string): string => `other ${id}`;
  const ids = copySchemas(site, [schemaId], copy, new Random('elsewhere'));
  for (const type of copy.typesOf(ids.get(schemaId)!))
    for (const id of copy.objects.idsOfType(type.id)) {
      const object = copy.objects.get(id)!;
      copy.objects.put(
        {
          ...object,
          values: Object.fromEntries(
            Object.entries(object.values).map(([attribute, list]) => [
              attribute,
              list.map((value) =>
                typeof value === 'object' && 'user' in value
                  ? { user: renamed(value.user) }
                  : value,
              ),
            ]),
          ),
        },
        0,
      );
    }
  Object.assign(copy.schemas.get(ids.get(schemaId)!)!, { name: 'Restored', key: 'REST' });
  for (const type of copy.typesOf(ids.get(schemaId)!)) {
    copy.changeType(type, { iconId: '21' });
    for (const attribute of copy.ownAttributes(type.id))
      if (attribute.qlQuery !== undefined)
        copy.changeAttribute(attribute, {
          qlQuery: attribute.qlQuery.replaceAll('NASTY-', 'REST-'),
        });
  }
  const options = { schemaName: false, icons: false, statuses: false };
  assert.notDeepEqual(
    canonicalSchema(copy, ids.get(schemaId)!, options),
    canonicalSchema(site, schemaId, options),
  );
  assert.deepEqual(
    canonicalSchema(copy, ids.get(schemaId)!, options),
    canonicalSchema(site, schemaId, { ...options, userOf: renamed }),
  );
});

test('three thousand objects are compared in seconds', () => {
  const site = planted('large', 3_000);
  const tookMs = processorTimer();
  assert.equal(canonicalSchema(site, [...site.schemas.keys()][0]!).objects.length, 3_000);
  assert.ok(tookMs() < 10_000);
});
