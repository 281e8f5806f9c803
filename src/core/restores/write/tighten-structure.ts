import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { AqlNames } from '../../assets/aql/aql-names.ts';
import { rewriteAql } from '../../assets/aql/rewrite-aql.ts';
import type { RestoreRoute, RestoreStore } from '../report/restore-lines.ts';
import type { RestoreInput } from '../restore-input.ts';
import { idMaps } from '../context/id-maps.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import { attributeInput, tightening } from '../../compare/attribute-input.ts';
import type { RestoreCheckpoint } from '../restore-checkpoint.ts';
import type { WrittenStructure } from './structure-writer.ts';
import { unlessRefused } from './unless-refused.ts';

export interface TightenOptions {
  context: RestoreContext;
  input: RestoreInput;
  target: AssetsDestination;
  written: WrittenStructure;
  checkpoint: RestoreCheckpoint;
  uniqueKeys: readonly string[];
  restores: RestoreStore;
  route: RestoreRoute;
  signal: AbortSignal;
  note: (sentence: string) => void;
  onWrite: () => void;
}

/** Puts the rules in force that were loosened while objects were written: least number of values, regular expressions, filters. Repeatable. */
export async function tightenStructure(options: TightenOptions): Promise<void> {
  const { context, target, written, checkpoint, signal, note, onWrite } = options;
  const { structure } = context.source;
  const made = structure.attributes.filter(
    (attribute) =>
      !attribute.system &&
      checkpoint.attributes.includes(attribute.id) &&
      written.attributes.has(attribute.id),
  );
  const aql = made.some(({ filter }) => filter !== undefined) ? await aqlNames(options) : undefined;
  const maps = idMaps(context.matches, (id) => written.types.get(id));
  for (const attribute of made) {
    const wanted = attributeInput(attribute, maps);
    const rules = wanted && tightening(wanted);
    if (!rules) continue;
    const typeName = structure.types.find((type) => type.id === attribute.typeId)!.name;
    if (rules.filter !== undefined && aql) {
      const { query, certain, notes } = rewriteAql(rules.filter, aql);
      if (certain) rules.filter = query;
      else {
        delete rules.filter;
        note(
          `The filter of the attribute "${attribute.name}" of ${typeName} is not set, because what it names could not be translated with certainty: ${notes.join(' ')} The filter was: ${wanted.filter}`,
        );
      }
    }
    if (Object.keys(rules).length === 0) continue;
    await unlessRefused(
      async () => {
        await target.updateAttribute(
          written.types.get(attribute.typeId)!,
          written.attributes.get(attribute.id)!,
          rules,
          signal,
        );
        onWrite();
      },
      (message) =>
        note(
          `The destination refused the rules of the attribute "${attribute.name}" of ${typeName} (${Object.keys(
            rules,
          )
            .map((rule) => WORDS[rule] ?? rule)
            .join(', ')}): ${message}`,
        ),
    );
  }
  for (const { typeId, typeName, attributeId, attributeName, changes } of written.tighten) {
    await unlessRefused(
      async () => {
        await target.updateAttribute(typeId, attributeId, changes, signal);
        onWrite();
      },
      (message) =>
        note(
          `The destination refused to change the attribute "${attributeName}" of ${typeName}: ${message}`,
        ),
    );
  }
  await endOriginalKeys(options);
}

const WORDS: Record<string, string> = {
  minimumCardinality: 'least number of values',
  regexValidation: 'regular expression',
  filter: 'filter',
};

/** The one thing that a run deletes on a site, and it made it; kept where the administrator chose so, but no longer unique. */
async function endOriginalKeys({
  input,
  target,
  written,
  uniqueKeys,
  signal,
  onWrite,
}: TightenOptions): Promise<void> {
  for (const typeId of uniqueKeys) {
    const id = written.keys.get(typeId);
    if (id === undefined) continue;
    if (input.keepOriginalKey)
      await target.updateAttribute(written.types.get(typeId)!, id, { unique: false }, signal);
    else await target.deleteAttribute(id, signal);
    onWrite();
  }
}

/** What the filters of the backup name, as it is called now. */
async function aqlNames({
  context,
  input,
  written,
  restores,
  route,
}: TightenOptions): Promise<AqlNames> {
  const { header, structure: source, graph } = context.source;
  const { isSameSite: sameSite, schemaIds } = context.destination;
  const { objects, outsideTypes } = context.matches;
  const text = source.attributes.map(({ filter }) => filter ?? '').join(' ');
  const keys = new Map<string, string>();
  if (text.toLowerCase().includes(`${header.site.schemaKey.toLowerCase()}-`)) {
    for await (const { sourceKey, targetKey } of restores.lines(route.tenantId, route.runId))
      if (sourceKey && targetKey) keys.set(sourceKey, targetKey);
  }
  const ids = (id: string): string | undefined => {
    const node = graph.nodeOf(id);
    return node < 0 ? (sameSite ? id : undefined) : objects.targetOf(node);
  };
  const references = new Map(
    source.attributes.map((attribute) => [
      attribute.name.toLowerCase(),
      attribute.kind === 'reference',
    ]),
  );
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  return {
    objectTypeId: (old) => written.types.get(old) ?? outsideTypes.get(old),
    objectSchemaId: (old) =>
      old === header.site.schemaId
        ? written.schemaId
        : sameSite && schemaIds.has(old)
          ? old
          : undefined,
    objectId: ids,
    objectKey: (old) =>
      keys.get(old) ??
      (sameSite && !old.toUpperCase().startsWith(`${header.site.schemaKey}-`) ? old : undefined),
    schemaName: (old) =>
      same(old, header.site.schemaName) ? input.schema.name : sameSite ? old : undefined,
    typeName: (old) =>
      source.types.find((type) => same(type.name, old))?.name ?? (sameSite ? old : undefined),
    isReference: (name) => references.get(name.toLowerCase()),
    oldKeyPrefix: header.site.schemaKey,
    newKeyPrefix: input.schema.key,
  };
}
