import { asJson } from '../../kernel/json.ts';
import type { RunOutcome } from '../../runs/run-handler.ts';
import type { RunLease } from '../../runs/run.ts';
import type { AtDestination, RestoreDeps } from '../context/at-destination.ts';
import { closingEdges } from '../objects/closing-edges.ts';
import { compareExisting } from '../comparing/compare-existing.ts';
import type { LeftOut, RestoreRoute } from '../report/restore-lines.ts';
import type { RestoreFacts } from '../restore-facts.ts';
import type { RestoreInput } from '../restore-input.ts';
import type { RestoreSite } from '../context/restore-site.ts';
import { REFERENCE } from '../../compare/attribute-input.ts';
import { attributePairs, attributeTargets } from '../values/value-maps.ts';
import { auditObjects } from './audit-objects.ts';
import { ObjectCreator } from './object-creator.ts';
import { ObjectUpdater } from './object-updater.ts';
import { ObjectWriting } from './object-writing.ts';
import { originalKeyOwner, originalKeyTypes } from '../structure/original-key.ts';
import { isRefused } from './refused-values.ts';
import type { RestoreCheckpoint } from '../restore-checkpoint.ts';
import { StructureWriter, type WrittenStructure } from './structure-writer.ts';
import { tightenStructure } from './tighten-structure.ts';

const CHECKPOINT_MS = 15_000;
/** A worker that has stood still may have lost its run without knowing it: after this long without a word from the database it asks before it writes. */
const SURE_MS = 1_000;

export interface AttemptParts extends AtDestination {
  deps: Pick<RestoreDeps, 'clock' | 'restores'> & {
    /** As `RunRestoreDeps` has it. */ settleMs: number;
  };
  lease: RunLease;
  input: RestoreInput;
  site: RestoreSite;
  checkpoint: RestoreCheckpoint;
  /** What an interrupted attempt may have sent, and nobody knows what became of it; undefined at the first attempt. */ unsettled:
    ReadonlySet<string> | undefined;
  /** The schema that is written to is known by now. */ made: (schemaId: string) => Promise<void>;
}

/** One attempt at a restore, from the first write to the last. */
export class RestoreAttempt {
  readonly #parts: AttemptParts;
  #savedAt: number;
  #saving: Promise<void> | undefined;

  constructor(parts: AttemptParts) {
    this.#parts = parts;
    this.#savedAt = parts.deps.clock.monotonicMs();
  }

  async run(): Promise<RunOutcome> {
    const { deps, lease, input, site, target, reader, checkpoint, unsettled, meter, pace, made } =
      this.#parts;
    const { signal } = pace;
    const note = (sentence: string): void => {
      if (!checkpoint.notes.includes(sentence)) checkpoint.notes.push(sentence);
    };
    const onWrite = (object: boolean): void => {
      checkpoint.writes += 1;
      if (object) checkpoint.objectWrites += 1;
    };
    const written = await new StructureWriter({
      site,
      input,
      target,
      checkpoint,
      resumed: unsettled !== undefined,
      clock: deps.clock,
      settleMs: deps.settleMs,
      signal,
      note,
      onWrite: () => onWrite(false),
      onStep: (step) => meter.set({ step }),
    }).write(async (schemaId) => {
      checkpoint.schemaId = schemaId;
      await lease.checkpoint(checkpoint);
      await made(schemaId);
    });
    const route: RestoreRoute = {
      tenantId: lease.run.tenantId,
      runId: lease.run.id,
      fence: lease.fence,
      sourceWorkspace: site.header.site.workspaceId,
      targetWorkspace: input.place.workspaceId,
      targetSchemaId: written.schemaId,
    };
    await deps.restores.noteTypes(
      route,
      [...written.types].map(([sourceId, targetId]) => ({ sourceId, targetId })),
    );
    const attributes = attributeTargets(
      {
        source: site.source,
        match: { types: site.match.types, attributes: matchedBefore(site, checkpoint) },
      },
      (attribute) => written.attributes.get(attribute.id),
      {
        makesType: (id) => checkpoint.types.includes(id),
        changesDefinitions: input.changeDefinitions,
      },
    );
    const uniqueKeys = originalKeyTypes(site.source, checkpoint.types).filter((type) =>
      written.keys.has(type),
    );
    await this.#save();
    const keyset = await target.supportsKeyset(written.schemaId, signal);
    const writing = new ObjectWriting({
      site,
      reader,
      target,
      restores: deps.restores,
      route,
      attributes,
      types: written.types,
      baseline: checkpoint.baseline,
      keyset,
      settleMs: deps.settleMs,
      clock: deps.clock,
      meter,
      pace,
      onWrite,
      between: () => this.#saveNowAndThen(),
      stillHeld: () => this.#assertHeld(),
      keyOf: keyOf(site, written, checkpoint, uniqueKeys),
    });
    const creator = new ObjectCreator(writing);
    const updater = new ObjectUpdater(writing);
    if (unsettled) {
      meter.set({ step: 'Looking for what an interrupted attempt has written' });
      const refused = await this.#refused('failed');
      await creator.settleInterrupted(
        [...unsettled].map((id) => site.graph.nodeOf(id)).filter((node) => node >= 0),
        refused,
      );
    }
    meter.set({ step: 'Comparing objects' });
    await this.#compare(attributes, updater);
    await updater.noteLeft(unsettled ? await this.#updatedBefore() : new Set());
    meter.set({
      step: 'Writing objects',
      done: 0,
      total: site.graph.size - site.matches.matched + site.matches.differing,
    });
    await creator.create(closingEdges(site.graph, (node) => site.matches.has(node)));
    meter.set({ step: 'Setting references and values' });
    await updater.update();
    meter.set({ step: 'Putting rules in force' });
    await tightenStructure({
      site,
      input,
      target,
      written,
      checkpoint,
      uniqueKeys,
      restores: deps.restores,
      route,
      signal,
      note,
      onWrite: () => onWrite(false),
    });
    meter.set({ step: 'Counting' });
    await writing.searchable();
    for (const sentence of await auditObjects(target, {
      schemaId: written.schemaId,
      typeIds: [...new Set(written.types.values())],
      baseline: checkpoint.baseline,
      matches: site.matches,
      pace,
    }))
      note(sentence);
    return this.#outcome(written);
  }

  /** What differs of objects that are there. Those of this run that the search does not show yet get all their references once more: a change may be repeated. */
  async #compare(
    attributes: ReturnType<typeof attributeTargets>,
    updater: ObjectUpdater,
  ): Promise<void> {
    const { site, reader, target, input, pace, unsettled } = this.#parts;
    const refused = unsettled ? await this.#refused('created') : new Map<string, LeftOut[]>();
    for (const [sourceId, leftOut] of refused)
      refused.set(sourceId, updater.remember(sourceId, leftOut));
    const idsOf = (sourceId: string): Set<string> =>
      new Set(
        (refused.get(sourceId) ?? []).flatMap(({ attribute }) =>
          [...attributes.values()].flatMap((each) =>
            'id' in each && each.name === attribute ? [each.id] : [],
          ),
        ),
      );
    const seen = await compareExisting({
      site,
      reader,
      target,
      attributes,
      input,
      pace,
      refused: (sourceId) => (refused.has(sourceId) ? idsOf(sourceId) : undefined),
    });
    if (!unsettled) return;
    const references = new Map(
      site.source.types.map((type) => [
        type.id,
        attributePairs(site, type.id, attributes)
          .filter(
            ({ sourceId }) =>
              site.source.attributes.find((each) => each.id === sourceId)?.type === REFERENCE,
          )
          .map(({ targetId }) => targetId),
      ]),
    );
    for (let node = 0; node < site.graph.size; node += 1)
      if (site.matches.isOwn(node) && !seen(node))
        site.matches.differs(node, references.get(site.graph.typeOf(node)) ?? []);
  }

