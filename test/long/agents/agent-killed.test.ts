import { test } from 'node:test';
import { Random } from '../../../simulator/kernel/random.ts';
import { systemClock } from '../../../src/clock.ts';
import { agentStory } from '../../support/agents/agent-story.ts';
import { surviveBackup } from '../../support/agents/survive-backup.ts';
import { surviveRestore } from '../../support/agents/survive-restore.ts';
import { within } from '../../support/clocks/within.ts';
import { randomSeed } from '../../support/random-runs.ts';

const KILLS = 100;
/** One takes 5 to 10 s, and half a minute on a machine that has much else to do. */
const ROUND_MS = 300_000;
/** About as long as the file may take: what hangs is found by its round. */
const ALL_MS = 3_400_000;
const seed = randomSeed();
const random = new Random(seed);
const told = await agentStory('tiny');
const { story, server } = told;
let kills = 0;

/** What happens to agents and their service; each leaves one agent at least. */
const TROUBLE: Record<string, () => Promise<void>> = {
  killed: async () => {
    await story.killAndStart();
    kills += 1;
  },
  'one of two killed': async () => {
    await story.addAgent(random.pick([1, 8]));
    await story.killOldest();
    kills += 1;
  },
  'token revoked, its agent still there': async () => {
    await story.addAgent();
    const stolen = await story.revokeOldest();
    await systemClock.sleep(200);
    await stolen?.kill();
    kills += 1;
  },
  'service started again': () => story.restartService(),
  'site slow': async () => {
    server.settings.latencyMs = random.pick([0, 10, 60]);
  },
};
const WEIGHTED = ['killed', 'killed', 'killed', ...Object.keys(TROUBLE)];

/** Some of it, at random moments. */
function someTrouble(happened: string[]): () => Promise<void> {
  const planned = Array.from({ length: 1 + random.below(3) }, () => ({
    what: random.pick(WEIGHTED),
    after: random.below(900),
  }));
  return async () => {
    for (const { what, after } of planned) {
      // The random moment itself, not a wait for something.
      await systemClock.sleep(after);
      happened.push(`${what} after ${after} ms`);
      await TROUBLE[what]?.();
    }
  };
}

/** A backup or a restore in trouble; the backup that the next restore takes. */
async function round(
  backupId: string,
  { name, trouble }: { name: string; trouble: () => Promise<void> },
): Promise<string> {
  if (random.below(3) === 0) return surviveBackup(told, trouble, name);
  await surviveRestore(told, { backupId, trouble, name });
  return backupId;
}

test(
  `agents in trouble ${KILLS} times lose no run and write nothing twice (seed ${seed})`,
  { timeout: ALL_MS },
  async (context) => {
    let backupId = await surviveBackup(told, async () => undefined, 'undisturbed');
    while (kills < KILLS) {
      const happened: string[] = [];
      const name = `seed ${seed}, ${kills} kills so far`;
      const began = systemClock.monotonicMs();
      const work = round(backupId, { name, trouble: someTrouble(happened) });
      backupId = await within(ROUND_MS, work, () => `${name}, ${happened.join(', ')}`);
      const tookMs = Math.round(systemClock.monotonicMs() - began);
      context.diagnostic(`${kills} after ${tookMs} ms: ${happened.join(', ')}`);
    }
  },
);
