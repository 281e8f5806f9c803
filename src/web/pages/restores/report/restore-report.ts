import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { reportAsCsv, reportAsJson } from './restore-report-file.ts';

/** *Download report*, read while it is sent. */
export const restoreReport: Handler = async ({ restores, tenant, params, query }) => {
  const id = runId(params['id']!);
  const { run, input } = await restores.get(tenant.id, id);
  const lines = await restores.report(tenant.id, id);
  const name = `restore-${input.schema.key.replace(/[^A-Za-z0-9]/g, '')}-${(run.startedAt ?? run.queuedAt).toISOString().slice(0, 10)}-${id.slice(-6)}`;
  if (query['format'] === 'csv')
    return {
      file: { name: `${name}.csv`, type: 'text/csv; charset=utf-8', parts: reportAsCsv(lines) },
    };
  return {
    file: {
      name: `${name}.json`,
      type: 'application/json; charset=utf-8',
      parts: reportAsJson(run, input, lines),
    },
  };
};
