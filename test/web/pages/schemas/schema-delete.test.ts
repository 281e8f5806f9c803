import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { CatalogSchema } from '../../../../src/core/catalog/catalog-store.ts';
import { Conflict, InvalidInput } from '../../../../src/core/kernel/errors.ts';
import type { Call } from '../../../../src/web/handling/call.ts';
import { schemaDelete } from '../../../../src/web/pages/schemas/schema-delete.ts';
import { schemaDeleteAsk } from '../../../../src/web/pages/schemas/schema-delete-ask.ts';
import type { ViewModels } from '../../../../src/web/routes/view-models.ts';
import { Views } from '../../../../src/web/view/views.ts';
import { schemaSample } from '../../../support/sites/schema-sample.ts';

const views = new Views<ViewModels>(path.resolve(import.meta.dirname, '../../../../views'));
const HELD = 'All backups of Tiny are on hold: Audit. Lift the hold before you delete any.';
const held = async (): Promise<never> => {
  throw new Conflict('backup-held', HELD);
};

interface Things {
  status?: CatalogSchema['status'];
  backupCount?: number;
  assertRemovable?: () => Promise<void>;
  remove?: () => Promise<never>;
}

const callOf = ({ status = 'deleted', backupCount = 3, ...grid }: Things) =>
  ({
    grid: {
      row: async () => ({ schema: schemaSample('Tiny', { status, backupCount }) }),
      assertRemovable: grid.assertRemovable ?? (async () => undefined),
      delete: grid.remove,
    },
    caller: { tenant: { id: 't' }, person: { accountId: '1', name: 'Ada' } },
    params: { id: 'Tiny' },
    form: { name: 'Tiny' },
  }) as unknown as Call<'grid', 'id'>;

async function shown(reply: ReturnType<typeof schemaDelete | typeof schemaDeleteAsk>) {
  const shownReply = await reply;
  assert.ok(shownReply.view === 'schema-delete-ask');
  return views.render('schema-delete-ask', shownReply.model).replace(/\s+/g, ' ');
}

test('a schema on hold is not offered to be deleted: its dialog says why', async () => {
  const html = await shown(schemaDeleteAsk(callOf({ assertRemovable: held })));
  assert.ok(html.includes(HELD));
  assert.doesNotMatch(html, /<form|type="submit"/);
});

test('a hold is nothing to an active schema, which is only hidden', async () => {
  const html = await shown(schemaDeleteAsk(callOf({ status: 'active', assertRemovable: held })));
  assert.match(html, /Hide Tiny\?/);
});

test('what is put on hold while its dialog is open is refused in the dialog', async () => {
  const call = callOf({ assertRemovable: held, remove: held });
  const html = await shown(schemaDelete(call));
  assert.ok(html.includes(HELD));
  assert.doesNotMatch(html, /type="submit"/);
});

test('whatever else refuses it stands beside the field, like a name that is wrong', async () => {
  const conflict = async (): Promise<never> => {
    throw new Conflict('schema-not-deleted', 'It is back in Assets.');
  };
  const wrong = async (): Promise<never> => {
    throw new InvalidInput({ name: 'The name is wrong.' });
  };
  assert.match(await shown(schemaDelete(callOf({ remove: conflict }))), /It is back in Assets\./);
  assert.match(await shown(schemaDelete(callOf({ remove: wrong }))), /The name is wrong\./);
});

test('what is deleted with a schema is said with its number', async () => {
  const dialogOf = (backupCount: number) => shown(schemaDeleteAsk(callOf({ backupCount })));
  assert.match(await dialogOf(0), /Assets\. Whatever is left in its bin will be permanently/);
  assert.match(await dialogOf(1), /Assets\. Its backup will be permanently deleted/);
  assert.match(await dialogOf(1_200), /Assets\. All its 1,200 backups will be permanently deleted/);
});
