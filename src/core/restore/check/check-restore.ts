import type { RunId } from '../../ids.ts';
import { asJson } from '../../json.ts';
import type { RunHandler, RunOutcome } from '../../job/run-handler.ts';
import type { Run, RunLease } from '../../job/run.ts';
import { atDestination, pinnedBackup, unpinBackup, type RestoreDeps } from '../at-destination.ts';
import { compareObjects, standing, type Compared } from '../objects/compare-objects.ts';
import { lostCount } from '../objects/map-values.ts';
import { restoreFacts, type CheckFacts } from '../restore-facts.ts';
import { inputOf, type RestoreInput } from '../restore-input.ts';
import { idMaps, openSite, type RestoreSite } from '../restore-site.ts';
import { attributeInput } from '../structure/attribute-input.ts';
import { definitionDifferences } from '../structure/definition-differences.ts';
import { attributePairs, attributeTargets } from '../value-maps.ts';

const LISTED = 500;

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
    const input: RestoreInput = { ...inputOf(run), schema: { kind: 'existing', id: facts.schemaId, name: facts.schemaName, key: facts.schemaKey } };
    const backup = await pinnedBackup(this.#deps, run);
    return atDestination(this.#deps, { lease, input, backup }, async ({ target, reader, meter, pace }) => {
      const site = await openSite({ tenantId: run.tenantId, runId: restoreId, input, reader, target, restores: this.#deps.restores, meter, pace });
      const explained = await this.#explained(run, restoreId, input);
      const attributes = attributeTargets(site, () => undefined, { makesType: () => false, changesDefinitions: input.changeDefinitions });
      const result: CheckFacts = { compared: 0, equal: 0, explained: 0, missing: 0, differing: [], differingCount: 0, structure: structureDifferences(site) };
      const pairs = new Map(site.source.types.map((type) => [type.id, attributePairs(site, type.id, attributes)]));
      meter.set({ step: 'Comparing every value', done: 0, total: site.matches.matched });
      for await (const compared of compareObjects({ site, reader, target, attributes, pace })) {
        result.compared += 1;
        meter.set({ done: result.compared });
        judge(compared, pairs.get(compared.body.typeId)!, explained.get(compared.body.id), result, (id) => attributes.get(id)?.name ?? id);
      }
      result.missing = site.graph.size - result.compared - [...explained.values()].filter((each) => each === 'failed').length;
      return { message: sentence(result), result: asJson(result) };
    });
  }

  async settle(run: Run): Promise<void> {
    await unpinBackup(this.#deps, run);
  }

  /** What the report says of objects: values left out by attribute name, objects left alone by the rule, objects that failed. */
  async #explained(run: Run, restoreId: RunId, { existing }: RestoreInput): Promise<Map<string, Set<string> | 'left' | 'failed'>> {
    const explained = new Map<string, Set<string> | 'left' | 'failed'>();
    for await (const { sourceId, outcome, leftOut, targetId } of this.#deps.restores.lines(run.tenantId, restoreId)) {
      if (outcome === 'failed') explained.set(sourceId, targetId === undefined ? 'failed' : 'left');
      else if ((outcome === 'left' || outcome === 'updated') && existing !== 'overwrite') explained.set(sourceId, 'left');
      else if (leftOut) explained.set(sourceId, new Set(leftOut.map(({ attribute }) => attribute)));
    }
    return explained;
  }
}

function judge(compared: Compared, pairs: { sourceId: string; targetId: string }[], explained: Set<string> | 'left' | 'failed' | undefined, result: CheckFacts, nameOf: (sourceId: string) => string): void {
  const { body, there, mapped } = compared;
  const differing = pairs.filter(({ sourceId, targetId }) => (body.values[sourceId]?.length ?? 0) > 0 && (mapped.later.includes(targetId) || !standing(compared, targetId).same));
  const open = explained instanceof Set ? differing.filter(({ sourceId }) => !explained.has(nameOf(sourceId))) : explained === undefined ? differing : [];
  if (open.length > 0) {
    result.differingCount += 1;
    if (result.differing.length < LISTED) result.differing.push({ key: body.key, targetKey: there.key, label: body.label.slice(0, 256), what: open.map(({ sourceId, targetId }) => `${nameOf(sourceId)}: ${brief(mapped.values[targetId])} in the backup, ${brief(standing(compared, targetId).actual)} on the destination`).join('; ') });
  } else if (differing.length > 0 || lostCount(mapped) > 0) result.explained += 1;
  else result.equal += 1;
}

const brief = (values: string[] = []): string => (values.length === 0 ? 'nothing' : values.join(', ').slice(0, 200));

function structureDifferences(site: RestoreSite): string[] {
  const { source, match } = site;
  const maps = idMaps(site, (id) => match.types.get(id)?.id);
  const missing = source.types.filter((type) => !match.types.has(type.id)).map((type) => `The object type "${type.name}" is not there.`);
  const attributes = source.attributes.filter((attribute) => !attribute.system && match.types.has(attribute.typeId)).flatMap((attribute) => {
    const type = source.types.find((each) => each.id === attribute.typeId)!.name;
    const there = match.attributes.get(attribute.id);
    if (!there) return attributeInput(attribute, maps) ? [`The attribute "${attribute.name}" of ${type} is not there.`] : []; // else the restore has said why not
    return definitionDifferences(attribute, there, maps).map(({ what, here, backup }) => `The attribute "${attribute.name}" of ${type} differs in: ${what} (${backup || 'nothing'} in the backup, ${here || 'nothing'} on the destination).`);
  });
  return [...missing, ...attributes].slice(0, LISTED);
}

function sentence({ compared, missing, differingCount, explained, structure }: CheckFacts): string {
  const first = `${compared} objects compared with the backup, value by value`;
  if (missing === 0 && differingCount === 0 && structure.length === 0) return explained === 0 ? `${first}: all equal.` : `${first}: equal but for what the report lists as left out (${explained} objects).`;
  return `${first}: ${missing} missing, ${differingCount} with other values, ${structure.length} differences in object types and attributes. Look at the list.`;
}
