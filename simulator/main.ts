import { parseArgs } from 'node:util';
import { SEED_NAMES } from './seeds/plant.ts';
import { startSimulator } from './start-simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8090' }, seed: { type: 'string', default: 'demo' }, objects: { type: 'string', default: '1000' } } });
if (!SEED_NAMES.includes(values.seed)) {
  console.error(`There is no seed "${values.seed}". Seeds: ${SEED_NAMES.join(', ')}.`);
  process.exit(2);
}
const simulator = await startSimulator({ port: Number(values.port), seed: values.seed, objects: Number(values.objects) });
console.log(`Pretend Jira site at ${simulator.url}, workspace ${simulator.workspaceId}. Accounts and switches: simulator/README.md. Stop with Ctrl+C.`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close().then(() => process.exit(0)));
