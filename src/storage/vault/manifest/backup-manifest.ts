import { z } from 'zod';
import type { BackupHeader } from '../../../core/storages/records/backup-header.ts';
import { partFacts, type PartManifest } from './part-manifest.ts';

/** What every header says of its backup, in all versions of the format. */
export const HeaderFacts = z.object({
  tenantId: z.string(),
  backupId: z.string(),
  formatVersion: z.number(),
  createdAt: z.string(),
  site: z.object({
    siteUrl: z.string(),
    workspaceId: z.string(),
    schemaId: z.string(),
    schemaName: z.string(),
    schemaKey: z.string(),
  }),
  baseId: z.string().optional(),
  trigger: z.enum(['manual', 'scheduled']).optional(),
  requestedBy: z.object({ accountId: z.string(), name: z.string() }).optional(),
  copyOf: z.string().optional(),
});
export type HeaderFacts = z.infer<typeof HeaderFacts>;

/** A backup as a reader finds it: the header, and of each part the newest. */
export interface BackupManifest {
  header: HeaderFacts;
  parts: PartManifest[];
}

export function headerOf({ header, parts }: BackupManifest): BackupHeader {
  const facts = parts.map(partFacts);
  return {
    ...header,
    parts: facts,
    counts: Object.fromEntries(facts.flatMap(({ counts }) => Object.entries(counts))),
    contentBytes: parts.reduce((sum, { contentBytes }) => sum + contentBytes, 0),
  };
}
