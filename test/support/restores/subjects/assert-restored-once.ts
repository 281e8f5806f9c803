import assert from 'node:assert/strict';
import {
  canonicalSchema,
  type CanonicalSchema,
} from '../../../../simulator/canonical/canonical-schema.ts';
import type { RunId } from '../../../../src/core/kernel/ids.ts';
import type { RestoreLine } from '../../../../src/core/restores/report/restore-line.ts';
import type { RestoreFacts } from '../../../../src/core/restores/restore-facts.ts';
import type { Site } from '../../../../simulator/site/site.ts';
import type { RestoreRig } from '../restore-rig.ts';

/**
 * What a restore has left, in a form that does not tell one schema from another or one order of
 * creating from another.
 */
export interface Restored {
  content: CanonicalSchema;
  /** By the backup's id. */ lines: Record<
    string,
    Pick<RestoreLine, 'outcome' | 'reason'> & { leftOut: string[] }
  >;
  notes: string[];
}

/**
 * Looks at everything that a restore which has ended has left, and that it is sound in itself:
 * nothing double, nothing lost, nothing of its own left behind.
 */
export async function assertRestoredOnce(
  rig: RestoreRig,
  restoreId: RunId,
  facts: RestoreFacts,
  name: string,
): Promise<Restored> {
  const { site } = rig.here.world;
  const schemaId = Number(facts.schemaId);
  const lines = await rig.lines(restoreId);
  const targets = lines.flatMap(({ targetId }) => targetId ?? []);
  assert.equal(
    new Set(targets).size,
    targets.length,
    `${name}: two lines of the report name one object`,
  );
  const there = site.typesOf(schemaId).flatMap((type) => site.objects.idsOfType(type.id));
  const strange = there.filter((id) => !targets.includes(String(id)));
  assert.equal(
    strange.length,
    0,
    `${name}: objects that no line of the report names: ${strange.map((id) => shown(site, id)).join(', ')}`,
  );
  assert.deepEqual(
    targets.filter((id) => !there.includes(Number(id))),
    [],
    `${name}: objects of the report that are not there`,
  );
  assert.deepEqual(keysLeft(site, schemaId), [], `${name}: attributes for the old keys are left`);
  return {
    content: canonicalSchema(site, schemaId, { schemaName: false }),
    notes: [...facts.notes].sort(),
    lines: Object.fromEntries(
      lines.map(({ sourceId, outcome, reason, leftOut = [] }) => [
        sourceId,
        {
          outcome,
          ...(reason ? { reason } : {}),
          leftOut: leftOut.map((each) => `${each.attribute}: ${each.value}: ${each.reason}`).sort(),
        },
      ]),
    ),
  };
}

function shown(site: Site, objectId: number): string {
  const { typeId, values } = site.objects.get(objectId)!;
  return `${site.types.get(typeId)!.name} ${JSON.stringify(values)}`;
}

const keysLeft = (site: Site, schemaId: number): string[] =>
  site
    .typesOf(schemaId)
    .flatMap((type) => site.attributesOf(type.id).map((attribute) => attribute.name))
    .filter((each) => each.startsWith('Original key'));
