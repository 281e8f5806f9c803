import { occupySchema } from '../../backup/occupy-schema.ts';
import type { CatalogStore } from '../../catalog/catalog.ts';
import { orAbsent, Refused } from '../../errors.ts';
import { catalogId, runId, type RunId } from '../../ids.ts';
import type { JsonValue } from '../../json.ts';
import { newRunId } from '../../job/new-run-id.ts';
import type { RunHandler, RunOutcome } from '../../job/run-handler.ts';
import { isOpen, type Run, type RunLease } from '../../job/run.ts';
import { atDestination, pinnedBackup, unpinBackup, type AtDestination, type RestoreDeps } from '../at-destination.ts';
import { compareExisting } from '../objects/compare-existing.ts';
import { closingEdges } from '../objects/closing-edges.ts';
import type { LeftOut, RestoreRoute } from '../report/restore-lines.ts';
import type { RestoreFacts } from '../restore-facts.ts';
import { asJson, inputOf, type RestoreInput } from '../restore-input.ts';
import { openSite, type RestoreSite } from '../restore-site.ts';
import { REFERENCE } from '../structure/attribute-input.ts';
import { attributePairs, attributeTargets } from '../value-maps.ts';
import { auditObjects } from './audit-objects.ts';
import { ObjectWriter } from './object-writer.ts';
import { originalKeyName, originalKeyOwner, originalKeyTypes } from './original-key.ts';
import { isRefused } from './refused-values.ts';
import { readRestoreCheckpoint, type RestoreCheckpoint } from './restore-checkpoint.ts';
import { StructureWriter, type WrittenStructure } from './structure-writer.ts';
import { tightenStructure } from './tighten-structure.ts';

const CHECKPOINT_MS = 15_000;
/** A worker that has stood still may have lost its run without knowing it: after this long without a word from the database it asks before it writes. */
const SURE_MS = 1_000;

export interface RunRestoreDeps extends RestoreDeps {
  catalog: CatalogStore;
  /** After this long a request without an answer is no longer being executed, and after a write the search may still not show it, ms. */
  settleMs: number;
}

/** The plan that a restore makes anew when the site has changed since the reviewed one. */
export const replanOf = (restoreId: RunId): RunId => runId(`${restoreId}-plan`);
/** Names the schema that a restore writes to: one restore at a time. */
const placeOf = ({ place, schema }: RestoreInput): string => `${place.workspaceId}:${schema.kind === 'existing' ? schema.id : `new ${schema.key}`}`;
const madePlaceOf = ({ place }: RestoreInput, schemaId: string): string => `${place.workspaceId}:${schemaId}`;

/** The run that restores a backup. Stopped, failed or killed at any point it goes on from there; nothing is made twice. */
export class RunRestore implements RunHandler {
  readonly kind = 'restore';
  readonly #deps: RunRestoreDeps;

  constructor(deps: RunRestoreDeps) {
    this.#deps = deps;
  }

