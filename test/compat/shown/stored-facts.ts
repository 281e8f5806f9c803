/** What stands in the documents of a fixture, in the layout of the version that made it. */
import type mongoose from 'mongoose';
import type { DumpedCollection, Dump } from '../fixtures/database-dump.ts';
import type { StoredBackup, StoredFacts, StoredRun } from '../fixtures/expected.ts';
import { countsOf } from '../fixtures/load-fixture.ts';

type Document = mongoose.mongo.Document;

const documentsOf = (collection: DumpedCollection | undefined): Document[] =>
  collection?.documents ?? [];

/** Of a dump that was read `relaxed`. */
export function storedFacts(dump: Dump): StoredFacts {
  const runs = documentsOf(dump.service['runs']);
  const packs = documentsOf(dump.storage['packs']);
  const open = runs.filter(({ state }) => state === 'queued' || state === 'running');
  return {
    counts: { service: countsOf(dump, 'service'), storage: countsOf(dump, 'storage') },
    tenants: tenantsOf(dump),
    backups: runs.filter(isBackup).map(toBackup),
    open: open.map((run) => toOpen(run, packs)),
  };
}

function tenantsOf(dump: Dump): StoredFacts['tenants'] {
  const connections = documentsOf(dump.service['connections']);
  return documentsOf(dump.service['tenants']).map(({ _id, siteUrl, state }) => {
    const connection = connections.find((each) => String(each['_id']) === _id);
    return { id: _id, siteUrl, state, connection: stateOf(connection) };
  });
}

function stateOf(connection: Document | undefined): string {
  if (!connection) return 'none';
  return connection['deletedAt'] ? 'deleted' : 'there';
}

const isBackup = ({ kind, state, removed }: Document): boolean =>
  kind === 'backup' && state === 'complete' && !removed;

function toBackup({ _id, result, queuedAt, endedAt, ...run }: Document): StoredBackup {
  const { tenantId, trigger, description, verified, deleteRequested, pins } = run;
  const { schemaName, counts, contentBytes, storedBytes, rootHash, baseId } = result;
  return {
    id: String(_id),
    tenantId,
    schemaName,
    trigger,
    queuedAt: queuedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    objects: counts.object,
    contentBytes,
    storedBytes,
    rootHash,
    ...(baseId ? { baseId } : {}),
    ...(description ? { description } : {}),
    ...(verified ? { verified: { ok: verified.ok } } : {}),
    ...(deleteRequested ? { deleteRequested } : {}),
    ...(pins?.length > 0 ? { pins } : {}),
  };
}

function toOpen({ _id, checkpoint, ...run }: Document, packs: Document[]): StoredRun {
  const { tenantId, kind, state, fence, cancelRequested } = run;
  const spills = checkpoint?.writer?.spills ?? [];
  const named = new Set<string>(spills.flat());
  const mine = packs.filter(({ runId, kind: of }) => runId === _id && of === 'spill');
  return {
    id: String(_id),
    tenantId,
    kind,
    state,
    fence,
    cancelRequested,
    hasCheckpoint: checkpoint !== undefined,
    packsBeyondCheckpoint: mine.filter((pack) => !named.has(String(pack['_id']))).length,
  };
}
