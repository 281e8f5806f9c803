import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../../../simulator/kernel/random.ts';
import { describeDeath, type Death } from '../../../support/restores/deaths/mortal-life.ts';
import { keepFew } from '../../../support/restores/keep-few.ts';
import { objectsOf } from '../../../support/restores/migration-rig.ts';
import { restoreFacts } from '../../../support/restores/restore-facts.ts';
import { NEW_SCHEMA, RestoreRig } from '../../../support/restores/restore-rig.ts';
import { surviveDeaths } from '../../../support/restores/deaths/survive-deaths.ts';
import { attendRun } from '../../../support/restores/deaths/work-run.ts';
import { randomSeed } from '../../../support/random-runs.ts';

const DEATHS = process.env['TEST_LONG'] ? 20 : 4;
const SERVERS = 5;
const seed = randomSeed();
const random = new Random(seed);
const rig = await RestoreRig.start([{ seed: 'dc' }]);
await rig.work();
const { site } = rig.here.world;
const { archived } = site.dataCenter;
keepFew(site, rig.schemaId('Hardware'), 'Server', SERVERS);
const backup = await rig.backUp('Hardware');
const NAMES = ['srv-136', 'srv-137', 'srv-138', 'srv-139', 'srv-140'];
await rig.idle();

/** Dies with the nth call of a kind. */
const deathAt = (name: string, nth: number, when: Death['when']): Death => ({
  at: (calls) => calls.at(-1) === name && calls.filter((each) => each === name).length === nth,
  when,
});

function chooseDeath(): Death {
  const when = random.pick(['before', 'during', 'after'] as const);
  return random.below(4) === 0
    ? deathAt('createObject', 1 + random.below(SERVERS + 5), when)
    : deathAt('archiveObject', 1 + random.below(NAMES.length), when);
}

test(
  `archived objects are restored and archived once, whatever a worker dies at (seed ${seed})`,
  { timeout: 1_500_000 },
  async () => {
    for (let round = 0; round < DEATHS; round += 1) {
      const schema = { name: `Copy ${round}`, key: `COPY${round}` };
      const wish = { ...NEW_SCHEMA, archived: true, schema };
      const { id } = await attendRun(rig, 'restore-plan', rig.plan(backup, wish));
      const { id: restoreId } = await rig.start(id);
      const deaths = [chooseDeath(), chooseDeath()];
      const { run, died } = await surviveDeaths(rig, restoreId, deaths);
      const name = `${deaths.map(describeDeath).join(', ')}: ${died.join(', ')}`;
      const { schemaId, notes } = restoreFacts(run);
      const made = [...archived.values()].filter(
        ({ object }) => String(site.schemaOf(object).id) === schemaId,
      );
      assert.deepEqual(made.map(({ object }) => site.labelOf(object)).sort(), NAMES, name);
      assert.equal(objectsOf(site, Number(schemaId), 'Server').length, SERVERS, name);
      assert.deepEqual(notes, [], name);
      for (const { object } of made) archived.delete(object.id);
      site.deleteSchema(Number(schemaId));
    }
  },
);