  async work(lease: RunLease): Promise<RunOutcome> {
    const { runs, restores } = this.#deps;
    const { run, signal } = lease;
    const input = inputOf(run);
    const backup = await pinnedBackup(this.#deps, run);
    await this.#claim(run, input);
    return atDestination(this.#deps, { lease, input, backup }, async ({ target, reader, meter, pace }) => {
      const before = run.checkpoint === undefined ? undefined : readRestoreCheckpoint(run.checkpoint);
      const unsettled = before && { sourceIds: new Set(await restores.unsettled(run.tenantId, run.id)), baseline: before.baseline };
      const madeSchemaId = before?.schemaId ?? (before?.makesSchema ? (await target.schemas(signal)).schemas.find((schema) => schema.key === input.schema.key && schema.name === input.schema.name)?.id : undefined);
      const site = await openSite({ tenantId: run.tenantId, runId: run.id, input, reader, target, restores, meter, pace, ...(madeSchemaId && input.schema.kind === 'new' ? { madeSchemaId } : {}), ...(unsettled ? { unsettled } : {}) });
      if (!before && input.digest !== site.digest) await this.#planAgain(run, input);
      const checkpoint = before ?? firstCheckpoint(site, input);
      await lease.checkpoint(checkpoint);
      const outcome = await new Restoring({ deps: this.#deps, lease, input, site, target, reader, checkpoint, resumed: before !== undefined, meter, pace, made: (schemaId) => this.#hold(run, madePlaceOf(input, schemaId)) }).run();
      if (input.targetId === undefined) await runs.enqueue({ id: newRunId(), tenantId: run.tenantId, kind: 'sync', trigger: 'manual', requestedBy: run.requestedBy });
      return outcome;
    });
  }

  async settle(run: Run): Promise<void> {
    const { restores, catalog } = this.#deps;
    await unpinBackup(this.#deps, run);
    const input = inputOf(run);
    await restores.release(placeOf(input), run.id);
    const made = run.checkpoint === undefined ? undefined : readRestoreCheckpoint(run.checkpoint).schemaId;
    if (made !== undefined) await restores.release(madePlaceOf(input, made), run.id);
    if (input.occupies) await catalog.vacate(run.tenantId, catalogId(input.occupies), run.id);
  }

  /** One restore writes to a schema at a time, and no backup reads it meanwhile. @throws Refused `target-occupied` */
  async #claim(run: Run, input: RestoreInput): Promise<void> {
    await this.#hold(run, placeOf(input));
    if (input.occupies && !(await occupySchema(this.#deps, run.tenantId, catalogId(input.occupies), run.id))) throw new Refused('target-occupied', 'A backup of the schema to write to is queued or running. Wait for its end or stop it, then let this restore go on.');
  }

  /** @throws Refused `target-occupied` */
  async #hold(run: Run, place: string): Promise<void> {
    const { restores, runs } = this.#deps;
    const { taken, holder } = await restores.claim(place, run.tenantId, run.id);
    if (taken) return;
    const other = await orAbsent(runs.get(holder.tenantId, holder.runId));
    if ((other && isOpen(other)) || !(await restores.takeOver(place, holder.runId, run.tenantId, run.id))) throw new Refused('target-occupied', 'Another restore writes to this schema. Wait for its end or stop it, then let this one go on.');
  }

  /** @throws Refused `plan-changed` */
  async #planAgain({ tenantId, id, backupId, catalogId: of, requestedBy }: Run, { digest: _digest, planId: _planId, ...input }: RestoreInput): Promise<never> {
    await this.#deps.runs.enqueue({ id: replanOf(id), tenantId, kind: 'restore-plan', backupId: backupId!, ...(of ? { catalogId: of } : {}), input: asJson(input), trigger: 'manual', requestedBy });
    throw new Refused('plan-changed', 'The destination has changed since the plan was made. Nothing was written. A new plan is being made: look at it, and run that one.');
  }
}

function firstCheckpoint({ source, match, census }: RestoreSite, input: RestoreInput): RestoreCheckpoint {
  const attributes = source.attributes.filter((attribute) => !attribute.system && !match.attributes.has(attribute.id)).map((attribute) => attribute.id);
  const baseline = Math.max(0, ...[...census.values()].map((seen) => seen.ids.at(-1) ?? 0));
  return { makesSchema: input.schema.kind === 'new', types: source.types.filter((type) => !match.types.has(type.id)).map((type) => type.id), attributes, keyName: originalKeyName(source), baseline, writes: 0, objectWrites: 0, notes: [], ...(input.schema.kind === 'existing' ? { schemaId: input.schema.id } : {}) };
}

interface Parts extends AtDestination { deps: RunRestoreDeps; lease: RunLease; input: RestoreInput; site: RestoreSite; checkpoint: RestoreCheckpoint; resumed: boolean; /** The schema that is written to is known by now. */ made: (schemaId: string) => Promise<void> }

/** One attempt at a restore, from the first write to the last. */
class Restoring {
  readonly #parts: Parts;
  #savedAt: number;
  #saving: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#savedAt = parts.deps.clock.monotonicMs();
  }

  async run(): Promise<RunOutcome> {
    const { deps, lease, input, site, target, reader, checkpoint, resumed, meter, pace, made } = this.#parts;
    const { signal } = pace;
    const note = (sentence: string): void => { if (!checkpoint.notes.includes(sentence)) checkpoint.notes.push(sentence); };
    const onWrite = (object: boolean): void => { checkpoint.writes += 1; if (object) checkpoint.objectWrites += 1; };
    const written = await new StructureWriter({ site, input, target, checkpoint, resumed, clock: deps.clock, settleMs: deps.settleMs, signal, note, onWrite: () => onWrite(false), onStep: (step) => meter.set({ step }) }).write(async (schemaId) => {
      checkpoint.schemaId = schemaId;
      await lease.checkpoint(checkpoint);
      await made(schemaId);
    });
    const route: RestoreRoute = { tenantId: lease.run.tenantId, runId: lease.run.id, fence: lease.fence, sourceWorkspace: site.header.site.workspaceId, targetWorkspace: input.place.workspaceId, targetSchemaId: written.schemaId };
    await deps.restores.noteTypes(route, [...written.types].map(([sourceId, targetId]) => ({ sourceId, targetId })));
    const attributes = attributeTargets({ source: site.source, match: { types: site.match.types, attributes: matchedBefore(site, checkpoint) } }, (attribute) => written.attributes.get(attribute.id), { makesType: (id) => checkpoint.types.includes(id), changesDefinitions: input.changeDefinitions });
    const uniqueKeys = originalKeyTypes(site.source, checkpoint.types).filter((type) => written.keys.has(type));
    await this.#save(0);
    const keyset = await target.supportsKeyset(written.schemaId, signal);
    const writer = new ObjectWriter({
      site, reader, target, restores: deps.restores, route, attributes, types: written.types, baseline: checkpoint.baseline, keyset, settleMs: deps.settleMs, clock: deps.clock, meter, pace, onWrite, between: () => this.#save(CHECKPOINT_MS), stillHeld: () => this.#save(SURE_MS),
      keyOf: keyOf(site, written, checkpoint, uniqueKeys),
    });
    if (resumed) {
      meter.set({ step: 'Looking for what an interrupted attempt has written' });
      const refused = await this.#refused('failed');
      await writer.settleInterrupted((await deps.restores.unsettled(lease.run.tenantId, lease.run.id)).map((id) => site.graph.nodeOf(id)).filter((node) => node >= 0), refused);
    }
    meter.set({ step: 'Comparing objects' });
    await this.#compare(attributes, writer);
    await writer.noteLeft(resumed ? await this.#updatedBefore() : new Set());
    meter.set({ step: 'Writing objects', done: 0, total: site.graph.size - site.matches.matched + site.matches.differing });
    await writer.create(closingEdges(site.graph, (node) => site.matches.has(node)));
    meter.set({ step: 'Setting references and values' });
    await writer.update();
    meter.set({ step: 'Putting rules in force' });
    await tightenStructure({ site, input, target, written, checkpoint, uniqueKeys, restores: deps.restores, route, signal, note, onWrite: () => onWrite(false) });
    meter.set({ step: 'Counting' });
    await writer.searchable();
    for (const sentence of await auditObjects(target, { schemaId: written.schemaId, typeIds: [...new Set(written.types.values())], baseline: checkpoint.baseline, matches: site.matches, pace })) note(sentence);
    return this.#outcome(written);
  }

  /** What differs of objects that are there. Those of this run that the search does not show yet get all their references once more: a change may be repeated. */
  async #compare(attributes: ReturnType<typeof attributeTargets>, writer: ObjectWriter): Promise<void> {
    const { site, reader, target, input, pace, resumed } = this.#parts;
    const refused = resumed ? await this.#refused('created') : new Map<string, LeftOut[]>();
    for (const [sourceId, leftOut] of refused) refused.set(sourceId, writer.remember(sourceId, leftOut));
    const idsOf = (sourceId: string): Set<string> => new Set((refused.get(sourceId) ?? []).flatMap(({ attribute }) => [...attributes.values()].flatMap((each) => ('id' in each && each.name === attribute ? [each.id] : []))));
    const seen = await compareExisting({ site, reader, target, attributes, input, pace, refused: (sourceId) => (refused.has(sourceId) ? idsOf(sourceId) : undefined) });
    if (!resumed) return;
    const references = new Map(site.source.types.map((type) => [type.id, attributePairs(site, type.id, attributes).filter(({ sourceId }) => site.source.attributes.find((each) => each.id === sourceId)?.type === REFERENCE).map(({ targetId }) => targetId)]));
    for (let node = 0; node < site.graph.size; node += 1) if (site.matches.isOwn(node) && !seen(node)) site.matches.differs(node, references.get(site.graph.typeOf(node)) ?? []);
  }

  /** What the site has refused of objects before the interruption, by the backup's id. */
  async #refused(outcome: 'created' | 'failed'): Promise<Map<string, LeftOut[]>> {
    const { deps, lease: { run } } = this.#parts;
    const refused = new Map<string, LeftOut[]>();
    for await (const { sourceId, leftOut = [] } of deps.restores.lines(run.tenantId, run.id, outcome)) {
      const some = leftOut.filter(isRefused);
      if (some.length > 0) refused.set(sourceId, some);
    }
    return refused;
  }

  /** Objects that this run has changed before the interruption: they do not differ any more. */
  async #updatedBefore(): Promise<Set<string>> {
    const { deps, lease: { run } } = this.#parts;
    const updated = new Set<string>();
    for await (const { sourceId } of deps.restores.lines(run.tenantId, run.id, 'updated')) updated.add(sourceId);
    return updated;
  }

