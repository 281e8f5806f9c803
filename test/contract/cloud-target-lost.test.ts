import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressGuard } from '../../src/atlassian/address/address-guard.ts';
import { OutcomeUnknown } from '../../src/core/assets/ports/outcome-unknown.ts';
import { tinyTarget } from './tiny-target.ts';

const {
  simulator: { world },
  settings,
  open,
  city,
  input,
  named,
} = await tinyTarget((siteUrl) => new AddressGuard({ allowed: [siteUrl] }));
const unknown = (error: unknown): boolean =>
  error instanceof OutcomeUnknown && error.code === 'outcome-unknown';

test('a create that was done and whose answer was lost is unknown, and was done once', async () => {
  for (const kind of ['cut-after', '500-after', '503-after', 'hang-after'] as const) {
    settings.faults = [{ path: 'object/create', kind, probability: 1, times: 1 }];
    const target = open({ requestTimeoutMs: kind === 'hang-after' ? 500 : 10_000 });
    await assert.rejects(target.createObject(input(`Lost ${kind}`)), unknown, kind);
    assert.equal(named(`Lost ${kind}`), 1, kind);
  }
});

test('so it is with everything that is made around objects', async () => {
  const target = open();
  const schemaId = String(city.schemaId);
  const creates: [string, () => Promise<unknown>, () => number][] = [
    [
      'objectschema/create',
      () => target.createSchema({ name: 'Lost', key: 'LOST', description: '' }),
      () => world.site.schemas.size,
    ],
    [
      'objecttype/create',
      () =>
        target.createObjectType({
          name: 'Lost',
          description: '',
          iconId: '1',
          schemaId,
          inherited: false,
          abstract: false,
        }),
      () => world.site.types.size,
    ],
    [
      'objecttypeattribute',
      () => target.createAttribute(String(city.id), { name: 'Lost', kind: 'text' }),
      () => world.site.attributesOf(city.id).length,
    ],
    [
      'config/statustype',
      () => target.createStatus({ name: 'Lost', category: 1, description: '', schemaId }),
      () => world.site.statuses.size,
    ],
    [
      'config/referencetype',
      () =>
        target.createReferenceType({ name: 'Lost', description: '', color: '0055cc', schemaId }),
      () => world.site.referenceTypes.size,
    ],
  ];
  for (const [path, create, count] of creates) {
    const before = count();
    settings.faults = [{ path, method: 'POST', kind: 'cut-after', probability: 1, times: 1 }];
    await assert.rejects(create(), unknown, path);
    assert.equal(count(), before + 1, path);
  }
});

test('a change that was done and whose answer was lost is done again, to the same end', async () => {
  const target = open();
  const { id } = await target.createObject(input('Before'));
  const { id: attributeId } = await target.createAttribute(String(city.id), {
    name: 'Spare',
    kind: 'text',
  });
  settings.faults = [
    { path: `object/${id}`, method: 'PUT', kind: 'cut-after', probability: 1, times: 1 },
    { path: 'objecttypeattribute', method: 'DELETE', kind: '500-after', probability: 1, times: 1 },
  ];
  await Promise.all([target.updateObject(id, input('After')), target.deleteAttribute(attributeId)]);
  assert.equal(named('After'), 1);
  assert.equal(world.site.attributes.has(Number(attributeId)), false);
});

test('a site without room, and an account that may not write, are said in words that help', async () => {
  settings.objectQuota = world.site.objects.size;
  await assert.rejects(open().createObject(input('One too many')), {
    code: 'quota-full',
    message:
      "This site has reached its object limit. Delete objects or upgrade the site's plan, then resume.",
  });
  await assert.rejects(
    open({ account: 'weak' }).createObjectType({
      name: 'No',
      description: '',
      iconId: '1',
      schemaId: String(city.schemaId),
      inherited: false,
      abstract: false,
    }),
    { code: 'no-permission', message: /Give it the Object Schema Manager role, then resume\./ },
  );
});
