import type { ObjectType } from '../../../assets/model/definitions/object-type.ts';
import { runParallel } from '../../../assets/reading/run-parallel.ts';
import { unlessUnanswered } from '../../../assets/reading/unless-unanswered.ts';
import { ProductError } from '../../../kernel/errors.ts';
import type { PartReading, TypeCounts } from '../../reading/part-reading.ts';
import type { BackupRecord } from '../../../storages/records/backup-record.ts';
import { Definitions } from '../../reading/definitions.ts';
import { AttributeLists } from './attribute-lists.ts';
import {
  attributeRecord,
  definitionRecord,
  objectTypeRecord,
  schemaRecord,
} from './structure-records.ts';

/**
 * How the site says that a list is not for this account, or says what cannot be read. Whether all
 * is gone, the types tell.
 */
const MAY_BE_REFUSED: ReadonlySet<string> = new Set([
  'no-permission',
  'site-refused',
  'schema-gone',
  'unexpected-answer',
]);

interface ReadStructure {
  /** What the objects depend on. */
  definitions: Definitions;
  /** Lists that the site refused or never answered, and why, in sentences. */
  refused: string[];
}

/**
 * Reads everything of a schema except its objects into the writer: schema, reference types,
 * statuses, object types, attributes. Statuses, reference types and attributes of a type that the
 * site refuses, or never answers while it answers other calls, end nothing.
 */
export async function readStructure(
  reading: PartReading,
  askObjectTypes: (counts: TypeCounts) => Promise<ObjectType[]>,
): Promise<ReadStructure> {
  const { site, schemaId, writer, pace } = reading;
  const { signal } = pace;
  const definitions = new Definitions();
  const put = async (record: BackupRecord): Promise<void> => {
    definitions.add(record);
    await writer.put(record);
  };
  const schema = await site.schema(schemaId, signal);
  await put(schemaRecord(schema));
  const refused: string[] = [];
  const orNone = async <T>(what: string, ask: () => Promise<T[]>): Promise<T[]> => {
    const read = await unlessUnanswered(ask, () => site.schema(schemaId, signal)).catch(ifRefused);
    if (!(read instanceof ProductError)) return read;
    refused.push(`The ${what} couldn't be read. ${read.message}`);
    return [];
  };
  for (const item of await orNone('reference types', () => site.referenceTypes(schemaId, signal)))
    await put(definitionRecord('referenceType', item));
  for (const item of await orNone('statuses', () => site.statusTypes(schemaId, signal)))
    await put(definitionRecord('status', item));
  const types = await askObjectTypes(schema);
  for (const type of types) await put(objectTypeRecord(type));
  const lists = new AttributeLists(reading);
  const waiting = types.toReversed();
  const next = () => {
    const type = waiting.pop();
    return type === undefined ? null : (abort: AbortSignal) => lists.of(type, abort);
  };
  for await (const attributes of runParallel(next, pace)) {
    for (const attribute of attributes) await put(attributeRecord(attribute));
  }
  const unlisted = lists.shortfall();
  if (unlisted !== undefined) refused.push(unlisted);
  return { definitions, refused };
}

function ifRefused(error: unknown): ProductError {
  if (error instanceof ProductError && MAY_BE_REFUSED.has(error.code)) return error;
  throw error;
}
