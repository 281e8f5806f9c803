import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimObject, Value } from '../../../simulator/site/records/model.ts';
import type { Site } from '../../../simulator/site/site.ts';
import { backUp, ok, plain, verify } from '../../../scripts/demo-steps.ts';
import {
  checkEnded,
  planRestore,
  restoreEnded,
  startRestore,
} from '../../../scripts/restore-steps.ts';
import { bothKinds, type SourceOfKind } from '../../support/sites/both-kinds.ts';

const { admin, kinds } = await bothKinds('odd');

const schemaNamed = (site: Site, name: string) =>
  [...site.schemas.values()].find((each) => each.name === name);
const objectsIn = (site: Site, schemaId: number): SimObject[] =>
  site
    .typesOf(schemaId)
    .flatMap((type) => site.objects.idsOfType(type.id))
    .map((id) => site.objects.require(id));
/** What stands for a value on the other side of a restore. */
const shown = (site: Site, value: Value): string =>
  typeof value === 'object' && 'status' in value ? site.plain(value) : JSON.stringify(value);

/** An object by its name, and what it holds by the names of attributes, references aside. */
function contentOf(
  site: Site,
  object: SimObject,
): [name: string, values: Record<string, string[]>] {
  const values: Record<string, string[]> = {};
  let name = '';
  for (const { id, name: attribute, type } of site.attributesOf(object.typeId)) {
    const held = object.values[id] ?? [];
    if (attribute === 'Name') name = shown(site, held[0] ?? '');
    else if (type !== 1 && held.length > 0)
      values[attribute] = held.map((value) => shown(site, value));
  }
  return [name, values];
}

/** The restored schema's id, and the lines of the report as one text. */
async function restoreAsNew(
  { site: { world }, place }: SourceOfKind,
  backupId: string,
): Promise<{ schemaId: number; report: string; id: string }> {
  const plan = await planRestore(admin, backupId, place);
  const id = await startRestore(admin, plan.id);
  const html = await restoreEnded(admin, id);
  assert.doesNotMatch(html, /class="message error"/, plain(html).slice(0, 400));
  const { html: report } = await admin.get(`/app/restores/${id}/report?format=json`);
  const schemaId = [...world.site.schemas.values()].find(({ key }) => key === plan.key)!.id;
  return { schemaId, report, id };
}

async function check(restoreId: string): Promise<string> {
  ok('Check', await admin.post(`/app/restores/${restoreId}/check`));
  return plain(await checkEnded(admin, restoreId));
}

for (const source of kinds) {
  const { kind, schema } = source;
  const { site } = source.site.world;
  // Atlassian manages a schema on Cloud alone.
  const names = [...site.schemas.values()]
    .filter(({ managed }) => kind === 'cloud' || !managed)
    .map(({ name }) => name);

  for (const name of names)
    test(`${kind}: "${name}" is listed, backed up whole, verified, restored but for what the report names, and checked`, async () => {
      const before = objectsIn(site, schemaNamed(site, name)!.id);
      const backup = await backUp(admin, await schema(name));
      assert.equal(backup.objects, String(before.length));
      await verify(admin, backup.backupId);
      const { schemaId, report, id } = await restoreAsNew(source, backup.backupId);
      const restored = new Map(objectsIn(site, schemaId).map((each) => contentOf(site, each)));
      for (const object of before) {
        const [label, values] = contentOf(site, object);
        const isReported = report.includes(site.keyOf(object));
        const there = restored.get(label);
        assert.ok(there ?? isReported, `${label} is missing, and the report does not say so`);
        for (const [attribute, held] of Object.entries(there ? values : {}))
          if (JSON.stringify(there?.[attribute]) !== JSON.stringify(held))
            assert.ok(
              isReported,
              `${label}: ${attribute} was ${held.join()}, is ${there?.[attribute]?.join()}`,
            );
      }
      assert.match(await check(id), /Checked: /);
    });
}
