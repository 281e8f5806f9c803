import { inTurns } from '../../kernel/loops/steps.ts';
import { unknownNotes } from '../comparing/unknown-notes.ts';
import { movedNotes } from '../context/moved-notes.ts';
import { withMatches, type RestoreContext } from '../context/restore-context.ts';
import { withMade } from '../context/restore-matches.ts';
import { closingEdges } from '../objects/closing-edges.ts';
import { ObjectMatches } from '../objects/object-matches.ts';
import type { RestoreRoute } from '../report/restore-line.ts';
import type { RestoreFacts } from '../restore-facts.ts';
import { archiveObjects } from './archive-objects.ts';
import type { AttributeTargets } from '../values/map-values.ts';
import { attributeTargets } from '../values/attribute-targets.ts';
import type { RestoreAttempt } from './attempt/restore-attempt.ts';
import { schemaMark } from '../resolve/outside/resolve-outside-schemas.ts';
import { auditObjects } from './audit-objects.ts';
import { IssueWriter } from './issues/issue-writer.ts';
import { EarlierReport } from './objects/earlier-report.ts';
import { findDifferences } from './objects/update/find-differences.ts';
import { InterruptedCreates } from './objects/create/interrupted-creates.ts';
import { noteLeftObjects } from './objects/update/note-left-objects.ts';
import { ObjectCreator } from './objects/create/object-creator.ts';
import { ObjectUpdater } from './objects/update/object-updater.ts';
import { ObjectWriting } from './objects/object-writing.ts';
import { OrderWriter } from './structure/order-writer.ts';
import { writeRoles } from './structure/write-roles.ts';
import { StructureTightener } from './structure/structure-tightener.ts';
import { writeAttachments } from './write-attachments.ts';
import { writeComments } from './write-comments.ts';
import { writeStructure } from './structure/write-structure.ts';
import type { WrittenStructure } from './structure/written-structure.ts';

/**
 * Writes a restore in one attempt: the structure, the objects, the rules. Repeatable: existing
 * things are found, not created again.
 */
export class RestoreWriter {
  readonly #attempt: RestoreAttempt;
  /** What was reported before an interruption; undefined at the first attempt. */
  readonly #earlier: EarlierReport | undefined;

  constructor(attempt: RestoreAttempt) {
    const { restores, lease } = attempt.parts;
    this.#attempt = attempt;
    this.#earlier = attempt.isResumed ? new EarlierReport(restores, lease.run) : undefined;
  }

  /** @throws Refused, Unavailable, LeaseLost; the report says what was written until then */
  async write(): Promise<RestoreFacts> {
    const attempt = this.#attempt;
    const { restores } = attempt.parts;
    const structure = await writeStructure(attempt);
    const route = this.#routeTo(structure.schemaId);
    const types = [...structure.types].map(([sourceId, targetId]) => ({ sourceId, targetId }));
    const { schemaId } = this.#attempt.parts.context.source.header.site;
    const schema = { sourceId: schemaMark(schemaId), targetId: structure.schemaId };
    await restores.noteTypes(route, [...types, schema]);
    await attempt.save();
    const writing = await this.#openWriting(structure, route);
    await this.#writeObjects(writing);
    attempt.beginStep('Applying attribute rules');
    await new StructureTightener(attempt, writing.parts.context, structure, route).tighten();
    await new OrderWriter(attempt, structure).write();
    await writeComments(attempt, writing.parts.objects);
    await writeAttachments(attempt, writing.parts.objects);
    await writeRoles(attempt, structure);
    await this.#writeIssues(writing, route);
    attempt.beginStep('Counting');
    await writing.awaitSearch();
    await this.#audit(structure, writing.parts.objects);
    await archiveObjects(attempt, writing.parts.objects, structure.schemaId);
    return this.#facts(structure.schemaId);
  }

