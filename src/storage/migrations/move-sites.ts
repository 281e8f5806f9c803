/**
 * From version 0.1, where the tenant's own site stood in `connections`, its target instances in
 * `targets`, and everything named a site by its workspace: all are `sites` now, and catalog entries
 * and restores name them by id. May be killed between any two writes and run again, also by two
 * replicas at once: what already exists is left alone, and a document goes only when its successor
 * stands. A site counts only after what it comes from has named it (`pending-sites.ts`).
 */
import type { Connection } from 'mongoose';
import { Damaged } from '../../core/kernel/errors.ts';
import type { SiteId, TenantId } from '../../core/kernel/ids.ts';
import { cloudKind } from '../../core/sites/kinds/cloud-kind.ts';
import { SERVICE_STORAGE } from '../../core/storages/storage.ts';
import { sourceIdOf } from '../../core/sites/site-kind.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import { eachDocument } from '../each-document.ts';
import { definedFields } from '../set-fields.ts';
import { slotOf, type SiteDocument } from '../stores/site-document.ts';
import { translated } from '../translate-error.ts';
import type {
  OldCatalogEntry,
  OldConnection,
  OldRestoreRun,
  OldTarget,
} from './old-site-documents.ts';
import { PendingSites } from './pending-sites.ts';

const LONG_AGO = new Date(0);
const ABSENT = { $exists: false };

export async function moveSites(database: Connection, secrets: SecretBox): Promise<void> {
  await moveConnections(database, secrets);
  await moveTargets(database);
  await nameSitesInCatalog(database);
  await new PendingSites(database).complete();
  await nameSitesInRestores(database);
  for (const name of ['connections', 'targets']) await deleteMoved(database, name);
}

async function moveConnections(database: Connection, secrets: SecretBox): Promise<void> {
  const connections = database.collection<OldConnection>('connections');
  const unmovedOnes = eachDocument<OldConnection>(connections.find({ movedTo: ABSENT }));
  for await (const connection of unmovedOnes) {
    const site = await sourceOf(connection, secrets);
    await new PendingSites(database).insert(site);
    const unmoved = { _id: connection._id, movedTo: ABSENT };
    await translated(() => connections.updateOne(unmoved, { $set: { movedTo: site._id } }));
  }
}

async function moveTargets(database: Connection): Promise<void> {
  const targets = database.collection<OldTarget>('targets');
  for await (const target of eachDocument<OldTarget>(targets.find({ movedTo: ABSENT }))) {
    await new PendingSites(database).insert(targetOf(target));
    const unmoved = { _id: target._id, movedTo: ABSENT };
    await translated(() => targets.updateOne(unmoved, { $set: { movedTo: target._id } }));
  }
}

/** Those whose successors count by now. */
async function deleteMoved(database: Connection, name: string): Promise<void> {
  await translated(() => database.collection(name).deleteMany({ movedTo: { $exists: true } }));
}

/**
 * Entries of a workspace that the tenant left long ago get a site that is disconnected: it comes
 * back when the workspace is connected again.
 */
async function nameSitesInCatalog(database: Connection): Promise<void> {
  const catalog = database.collection<OldCatalogEntry>('catalog');
  for (;;) {
    const entry = await translated(() => catalog.findOne({ siteId: ABSENT }));
    if (!entry) return;
    const { tenantId, workspaceId } = entry;
    const former = formerSource(entry);
    await new PendingSites(database).insert(former);
    const unnamed = { tenantId, workspaceId, siteId: ABSENT };
    await translated(() => catalog.updateMany(unnamed, { $set: { siteId: former._id } }));
  }
}

async function nameSitesInRestores(database: Connection): Promise<void> {
  const runs = database.collection<OldRestoreRun>('runs');
  const old = { 'input.place': { $exists: true }, 'input.siteId': ABSENT };
  for await (const { _id, tenantId, input } of eachDocument<OldRestoreRun>(runs.find(old))) {
    const { workspaceId } = input.place;
    const named = {
      $set: {
        'input.siteId': input.targetId ?? sourceId(tenantId, workspaceId),
        'input.place.siteKey': workspaceId,
      },
      $unset: { 'input.targetId': 1, 'input.place.workspaceId': 1 },
    } as const;
    await translated(() => runs.updateOne({ _id, 'input.siteId': ABSENT }, named));
  }
}

