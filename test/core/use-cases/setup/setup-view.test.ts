import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import { Setup } from '../../../../src/core/use-cases/setup/setup.ts';

type Deps = ConstructorParameters<typeof Setup>[0];

test('what the setup shows is asked for at once, not one after the other', async () => {
  const asked: string[] = [];
  const answer = Promise.withResolvers<void>();
  const slow =
    <T>(name: string, found: T) =>
    async (): Promise<T> => {
      asked.push(name);
      await answer.promise;
      return found;
    };
  const deps: Partial<Record<keyof Deps, object>> = {
    clock: { now: () => 0 },
    sites: { ownSite: slow('site', undefined) },
    epochs: { mismatch: slow('epochs', { older: 'storage', seenAt: new Date(0) }) },
    storages: { list: slow('storages', []) },
    ownAccess: { find: slow('own access', { token: 't', cloudId: 'c', givenAt: new Date(0) }) },
    keys: { lockNotice: slow('keys', undefined) },
    packCheck: { state: slow('reading back', { begunAt: new Date(5) }) },
    storage: { label: 'Cloud', graceDays: 30 },
  };
  const setup = new Setup(deps as Deps);
  const viewing = setup.view(tenantId('t'));
  assert.deepEqual(asked.splice(0).toSorted(), ['epochs', 'own access', 'site', 'storages']);
  const noticing = setup.notice(tenantId('t'));
  assert.deepEqual(asked.toSorted(), ['epochs', 'keys', 'storages']);
  answer.resolve();
  assert.match((await noticing) ?? '', /storage was restored from an older copy/);
  const view = await viewing;
  assert.deepEqual(
    [view.stepsDone, view.hasOwnAccess, view.storage.check],
    [0, true, { begunAt: new Date(5) }],
  );
});