  #routeTo(targetSchemaId: string): RestoreRoute {
    const { lease, context, input } = this.#attempt.parts;
    return {
      tenantId: lease.run.tenantId,
      runId: lease.run.id,
      fence: lease.fence,
      sourceWorkspace: context.source.header.site.workspaceId,
      targetWorkspace: input.place.siteKey,
      targetSchemaId,
    };
  }

  async #openWriting(structure: WrittenStructure, route: RestoreRoute): Promise<ObjectWriting> {
    const { context, target } = this.#attempt.parts;
    const objects = new ObjectMatches(context.source.graph, context.matches.objects);
    return new ObjectWriting({
      attempt: this.#attempt,
      context: withWritten(context, structure, objects),
      objects,
      route,
      attributes: this.#attributeTargets(structure),
      types: structure.types,
      keyOf: (typeId) => structure.keys.get(typeId),
      keyset: await target.supportsKeyset(structure.schemaId, this.#attempt.signal),
    });
  }

  /**
   * Attributes that were there before the run began stand as they are; the others go by the
   * backup's definition, their rules loosened.
   */
  #attributeTargets({ attributes }: WrittenStructure): AttributeTargets {
    const { context, input } = this.#attempt.parts;
    const { checkpoint } = this.#attempt;
    const made = new Set(checkpoint.attributes);
    const before = [...context.matches.structure.attributes].filter(([id]) => !made.has(id));
    return attributeTargets(
      context.source.structure,
      { attributes: new Map(before) },
      ({ id }) => attributes.get(id),
      {
        adapted: context.source.adapted,
        makesType: (id) => checkpoint.types.includes(id),
        changesDefinitions: input.changeDefinitions,
      },
    );
  }

  async #writeObjects(writing: ObjectWriting): Promise<void> {
    const attempt = this.#attempt;
    const { context, objects } = writing.parts;
    const { graph } = context.source;
    const doubtful = await this.#settleInterrupted(writing);
    attempt.beginStep('Comparing objects');
    const differences = await findDifferences(writing, this.#earlier);
    const updated = (await this.#earlier?.updated()) ?? new Map<string, string>();
    await noteLeftObjects(writing, differences, updated);
    for (const sentence of [...movedNotes(context), ...unknownNotes(differences.unknown.size)])
      attempt.note(sentence);
    attempt.beginStep('Writing objects', {
      done: 0,
      total: graph.size - objects.matched + differences.count,
    });
    const updater = new ObjectUpdater(writing, differences, updated);
    if (objects.matched < graph.size) await updater.freeUniqueValues();
    const closing = await inTurns(closingEdges(graph, (node) => objects.has(node)));
    await new ObjectCreator(writing, closing, differences, doubtful).create();
    attempt.beginStep('Setting references and values');
    await updater.update();
  }

  async #writeIssues(
    { parts: { context, objects } }: ObjectWriting,
    route: RestoreRoute,
  ): Promise<void> {
    const attempt = this.#attempt;
    const { input, target } = attempt.parts;
    const { issues } = target;
    if (!input.issues) return;
    if (issues) await new IssueWriter({ attempt, context, objects, route, issues }).write();
    else attempt.note("Issues were left as they are: this kind of site's issues can't be written.");
  }

  /** Returns the nodes that may be there though nobody knows. */
  async #settleInterrupted(writing: ObjectWriting): Promise<number[]> {
    const { context, unsettledIds = [] } = this.#attempt.parts;
    if (!this.#earlier) return [];
    this.#attempt.beginStep('Looking for what was written before the interruption');
    const interrupted = new InterruptedCreates(writing, await this.#earlier.refused('failed'));
    const nodes = [...unsettledIds].map((id) => context.source.graph.nodeOf(id));
    return interrupted.settle(nodes.filter((node) => node >= 0));
  }

  async #audit({ schemaId, types }: WrittenStructure, objects: ObjectMatches): Promise<void> {
    const { target, pace } = this.#attempt.parts;
    const surplus = await auditObjects(target, {
      schemaId,
      typeIds: [...new Set(types.values())],
      baseline: this.#attempt.checkpoint.baseline,
      objects,
      pace,
    });
    if (surplus !== undefined) this.#attempt.note(surplus);
  }

  async #facts(schemaId: string): Promise<RestoreFacts> {
    const { restores, lease, input } = this.#attempt.parts;
    const { writes, objectWrites, lacking } = this.#attempt.checkpoint;
    const { tenantId, id } = lease.run;
    const counts = await restores.counts(tenantId, id);
    const incomplete = await restores.countIncomplete(tenantId, id);
    const { created, updated, left, skipped, failed, valuesLeftOut } = counts;
    return {
      schemaId,
      schemaName: input.schema.name,
      schemaKey: input.schema.key,
      created,
      updated,
      left,
      skipped,
      failed,
      valuesLeftOut,
      incomplete,
      writes,
      objectWrites,
      issues: input.issues && (await restores.issues.counts(tenantId, id)),
      lacking,
      notes: [...this.#attempt.notes],
    };
  }
}

/**
 * The context with what the run has made of the structure, and with objects that it is about to
 * make.
 */
function withWritten(
  context: RestoreContext,
  written: WrittenStructure,
  objects: ObjectMatches,
): RestoreContext {
  return withMatches(context, { ...withMade(context.matches, written), objects });
}
