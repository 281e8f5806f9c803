import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultRetentionSave } from '../../../../src/web/pages/retention/default-retention-edit.ts';

/** What the flag says once a default was saved that schemas of these names ask about. */
async function saidOf(names: string[]): Promise<string | undefined> {
  const asking = names.map((name) => ({ schema: { name }, question: { removes: 18, of: 20 } }));
  const reply = await defaultRetentionSave({
    defaultRetention: { save: async () => ({ removed: 3, asking }) },
    caller: { tenant: { id: 'acme' }, person: { accountId: 'a', name: 'Ada' } },
    form: {},
  } as never);
  return reply.flag?.body;
}

test('a saved default names the schemas that ask first, and where to decide', async () => {
  assert.equal(await saidOf([]), '3 backups removed.');
  assert.equal(
    await saidOf(['Offices']),
    '3 backups removed. Offices asks first, because so many of its backups would go at once. Decide in its list of backups.',
  );
  assert.match(
    (await saidOf(['A', 'B', 'C', 'D', 'E'])) ?? '',
    /A, B, C and 2 more ask first, because so many of their backups .* in their lists of backups\.$/,
  );
});
