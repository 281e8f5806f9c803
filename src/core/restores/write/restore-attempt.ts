import type { AttributeDefinition } from '../../assets/model/attribute-definition.ts';
import type { RunOutcome } from '../../runs/run-handler.ts';
import type { RunLease } from '../../runs/run-lease.ts';
import type { AtDestination, RestoreDeps } from '../context/at-destination.ts';
import { closingEdges } from '../objects/closing-edges.ts';
import { compareExisting } from '../comparing/compare-existing.ts';
import type { LeftOut, RestoreRoute } from '../report/restore-lines.ts';
import type { RestoreFacts } from '../restore-facts.ts';
import type { SchemaStructure } from '../../compare/schema-structure.ts';
import type { RestoreInput } from '../restore-input.ts';
import { withMatches, type RestoreContext } from '../context/restore-context.ts';
import type { ObjectDifferences } from '../objects/object-differences.ts';
import { ObjectMatches } from '../objects/object-matches.ts';
import { attributePairs, attributeTargets } from '../values/value-maps.ts';
import { auditObjects } from './audit-objects.ts';
import { ObjectCreator } from './object-creator.ts';
import { ObjectUpdater } from './object-updater.ts';
import { ObjectWriting } from './object-writing.ts';
import { originalKeyOwner, originalKeyTypes } from '../structure/original-key-types.ts';
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
  lease: RunLease<RestoreInput, RestoreCheckpoint, RestoreFacts>;
  input: RestoreInput;
  context: RestoreContext;
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

  async run(): Promise<RunOutcome<RestoreFacts>> {
    const { deps, input, target, checkpoint, unsettled, meter, pace } = this.#parts;
    const { source } = this.#parts.context;
    const written = await this.#writeStructure();
    const route = this.#routeTo(written.schemaId);
    await deps.restores.noteTypes(
      route,
      [...written.types].map(([sourceId, targetId]) => ({ sourceId, targetId })),
    );
    const objects = new ObjectMatches(source.graph, this.#parts.context.matches.objects);
    const context = contextWith(this.#parts.context, written, objects);
    const uniqueKeys = originalKeyTypes(source.structure, checkpoint.types).filter((type) =>
      written.keys.has(type),
    );
    await this.#save();
    const writing = await this.#openWriting(context, { written, route, uniqueKeys, objects });
    const creator = new ObjectCreator(writing);
    if (unsettled) await this.#settleInterrupted(creator, unsettled);
    meter.set({ step: 'Comparing objects' });
    const differences = await this.#compare(writing);
    const updater = new ObjectUpdater(writing, differences);
    await updater.noteLeft(unsettled ? await this.#updatedBefore() : new Set());
    meter.set({
      step: 'Writing objects',
      done: 0,
      total: source.graph.size - objects.matched + differences.count,
    });
    const closing = closingEdges(source.graph, (node) => objects.has(node));
    await creator.create(closing, differences);
    meter.set({ step: 'Setting references and values' });
    await updater.update();
    meter.set({ step: 'Putting rules in force' });
    await tightenStructure({
      context,
      input,
      target,
      written,
      checkpoint,
      uniqueKeys,
      restores: deps.restores,
      route,
      signal: pace.signal,
      note: (sentence) => this.#note(sentence),
      onWrite: () => this.#countWrite(false),
    });
    meter.set({ step: 'Counting' });
    await writing.searchable();
    await this.#audit(written, objects);
    return this.#outcome(written);
  }

  #note(sentence: string): void {
    const { notes } = this.#parts.checkpoint;
    if (!notes.includes(sentence)) notes.push(sentence);
  }

  #countWrite(isObject: boolean): void {
    const { checkpoint } = this.#parts;
    checkpoint.writes += 1;
    if (isObject) checkpoint.objectWrites += 1;
  }

  #writeStructure(): Promise<WrittenStructure> {
    const { deps, lease, context, input, target, checkpoint, unsettled, meter, pace, made } =
      this.#parts;
    const writer = new StructureWriter({
      context,
      input,
      target,
      checkpoint,
      resumed: unsettled !== undefined,
      clock: deps.clock,
      settleMs: deps.settleMs,
      signal: pace.signal,
      note: (sentence) => this.#note(sentence),
      onWrite: () => this.#countWrite(false),
      onStep: (step) => meter.set({ step }),
    });
    return writer.write(async (schemaId) => {
      checkpoint.schemaId = schemaId;
      await lease.checkpoint(checkpoint);
      await made(schemaId);
    });
  }

  #routeTo(targetSchemaId: string): RestoreRoute {
    const { lease, context, input } = this.#parts;
    return {
      tenantId: lease.run.tenantId,
      runId: lease.run.id,
      fence: lease.fence,
      sourceWorkspace: context.source.header.site.workspaceId,
      targetWorkspace: input.place.siteKey,
      targetSchemaId,
    };
  }

  async #openWriting(
    context: RestoreContext,
    {
      written,
      route,
      uniqueKeys,
      objects,
    }: {
      written: WrittenStructure;
      route: RestoreRoute;
      uniqueKeys: string[];
      objects: ObjectMatches;
    },
  ): Promise<ObjectWriting> {
    const { deps, input, target, reader, checkpoint, meter, pace } = this.#parts;
    const { structure } = context.source;
    const attributes = attributeTargets(
      structure,
      { attributes: matchedBefore(context, checkpoint) },
      (attribute) => written.attributes.get(attribute.id),
      {
        makesType: (id) => checkpoint.types.includes(id),
        changesDefinitions: input.changeDefinitions,
      },
    );
    return new ObjectWriting({
      context,
      objects,
      reader,
      target,
      restores: deps.restores,
      route,
      attributes,
      types: written.types,
      baseline: checkpoint.baseline,
      keyset: await target.supportsKeyset(written.schemaId, pace.signal),
      settleMs: deps.settleMs,
      clock: deps.clock,
      meter,
      pace,
      onWrite: (isObject) => this.#countWrite(isObject),
      between: () => this.#saveNowAndThen(),
      stillHeld: () => this.#assertHeld(),
      keyOf: keyOf(structure, written, checkpoint, uniqueKeys),
    });
  }

  async #settleInterrupted(creator: ObjectCreator, unsettled: ReadonlySet<string>): Promise<void> {
    const { context, meter } = this.#parts;
    meter.set({ step: 'Looking for what an interrupted attempt has written' });
    const refused = await this.#refused('failed');
    const nodes = [...unsettled].map((id) => context.source.graph.nodeOf(id));
    await creator.settleInterrupted(
      nodes.filter((node) => node >= 0),
      refused,
    );
  }

  async #audit({ schemaId, types }: WrittenStructure, objects: ObjectMatches): Promise<void> {
    const { target, checkpoint, pace } = this.#parts;
    const surplus = await auditObjects(target, {
      schemaId,
      typeIds: [...new Set(types.values())],
      baseline: checkpoint.baseline,
      matches: objects,
      pace,
    });
    for (const sentence of surplus) this.#note(sentence);
  }

  /** What differs of objects that are there. Those of this run that the search does not show yet get all their references once more: a change may be repeated. */
  async #compare(writing: ObjectWriting): Promise<ObjectDifferences> {
    const { reader, target, input, pace, unsettled } = this.#parts;
    const { context, objects, attributes } = writing.options;
    const { graph, structure } = context.source;
    const refused = unsettled ? await this.#refused('created') : new Map<string, LeftOut[]>();
    for (const [sourceId, leftOut] of refused)
      refused.set(sourceId, writing.remember(sourceId, leftOut));
    const idsOf = (sourceId: string): Set<string> =>
      new Set(
        (refused.get(sourceId) ?? []).flatMap(({ attribute }) =>
          [...attributes.values()].flatMap((each) =>
            'id' in each && each.name === attribute ? [each.id] : [],
          ),
        ),
      );
    const { differences, isSeen } = await compareExisting({
      context,
      reader,
      target,
      attributes,
      input,
      pace,
      refused: (sourceId) => (refused.has(sourceId) ? idsOf(sourceId) : undefined),
    });
    if (!unsettled) return differences;
    const references = new Map(
      structure.types.map((type) => [
        type.id,
        attributePairs(structure, type.id, attributes)
          .filter(
            ({ a }) => structure.attributes.find((each) => each.id === a)?.kind === 'reference',
          )
          .map(({ b }) => b),
      ]),
    );
    for (let node = 0; node < graph.size; node += 1)
      if (objects.isOwn(node) && !isSeen(node))
        differences.note(node, references.get(graph.typeOf(node)) ?? []);
    return differences;
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

  async #outcome({ schemaId }: WrittenStructure): Promise<RunOutcome<RestoreFacts>> {
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
    return { message: 'Operation success', result: facts };
  }
}

/** Attributes that were there before the run began: the others go by the backup's definition, their rules loosened. */
function matchedBefore(
  { matches }: RestoreContext,
  { attributes }: RestoreCheckpoint,
): Map<string, AttributeDefinition> {
  const made = new Set(attributes);
  return new Map([...matches.structure.attributes].filter(([id]) => !made.has(id)));
}

/** The context as the run has made it so far. */
function contextWith(
  context: RestoreContext,
  { statuses, referenceTypes }: WrittenStructure,
  objects: ObjectMatches,
): RestoreContext {
  const { matches } = context;
  return withMatches(context, {
    objects,
    names: { ...matches.names, status: new Map([...matches.names.status, ...statuses]) },
    referenceTypes: new Map([...matches.referenceTypes, ...referenceTypes]),
  });
}

function keyOf(
  source: SchemaStructure,
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
