import { z } from 'zod';
import { runId } from '../../../../core/kernel/ids.ts';
import type { RestoreInput } from '../../../../core/restores/restore-input.ts';
import type { Run } from '../../../../core/runs/run.ts';
import type { Call } from '../../../handling/call.ts';
import type { FileReply } from '../../../handling/reply.ts';
import { reportAsCsv } from './report-as-csv.ts';
import { reportAsJson } from './report-as-json.ts';

const ReportQuery = z.object({ format: z.enum(['csv', 'json']).catch('json') });

/** *Download report*, read while it is sent. */
export async function restoreReport({
  restores,
  caller: { tenant },
  params,
  query,
}: Call<'restores', 'id'>): Promise<FileReply> {
  const id = runId(params.id);
  const { format } = ReportQuery.parse(query);
  const { run, input } = await restores.get(tenant.id, id);
  const lines = await restores.report(tenant.id, id);
  const issues = await restores.issueReport(tenant.id, id);
  const name = `${nameOf(run, input)}.${format}`;
  if (format === 'csv')
    return { file: { name, type: 'text/csv; charset=utf-8', parts: reportAsCsv(lines, issues) } };
  const parts = reportAsJson(run, input, { lines, issues });
  return { file: { name, type: 'application/json; charset=utf-8', parts } };
}

function nameOf(run: Run, { schema }: RestoreInput): string {
  const key = schema.key.replace(/[^A-Za-z0-9]/g, '');
  const day = (run.startedAt ?? run.queuedAt).toISOString().slice(0, 10);
  return `restore-${key}-${day}-${run.id.slice(-6)}`;
}
