import type { BackupReader } from '../../backups/vault.ts';
import type { RunId } from '../../kernel/ids.ts';
import { asJson } from '../../kernel/json.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import type { Run, RunLease } from '../../runs/run.ts';
import {
  atDestination,
  pinnedBackup,
  unpinBackup,
  type RestoreDeps,
} from '../context/at-destination.ts';
import { compareObjects } from '../comparing/compare-objects.ts';
import { objectBody } from '../../compare/object-body.ts';
import { isSound, restoreFacts, type CheckFacts } from '../restore-facts.ts';
import { inputOf, type RestoreInput } from '../restore-input.ts';
import { idMaps } from '../context/id-maps.ts';
import { readContext, type RestoreContext } from '../context/restore-context.ts';
import type { RestoreSource } from '../context/restore-source.ts';
import { attributeInput } from '../../compare/attribute-input.ts';
import { definitionDifferences, typeDifferences } from '../../compare/definition-differences.ts';
import { attributePairs, attributeTargets } from '../values/value-maps.ts';
import { judgeObject, type Told } from './judge-object.ts';
import { MAX_LISTED, ListedObjects } from './listed-objects.ts';

/** The run behind *Check the result*: reads the destination back and compares it with the backup value by value, ids through the id map. Writes nothing. */
export class CheckRestore implements RunHandler {
  readonly kind = 'restore-check';
  readonly #deps: RestoreDeps;

  constructor(deps: RestoreDeps) {
    this.#deps = deps;
  }

