import { Schema } from 'mongoose';
import { z } from 'zod';
import type { RunId } from '../../../core/kernel/ids.ts';
import type { TenantDocument } from '../../tenant-collection.ts';

/** A line as it is stored: what it is about is in the block's `ids`. */
export interface BlockLine<O extends string> {
  outcome: O;
  targetId?: string;
  leftOutCount: number;
  /** Of issues. */
  ownUpdate?: { since: string; updated: string };
  /** Sealed. */
  words: string;
}

/** What all lines of a block share. */
export interface BlockRoute {
  runId: RunId;
  fence: number;
  /** From which site to which. */
  way: string;
  /** Of objects: the schema that they went to. */
  to?: string;
  targetSchemaId?: string;
}

/** Lines that were saved together. */
export interface BlockDocument<O extends string> extends TenantDocument, BlockRoute {
  /** The later, the greater. */
  order: number;
  /** What the lines are about, in their order. */
  ids: string[];
  lines: BlockLine<O>[];
}

/** What the code leans on in a block. */
export const storedBlock = {
  what: 'This report',
  schema: z.looseObject({
    ids: z.array(z.string()),
    lines: z.array(z.looseObject({ outcome: z.string() })),
  }),
};

const text = { type: String, required: true };
const fields = {
  _id: text,
  tenantId: text,
  runId: text,
  fence: Number,
  order: Number,
  to: String,
  way: String,
  targetSchemaId: String,
  ids: [String],
  lines: [Schema.Types.Mixed],
};

/** `collection`: where the blocks are. */
export function blockSchema(collection: string): Schema {
  const schema = new Schema(fields, { collection, versionKey: false });
  schema.index({ runId: 1, fence: -1, order: -1 });
  schema.index({ tenantId: 1, way: 1, ids: 1 });
  return schema;
}
