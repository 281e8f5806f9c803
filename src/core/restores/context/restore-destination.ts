import type { Schema } from '../../assets/model/definitions/schema.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { Pace } from '../../assets/reading/pace.ts';
import type { SeenObjects } from '../../assets/reading/seen-objects.ts';
import {
  readGlobalDefinitions,
  readSiteStructure,
} from '../../compare/structure/read-site-structure.ts';
import type { SchemaStructure } from '../../compare/structure/schema-structure.ts';
import { schemaMistakes } from '../schema-mistakes.ts';
import type { RestoreInput } from '../restore-input.ts';
import type { RestoreSource } from './restore-source.ts';

/** Where a restore writes: a site, and the schema there, as far as it is there. */
export interface RestoreDestination {
  /** Ids of the schemas that are on the site now. */
  readonly schemaIds: ReadonlySet<string>;
  /** The schema that is written to; undefined until the run makes it. */
  readonly schemaId: string | undefined;
  readonly structure: SchemaStructure | undefined;
  /** Whether another schema has the name or the key of the new one by now. */
  readonly occupied: { readonly name: boolean; readonly key: boolean };
  /** The site that was backed up. */
  readonly isSameSite: boolean;
  /** The very schema that was backed up. */
  readonly isSameSchema: boolean;
  /** Objects of the matched types, by type of the destination. */
  readonly census: ReadonlyMap<string, SeenObjects>;
}

/** The destination before its objects are known. */
export interface DestinationSchema extends Omit<RestoreDestination, 'census'> {
  /** Statuses and reference types that the schema can use. */
  readonly definitions: Pick<SchemaStructure, 'statuses' | 'referenceTypes'>;
}

export interface DestinationRequest {
  target: AssetsDestination;
  input: RestoreInput;
  /** The schema that an interrupted run has made already. */
  madeSchemaId: string | undefined;
  pace: Pace;
}

/** @throws what AssetsDestination throws */
export async function readDestination(
  { header, structure: { types } }: Pick<RestoreSource, 'header' | 'structure'>,
  { target, input, madeSchemaId, pace }: DestinationRequest,
): Promise<DestinationSchema> {
  const existingId = input.schema.kind === 'existing' ? input.schema.id : undefined;
  const schemaId = madeSchemaId ?? existingId;
  const isSameSite = header.site.workspaceId === input.place.siteKey;
  const isSameSchema = isSameSite && schemaId === header.site.schemaId;
  const { schemas } = await target.schemas(pace.signal);
  const structure =
    schemaId === undefined
      ? undefined
      : await readSiteStructure(target, schemaId, { pace, known: isSameSchema ? types : [] });
  return {
    schemaIds: new Set(schemas.map((schema) => schema.id)),
    schemaId,
    structure,
    occupied: schemaId === undefined ? occupiedOf(input, schemas) : { name: false, key: false },
    isSameSite,
    isSameSchema,
    definitions: structure ?? (await readGlobalDefinitions(target, pace.signal)),
  };
}

function occupiedOf({ schema }: RestoreInput, schemas: Schema[]): RestoreDestination['occupied'] {
  const mistakes = schemaMistakes(schema, schemas);
  return { name: 'name' in mistakes, key: 'key' in mistakes };
}