  /** What the site has refused of objects before the interruption, by the backup's id. */
  async #refused(outcome: 'created' | 'failed'): Promise<Map<string, LeftOut[]>> {
    const {
      deps,
      lease: { run },
    } = this.#parts;
    const refused = new Map<string, LeftOut[]>();
    for await (const { sourceId, leftOut = [] } of deps.restores.lines(
      run.tenantId,
      run.id,
      outcome,
    )) {
      const some = leftOut.filter(isRefused);
      if (some.length > 0) refused.set(sourceId, some);
    }
    return refused;
  }

  /** Objects that this run has changed before the interruption: they do not differ any more. */
  async #updatedBefore(): Promise<Set<string>> {
    const {
      deps,
      lease: { run },
    } = this.#parts;
    const updated = new Set<string>();
    for await (const { sourceId } of deps.restores.lines(run.tenantId, run.id, 'updated'))
      updated.add(sourceId);
    return updated;
  }

  /** Before a create. An answer that was long on its way may be older than a standstill: then the database is asked once more. @throws LeaseLost */
  async #assertHeld(): Promise<void> {
    for (let asked = 0; asked < 2 && this.#unsavedMs() >= SURE_MS; asked += 1) await this.#save();
  }

  async #saveNowAndThen(): Promise<void> {
    if (this.#unsavedMs() >= CHECKPOINT_MS) await this.#save();
  }

  #unsavedMs(): number {
    return this.#parts.deps.clock.monotonicMs() - this.#savedAt;
  }

  /** Those who ask at the same time have one answer. @throws LeaseLost */
  #save(): Promise<void> {
    const { deps, lease, checkpoint } = this.#parts;
    const askedAt = deps.clock.monotonicMs();
    this.#saving ??= lease
      .checkpoint(checkpoint)
      .then(() => {
        this.#savedAt = askedAt;
      })
      .finally(() => {
        this.#saving = undefined;
      });
    return this.#saving;
  }

  async #outcome({ schemaId }: WrittenStructure): Promise<RunOutcome> {
    const { deps, lease, input, checkpoint } = this.#parts;
    const { created, updated, left, skipped, failed, valuesLeftOut } = await deps.restores.counts(
      lease.run.tenantId,
      lease.run.id,
    );
    const facts: RestoreFacts = {
      schemaId,
      schemaName: input.schema.name,
      schemaKey: input.schema.key,
      created,
      updated,
      left,
      skipped,
      failed,
      valuesLeftOut,
      writes: checkpoint.writes,
      objectWrites: checkpoint.objectWrites,
      notes: checkpoint.notes,
    };
    return { message: 'Operation success', result: asJson(facts) };
  }
}

/** Attributes that were there before the run began: the others go by the backup's definition, their rules loosened. */
function matchedBefore(
  { match }: RestoreSite,
  { attributes }: RestoreCheckpoint,
): RestoreSite['match']['attributes'] {
  const made = new Set(attributes);
  return new Map([...match.attributes].filter(([id]) => !made.has(id)));
}

function keyOf(
  { source }: RestoreSite,
  { keys }: WrittenStructure,
  { keyName }: RestoreCheckpoint,
  unique: readonly string[],
) {
  const owners = new Map(
    source.types.map((type) => [type.id, originalKeyOwner(source, [...keys.keys()], type.id)]),
  );
  return (typeId: string) => {
    const owner = owners.get(typeId);
    return owner === undefined
      ? undefined
      : { attributeId: keys.get(owner)!, attributeName: keyName, unique: unique.includes(owner) };
  };
}
