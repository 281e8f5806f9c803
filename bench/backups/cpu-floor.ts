import { BenchService } from '../support/bench-service.ts';
import { compressBlock } from './compress-block.ts';
import { startLargeSite } from '../support/large-site.ts';
import { median, type Measurement } from '../support/measurement.ts';

const ROUNDS = 3;

/** Backup of 20,000 objects from a site that answers at once, against JSON.parse and zstd. */
export const cpuFloor: Measurement = async (uri) => {
  const { simulator, schema, recordAnswers } = await startLargeSite(20_000);
  const recorded = recordAnswers();
  const backUp = async (): Promise<number> => {
    const service = await BenchService.open(uri);
    const { ms } = await service.backUp(recorded.open(), schema);
    await service.close();
    return ms;
  };
  await backUp(); // records the answers, and warms up
  const ratios: number[] = [];
  let lastRound = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const ms = await backUp();
    const floorMs = await measureFloor(recorded.pages);
    ratios.push(ms / floorMs);
    lastRound = `${(ms / 1000).toFixed(1)} s against ${(floorMs / 1000).toFixed(1)} s`;
  }
  await simulator.close();
  const ratio = median(ratios);
  return [
    {
      what: 'backup of 20,000 objects, site answers at once, against JSON.parse + zstd of its pages',
      aim: '≤ 3 ×',
      reading: `${ratio.toFixed(2)} × (last round ${lastRound})`,
      met: ratio <= 3,
    },
  ];
};

async function measureFloor(pages: Buffer[]): Promise<number> {
  const from = performance.now();
  for (const page of pages) {
    JSON.parse(page.toString());
    await compressBlock(page);
  }
  return performance.now() - from;
}