  /** Saves the checkpoint where that was not done for so long. @throws LeaseLost */
  async #save(afterMs: number): Promise<void> {
    const { deps, lease, checkpoint } = this.#parts;
    const now = deps.clock.monotonicMs();
    if (now - this.#savedAt < afterMs) return;
    this.#saving ??= lease.checkpoint(checkpoint).then(() => { this.#savedAt = now; }).finally(() => { this.#saving = undefined; });
    await this.#saving;
  }

  async #outcome({ schemaId }: WrittenStructure): Promise<RunOutcome> {
    const { deps, lease, input, checkpoint } = this.#parts;
    const { created, updated, left, skipped, failed, valuesLeftOut } = await deps.restores.counts(lease.run.tenantId, lease.run.id);
    const facts: RestoreFacts = { schemaId, schemaName: input.schema.name, schemaKey: input.schema.key, created, updated, left, skipped, failed, valuesLeftOut, writes: checkpoint.writes, objectWrites: checkpoint.objectWrites, notes: checkpoint.notes };
    return { message: 'Operation success', result: JSON.parse(JSON.stringify(facts)) as JsonValue };
  }
}

/** Attributes that were there before the run began: the others go by the backup's definition, their rules loosened. */
function matchedBefore({ match }: RestoreSite, { attributes }: RestoreCheckpoint): RestoreSite['match']['attributes'] {
  const made = new Set(attributes);
  return new Map([...match.attributes].filter(([id]) => !made.has(id)));
}

function keyOf({ source }: RestoreSite, { keys }: WrittenStructure, { keyName }: RestoreCheckpoint, unique: readonly string[]) {
  const owners = new Map(source.types.map((type) => [type.id, originalKeyOwner(source, [...keys.keys()], type.id)]));
  return (typeId: string) => { const owner = owners.get(typeId); return owner === undefined ? undefined : { attributeId: keys.get(owner)!, attributeName: keyName, unique: unique.includes(owner) }; };
}

