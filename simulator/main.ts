/** The pretend site alone, to develop against. */
import { readOptions, UsageError } from './read-options.ts';
import { SEED_NAMES } from './seeds/plant.ts';
import { startSimulators, type Simulator } from './start-simulator.ts';

const MAX_PORT = 65_535;

async function start(): Promise<Simulator[]> {
  const options = readOptions(
    {
      port: { kind: 'number', fallback: 8090, min: 0, max: MAX_PORT },
      seed: { kind: 'text', fallback: 'demo', oneOf: SEED_NAMES },
      objects: { kind: 'number', fallback: 1000, min: 1, max: 1_000_000 },
      sites: { kind: 'number', fallback: 1, min: 1, max: 10 },
    },
    process.argv.slice(2),
    process.env,
  );
  return startSimulators(
    Array.from({ length: options.sites }, (_none, index) => ({
      port: options.port === 0 ? 0 : options.port + index,
      seed: index === 0 ? options.seed : 'other',
      objects: options.objects,
    })),
  );
}

/** Says in a sentence why the sites cannot be started, and ends. */
function endWith(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  const isTaken = message.includes('EADDRINUSE');
  console.error(isTaken ? 'The port is taken. Choose another port with --port.' : message);
  process.exit(error instanceof UsageError || isTaken ? 2 : 1);
}

async function closeAll(simulators: Simulator[]): Promise<void> {
  await Promise.all(simulators.map((simulator) => simulator.close()));
  process.exit(0);
}

const simulators = await start().catch(endWith);
for (const { url, workspaceId } of simulators) {
  console.log(
    `Pretend Jira site at ${url}, workspace ${workspaceId}. Accounts and switches: simulator/README.md. Stop with Ctrl+C.`,
  );
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void closeAll(simulators));
}
