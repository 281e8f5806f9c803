import { backUp } from '../../scripts/demo-steps.ts';
import { peakOf, startChild } from '../support/child.ts';
import type { Measurement } from '../support/measurement.ts';
import { startService } from '../support/start-service.ts';
import { itemAt } from '../../simulator/kernel/item-at.ts';
import { connectSite } from '../support/connect-site.ts';

/** Peak memory of the whole service, in a process of its own, for 10,000 and 300,000 objects. */
export const memory: Measurement = async (uri) => {
  const small = await backupPeak(uri, 10_000);
  const large = await backupPeak(uri, 300_000);
  return [
    {
      what: 'peak memory of the service as its image runs it, 300,000 objects against 10,000',
      aim: '≤ + 60 MB',
      reading: `+ ${(large - small).toFixed(0)} MB (${small.toFixed(0)} and ${large.toFixed(0)} MB)`,
      met: large - small <= 60,
    },
  ];
};

async function backupPeak(uri: string, objects: number): Promise<number> {
  const site = await startChild(
    ['simulator/main.ts', '--port', '0', '--seed', 'large', '--objects', String(objects)],
    {},
    /Pretend Jira site at (\S+),/,
  );
  const name = `bench_memory_${objects}_${Date.now()}`;
  const service = await startService(uri, name, site.url);
  try {
    const { admin, schemas } = await connectSite(site.url, service.url);
    const schema = itemAt(schemas, 0);
    await backUp(admin, schema, () => undefined, 1_200_000);
    return peakOf(service);
  } finally {
    for (const { child } of [service, site]) child.kill('SIGKILL');
  }
}