const sourceId = (tenantId: TenantId, workspaceId: string): SiteId =>
  sourceIdOf(tenantId, cloudKind.name, workspaceId);

async function sourceOf(connection: OldConnection, secrets: SecretBox): Promise<SiteDocument> {
  const { _id: tenantId, workspaceId, deletedAt } = connection;
  const { rights, visibleSchemas, storageId, stepsDone, tokenExpiresOn, lastSyncAt } = connection;
  const _id = sourceId(tenantId, workspaceId);
  const roles = { source: true, target: true };
  return {
    ...cloudFields({ ...connection, sandbox: false }),
    _id,
    tenantId,
    roles,
    createdAt: connection.tokenSetAt,
    setup: definedFields({
      rights,
      visibleSchemas,
      storageId,
      stepsDone,
      tokenExpiresOn,
      lastSyncAt,
    }),
    disconnectedAt: deletedAt,
    slot: slotOf({ id: _id, roles, disconnectedAt: deletedAt }),
    token: await resealed(connection, _id, secrets),
  };
}

/**
 * The token opens only in its own document. One that cannot be opened any more is left out: the
 * administrator is asked for it. A key that cannot be opened stops the migration instead: the token
 * may still be good.
 */
async function resealed(
  { _id: tenantId, token }: OldConnection,
  id: SiteId,
  secrets: SecretBox,
): Promise<string | undefined> {
  if (!token || !(await secrets.hasKey(tenantId))) return undefined;
  const plain = await opened(tenantId, token, secrets);
  return plain === undefined ? undefined : secrets.seal(tenantId, id, 'token', plain);
}

async function opened(
  tenantId: TenantId,
  token: string,
  secrets: SecretBox,
): Promise<string | undefined> {
  try {
    return await secrets.open(tenantId, tenantId, 'token', token);
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}

/** It keeps its id, and with it its token as it is sealed. */
function targetOf(target: OldTarget): SiteDocument {
  const { _id, tenantId, name, createdAt, token } = target;
  const roles = { source: false, target: true };
  return {
    ...cloudFields(target),
    _id,
    tenantId,
    roles,
    name,
    createdAt,
    slot: slotOf({ id: _id, roles, name }),
    token,
  };
}

function formerSource(entry: OldCatalogEntry): SiteDocument {
  const { tenantId, workspaceId, siteUrl } = entry;
  const _id = sourceId(tenantId, workspaceId);
  const roles = { source: true, target: true };
  const account = { accountId: entry.seenByAccountId, accountName: entry.seenByName };
  const access = { email: '', sandbox: false, tokenSetAt: LONG_AGO, revision: 1 };
  return {
    ...cloudFields({ siteUrl, workspaceId, ...account, ...access }),
    _id,
    tenantId,
    roles,
    createdAt: LONG_AGO,
    setup: { rights: [], visibleSchemas: 0, storageId: SERVICE_STORAGE.id, stepsDone: 0 },
    disconnectedAt: LONG_AGO,
    slot: slotOf({ id: _id, roles, disconnectedAt: LONG_AGO }),
  };
}

function cloudFields(
  old: Pick<
    OldTarget,
    | 'siteUrl'
    | 'workspaceId'
    | 'email'
    | 'sandbox'
    | 'accountId'
    | 'accountName'
    | 'tokenSetAt'
    | 'revision'
  >,
) {
  const { siteUrl, workspaceId, email, sandbox, accountId, accountName } = old;
  const details = { workspaceId, email, sandbox };
  return {
    kind: cloudKind.name,
    key: cloudKind.keyOf(details),
    siteUrl,
    account: { accountId, name: accountName },
    details,
    tokenSetAt: old.tokenSetAt,
    revision: old.revision,
  };
}
