import type { Clock } from '../../kernel/time/clock.ts';
import { Damaged, Refused } from '../../kernel/errors.ts';
import { letOthersRun } from '../../kernel/loops/let-others-run.ts';
import type { RunId } from '../../kernel/ids.ts';
import type { ProgressMeter } from '../../runs/progress-meter.ts';
import type { RecordKey } from '../../storages/records/backup-record.ts';
import type { Storages } from '../../storages/storages.ts';
import type {
  CopySource,
  CopyWriter,
  CopyWriterOptions,
} from '../../storages/records/copy-source.ts';
import type { BackupHeader, HeaderFacts } from '../../storages/records/backup-header.ts';
import type { SealedBackup } from '../../storages/records/backup-writer.ts';
import type { Vault } from '../../storages/vault.ts';
import type { Backup } from '../backup.ts';
import { compareCopy } from './compare-copy.ts';
import { originalOf } from './copy-of.ts';
import type { CopyCheckpoint, CopyLease } from './copy-kind.ts';
import { CopySaves } from './copy-saves.ts';
import { readSource } from './read-source.ts';

/** A backup that is being copied. */
export interface CopyInHand {
  lease: CopyLease;
  backup: Backup;
  /** Id of the copy. */
  id: RunId;
  base: Backup | undefined;
  state: CopyCheckpoint;
  meter: ProgressMeter;
}

/**
 * Writes one backup into the other storage, reads it back there, and compares it with what was
 * read. It does not count yet. @throws Refused `source-damaged` where the backup itself is;
 * `copy-differs` if the other storage holds something other than what was written
 */
export async function copyOneBackup(
  { clock, storages }: { clock: Clock; storages: Storages },
  copy: CopyInHand,
): Promise<SealedBackup> {
  const { lease, backup, meter, id } = copy;
  const { tenantId, input } = lease.run;
  const from = storages.open(tenantId, backup.storageId);
  const source = await readSource(() => from.openCopySource(backup));
  const header = await readSource(() => source.header());
  const there = storages.open(tenantId, input.storageId);
  const { writer, inHand } = await openWriter(there, header, copy);
  const total = totalOf(header);
  meter.set({ step: stepOf('Copying', copy), done: inHand?.records ?? 0, total });
  const saves = new CopySaves(clock, lease, writer, copy);
  await copyRecords({ source, writer, saves, copy }, inHand);
  await lease.report(meter.progress); // a worker that lost the run seals nothing
  try {
    const sealed = await writer.finish(factsOf(header, copy), shortfallsOf(header), (keys) =>
      copyAgain(source, writer, keys),
    );
    meter.set({ step: stepOf('Verifying', copy), done: 0, total });
    const written = { vault: there, ref: { id, rootHash: sealed.rootHash }, header: sealed.header };
    await compareCopy(source, header, written, {
      signal: lease.signal,
      onProgress: ({ done }) => meter.set({ done }),
    });
    return sealed;
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    throw new Refused(
      'copy-differs',
      `What was written to ${input.label} can't be read back: ${error.message}. The copy was discarded. Check that storage, then copy again.`,
      { cause: error },
    );
  }
}

const stepOf = (doing: string, { lease, state }: CopyInHand): string => {
  const { length } = lease.run.input.backups;
  return length === 1 ? `${doing} the backup` : `${doing} backup ${state.at + 1} of ${length}`;
};

/** Continues from what a predecessor wrote; begins again where that does not exist any more. */
async function openWriter(
  there: Vault,
  header: BackupHeader,
  { lease, id, base, state: { inHand } }: CopyInHand,
): Promise<{ writer: CopyWriter; inHand?: CopyCheckpoint['inHand'] }> {
  const { fence, holder, signal } = lease;
  const parts = header.parts.map(({ name, counts }) => ({ name, kinds: Object.keys(counts) }));
  const options: CopyWriterOptions = { runId: id, fence, holder, signal, base, parts };
  if (!inHand || inHand.baseId !== (base?.id ?? null))
    return { writer: await there.openCopyWriter(options) };
  try {
    const checkpoint = inHand.writer;
    return { writer: await there.openCopyWriter({ ...options, checkpoint }), inHand };
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    return { writer: await there.openCopyWriter(options) };
  }
}

interface Copying {
  source: CopySource;
  writer: CopyWriter;
  saves: CopySaves;
  copy: CopyInHand;
}

async function copyRecords(
  { source, writer, saves, copy }: Copying,
  inHand: CopyCheckpoint['inHand'],
): Promise<void> {
  const { signal } = copy.lease;
  const batches = source.batches({ after: inHand?.after, signal })[Symbol.asyncIterator]();
  let records = inHand?.records ?? 0;
  for (;;) {
    const batch = await readSource(() => batches.next());
    if (batch.done) return;
    for (const record of batch.value.records) {
      signal.throwIfAborted();
      if (!(await writer.reuse(record)))
        await writer.copy(record, await readSource(() => source.bytes(record)));
      records += 1;
      copy.meter.set({ done: records });
      await letOthersRun();
    }
    await saves.afterBatch({ after: batch.value.last, records });
  }
}

/** Copies again what a damaged pack was to pass on. */
async function copyAgain(source: CopySource, writer: CopyWriter, keys: RecordKey[]): Promise<void> {
  for (const record of await readSource(() => source.find(keys)))
    if (!(await writer.reuse(record)))
      await writer.copy(record, await readSource(() => source.bytes(record)));
}

const totalOf = ({ counts }: BackupHeader): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** What the header says about the backup itself; the rest follows from what is written. */
function factsOf(header: BackupHeader, { lease, id, backup }: CopyInHand): HeaderFacts {
  const { formatVersion: _version, counts: _counts, parts: _parts, ...more } = header;
  const { contentBytes: _bytes, baseId: _base, ...facts } = more;
  return { ...facts, tenantId: lease.run.tenantId, backupId: id, copyOf: originalOf(backup) };
}

const shortfallsOf = ({ parts }: BackupHeader) =>
  Object.fromEntries(
    parts.flatMap(({ name, message }) => (message === undefined ? [] : [[name, { message }]])),
  );
