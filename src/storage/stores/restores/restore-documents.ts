import { Schema } from 'mongoose';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import type { IssueLine } from '../../../core/restores/report/issue-line.ts';
import type { RestoreLine } from '../../../core/restores/report/restore-line.ts';
import { blockSchema } from './block-document.ts';

/** What a line says in words: sealed, for it holds content of the backup. */
export type Words = Pick<
  RestoreLine,
  'sourceKey' | 'label' | 'typeName' | 'targetKey' | 'reason' | 'leftOut'
>;
/**
 * A line of an earlier version. `<run>:<source id>` is the id: one line an object. `to` names the
 * schema that it went to, `way` the two sites.
 */
export type LineDocument = Pick<RestoreLine, 'sourceId' | 'outcome'> & {
  targetId?: string | undefined;
  _id: string;
  tenantId: TenantId;
  runId: RunId;
  fence: number;
  to: string;
  way: string;
  targetSchemaId: string;
  at: Date;
  words: string;
  leftOutCount: number;
};
/** What a line about an issue says in words: sealed as well. */
export type IssueWords = Pick<IssueLine, 'key' | 'summary' | 'fields' | 'reason'>;
/** A line of an earlier version. `<run>:<issue id>` is the id. */
export type IssueLineDocument = Pick<IssueLine, 'issueId' | 'outcome'> & {
  _id: string;
  tenantId: TenantId;
  runId: RunId;
  fence: number;
  words: string;
};
export interface IntentDocument {
  _id: string;
  tenantId: TenantId;
  runId: RunId;
  sourceIds: string[];
}
export interface TypeDocument {
  _id: string;
  tenantId: TenantId;
  way: string;
  sourceId: string;
  targetId: string;
  at: Date;
}
export interface PlaceDocument {
  _id: string;
  tenantId: TenantId;
  runId: RunId;
}

const text = { type: String, required: true };
export const lineSchema = new Schema(
  {
    _id: text,
    tenantId: text,
    runId: text,
    fence: Number,
    to: String,
    way: String,
    targetSchemaId: String,
    at: Date,
    sourceId: String,
    outcome: String,
    targetId: String,
    words: String,
    leftOutCount: Number,
  },
  { collection: 'restore_lines', versionKey: false },
);
lineSchema.index({ runId: 1, outcome: 1 });
lineSchema.index({ tenantId: 1, to: 1, way: 1, at: -1 });
lineSchema.index({ tenantId: 1, way: 1, sourceId: 1, at: -1 });
export const lineBlockSchema = blockSchema('restore_line_blocks');
lineBlockSchema.index({ tenantId: 1, to: 1, way: 1, order: 1 });
export const issueBlockSchema = blockSchema('restore_issue_blocks');
issueBlockSchema.index({ tenantId: 1, order: 1 });
export const issueLineSchema = new Schema(
  {
    _id: text,
    tenantId: text,
    runId: text,
    fence: Number,
    issueId: String,
    outcome: String,
    words: String,
  },
  { collection: 'restore_issues', versionKey: false },
);
issueLineSchema.index({ runId: 1, outcome: 1 });
export const intentSchema = new Schema(
  { _id: text, tenantId: text, runId: text, sourceIds: [String] },
  { collection: 'restore_intents', versionKey: false },
);
intentSchema.index({ runId: 1 });
export const typeSchema = new Schema(
  { _id: text, tenantId: text, way: String, sourceId: String, targetId: String, at: Date },
  { collection: 'restore_types', versionKey: false },
);
typeSchema.index({ tenantId: 1, way: 1, sourceId: 1, at: -1 });
export const placeSchema = new Schema(
  { _id: text, tenantId: text, runId: text },
  { collection: 'restore_places', versionKey: false },
);
placeSchema.index({ tenantId: 1 });
