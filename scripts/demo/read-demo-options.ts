import { readOptions, UsageError, type OptionValues } from '../../simulator/read-options.ts';
import { SEED_NAMES } from '../../simulator/seeds/plant.ts';

const MAX_PORT = 65_535;
/** 0 here: not asked for. A port that was asked for is taken or refused, never replaced. */
const OPTIONS = {
  port: { kind: 'number', fallback: 0, min: 1, max: MAX_PORT },
  'site-port': { kind: 'number', fallback: 0, min: 1, max: MAX_PORT - 1 },
  seed: { kind: 'text', fallback: 'demo', oneOf: SEED_NAMES },
  objects: { kind: 'number', fallback: 10_000, min: 1, max: 1_000_000 },
  door: { kind: 'text', fallback: 'connect', oneOf: ['connect', 'forge'] },
  empty: { kind: 'flag' },
  fresh: { kind: 'flag' },
  once: { kind: 'flag' },
  'own-database': { kind: 'flag' },
} as const;

export type DemoOptions = OptionValues<typeof OPTIONS>;

/** Reads the command line of the demo. @throws UsageError */
export function readDemoOptions(): DemoOptions {
  const options = readOptions(OPTIONS, process.argv.slice(2), process.env);
  if (options['own-database'] && options.door === 'forge')
    throw new UsageError('--own-database shows the Connect app. Leave --door out.');
  return options;
}
