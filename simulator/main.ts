import { parseArgs } from 'node:util';
import { SEED_NAMES } from './seeds/plant.ts';
import { startSimulators } from './start-simulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8090' },
    seed: { type: 'string', default: 'demo' },
    objects: { type: 'string', default: '1000' },
    sites: { type: 'string', default: '1' },
  },
});
if (!SEED_NAMES.includes(values.seed)) {
  console.error(`There is no seed "${values.seed}". Seeds: ${SEED_NAMES.join(', ')}.`);
  process.exit(2);
}
const port = Number(values.port);
const simulators = await startSimulators(
  Array.from({ length: Number(values.sites) }, (_none, at) => ({
    port: port === 0 ? 0 : port + at,
    seed: at === 0 ? values.seed : 'other',
    objects: Number(values.objects),
  })),
);
for (const { url, workspaceId } of simulators)
  console.log(
    `Pretend Jira site at ${url}, workspace ${workspaceId}. Accounts and switches: simulator/README.md. Stop with Ctrl+C.`,
  );
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(
    signal,
    () =>
      void Promise.all(simulators.map((simulator) => simulator.close())).then(() =>
        process.exit(0),
      ),
  );