  async work(lease: RunLease): Promise<RunOutcome> {
    const { run } = lease;
    const restoreId = run.of!;
    const facts = restoreFacts(await this.#deps.runs.get(run.tenantId, restoreId));
    const input: RestoreInput = {
      ...inputOf(run),
      schema: {
        kind: 'existing',
        id: facts.schemaId,
        name: facts.schemaName,
        key: facts.schemaKey,
      },
    };
    const backup = await pinnedBackup(this.#deps, run);
    return atDestination(
      this.#deps,
      { lease, input, backup },
      async ({ target, reader, meter, pace }) => {
        const context = await readContext({
          tenantId: run.tenantId,
          runId: restoreId,
          input,
          reader,
          target,
          restores: this.#deps.restores,
          meter,
          pace,
        });
        const { told, neverMade } = await this.#told(run, restoreId);
        const { source, matches } = context;
        const attributes = attributeTargets(source.structure, matches.structure, () => undefined, {
          makesType: () => false,
          changesDefinitions: input.changeDefinitions,
        });
        const nameOf = (id: string): string => attributes.get(id)?.name ?? id;
        const listed = new ListedObjects(context, nameOf);
        const counts = { equal: 0, explained: 0, kept: 0, differs: 0 };
        const pairs = new Map(
          source.structure.types.map((type) => [
            type.id,
            attributePairs(source.structure, type.id, attributes),
          ]),
        );
        const seen = new Uint8Array(source.graph.size);
        let compared = 0;
        meter.set({ step: 'Comparing every value', done: 0, total: matches.objects.matched });
        for await (const each of compareObjects({ context, reader, target, attributes, pace })) {
          const { verdict, differences } = judgeObject(
            each,
            pairs.get(each.body.typeId)!,
            told.get(each.body.id),
            input,
            nameOf,
          );
          seen[each.node] = 1;
          counts[verdict] += 1;
          compared += 1;
          meter.set({ done: compared });
          if (verdict === 'kept' || verdict === 'differs') listed.add(verdict, each, differences);
        }
        const missing: number[] = [];
        for (let node = 0; node < source.graph.size; node += 1)
          if (seen[node] === 0 && !neverMade.has(source.graph.idOf(node))) missing.push(node);
        const { differs, kept } = await listed.inWords(target, pace);
        const result: CheckFacts = {
          compared,
          equal: counts.equal,
          explained: counts.explained,
          kept: counts.kept,
          missing: missing.length,
          differingCount: counts.differs,
          differing: differs,
          keptObjects: kept,
          missingObjects: await named(missing.slice(0, MAX_LISTED), source, reader),
          structure: structureDifferences(context),
        };
        return { message: sentence(result), result: asJson(result) };
      },
    );
  }

  async settle(run: Run): Promise<void> {
    await unpinBackup(this.#deps, run);
  }

  /** What the report says of objects, by the backup's id; and which of them were never made. */
  async #told(
    run: Run,
    restoreId: RunId,
  ): Promise<{ told: Map<string, Told>; neverMade: Set<string> }> {
    const told = new Map<string, Told>();
    const neverMade = new Set<string>();
    for await (const { sourceId, outcome, leftOut, targetId } of this.#deps.restores.lines(
      run.tenantId,
      restoreId,
    )) {
      if (outcome === 'failed' && targetId === undefined) neverMade.add(sourceId);
      else if (leftOut || outcome === 'failed')
        told.set(sourceId, {
          there: outcome !== 'created',
          failed: outcome === 'failed',
          leftOut: new Set(leftOut?.map(({ attribute }) => attribute)),
        });
      else if (outcome !== 'created') told.set(sourceId, WAS_THERE);
    }
    return { told, neverMade };
  }
}

/** One for all: of most objects there is no more to say. */
const WAS_THERE: Told = { there: true, failed: false, leftOut: new Set() };

async function named(
  nodes: number[],
  { graph, structure }: RestoreSource,
  reader: BackupReader,
): Promise<CheckFacts['missingObjects']> {
  const records =
    nodes.length > 0
      ? await reader.getMany(
          nodes.map((node) => ({
            kind: 'object' as const,
            type: graph.typeOf(node),
            id: graph.idOf(node),
          })),
        )
      : [];
  return records.map(objectBody).map(({ key, label, typeId }) => ({
    key,
    label: label.slice(0, 256),
    type: structure.types.find((type) => type.id === typeId)?.name ?? typeId,
  }));
}

function structureDifferences({
  source: { structure: source },
  matches,
}: RestoreContext): string[] {
  const match = matches.structure;
  const maps = idMaps(matches, (id) => match.types.get(id)?.id);
  const missing = source.types
    .filter((type) => !match.types.has(type.id))
    .map((type) => `The object type "${type.name}" is not there.`);
  const attributes = source.attributes
    .filter((attribute) => !attribute.system && match.types.has(attribute.typeId))
    .flatMap((attribute) => {
      const type = source.types.find((each) => each.id === attribute.typeId)!.name;
      const there = match.attributes.get(attribute.id);
      if (!there)
        return attributeInput(attribute, maps)
          ? [`The attribute "${attribute.name}" of ${type} is not there.`]
          : []; // else the restore has said why not
      return definitionDifferences(attribute, there, maps).map((each) =>
        differs(`The attribute "${attribute.name}" of ${type}`, each),
      );
    });
  const types = source.types.flatMap((type) => {
    const there = match.types.get(type.id);
    return there
      ? typeDifferences(type, there).map((each) => differs(`The object type "${type.name}"`, each))
      : [];
  });
  return [...missing, ...types, ...attributes].slice(0, MAX_LISTED);
}

const differs = (
  thing: string,
  { what, here, backup }: { what: string; here: string; backup: string },
): string =>
  `${thing} differs in: ${what} (${backup || 'nothing'} in the backup, ${here || 'nothing'} on the destination).`;

function sentence(facts: CheckFacts): string {
  const { compared, missing, differingCount, explained, kept, structure } = facts;
  const first = `${compared} objects compared with the backup, value by value`;
  if (!isSound(facts))
    return `${first}: ${missing} missing, ${differingCount} with other values, ${structure.length} differences in object types and attributes. Look at the list.`;
  if (kept > 0)
    return `${first}: as it was asked for. ${kept} differ from the backup, because the options leave what is there alone.`;
  return explained === 0
    ? `${first}: all equal.`
    : `${first}: equal but for what the report lists as left out (${explained} objects).`;
}
