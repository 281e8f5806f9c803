import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../../src/clock.ts';
import { Unanswered } from '../../../../src/core/assets/ports/pages/unanswered.ts';
import { Refused } from '../../../../src/core/kernel/errors.ts';
import type { MatchedObjects } from '../../../../src/core/restores/objects/object-matches.ts';
import { auditObjects } from '../../../../src/core/restores/write/audit-objects.ts';
import { PretendSite } from '../../../support/sites/in-memory/pretend-site.ts';

const pace = { signal: new AbortController().signal, clock: systemClock };

/** Of the objects 1 to 4, 1 was there and 2 and 3 were created. */
function audit(site: PretendSite): Promise<string | undefined> {
  const objects: Pick<MatchedObjects, 'nodeOf'> = {
    nodeOf: (id) => (['2', '3'].includes(id) ? Number(id) : -1),
  };
  const options = { schemaId: '1', typeIds: ['10'], baseline: '1', pace };
  return auditObjects(site, { ...options, objects: objects as MatchedObjects });
}

const SURPLUS =
  '1 object was created in these object types during the restore without a counterpart in the backup, by somebody else or as a second copy. Check these object IDs in Assets: 4.';

test('an object that was not there and is none of the backup is told', async () => {
  for (const keyset of [true, false])
    assert.equal(await audit(new PretendSite({ types: { 10: 4 }, keyset })), SURPLUS);
  assert.equal(await audit(new PretendSite({ types: { 10: 3 }, keyset: true })), undefined);
});

test('a site that lists neither types nor objects at the end ends no restore', async () => {
  const site = new PretendSite({ types: { 10: 4 }, keyset: false });
  site.objectTypes = async () => {
    throw new Unanswered('The site failed.', { why: 'status 500: Broken' });
  };
  assert.equal(await audit(site), SURPLUS);
  for (const error of [undefined, () => new Refused('site-refused', 'No.')]) {
    Object.assign(site, { hasNoCensus: true, insteadOfUnanswered: error });
    assert.match((await audit(site)) ?? '', /the destination didn't list its objects/);
  }
});

test('a dead token at the end waits for another one', async () => {
  const site = new PretendSite({ types: { 10: 4 }, keyset: true });
  site.hasNoCensus = true;
  site.insteadOfUnanswered = () => new Refused('token-refused', 'Dead.');
  await assert.rejects(audit(site), { code: 'token-refused' });
});
