import type { Simulator } from '../../simulator/start-simulator.ts';
import { BenchService } from '../support/bench-service.ts';
import { compressBlock } from './compress-block.ts';
import { startLargeSite } from '../support/large-site.ts';
import { percent, type Measurement, type Reading } from '../support/measurement.ts';

const BLOCK_BYTES = 1 << 20;

/**
 * Bytes and calls of a second backup: nothing changed in its objects, though counts and names in
 * every answer did; then 1 % changed at random. And the size of the first.
 */
export const secondBackup: Measurement = async (uri) => {
  const { simulator, schema, recordAnswers } = await startLargeSite(20_000);
  const service = await BenchService.open(uri);
  const backUp = async () => {
    const site = recordAnswers();
    const taken = await service.backUp(site.open(), schema);
    return { ...taken, calls: site.calls, valueCalls: site.valueCalls };
  };
  const first = await backUp();
  const floorBytes = await compressedSize(await readBodies(service, first.id));
  addObjectAndRenameUser(simulator);
  const second = await backUp();
  changeOnePercent(simulator);
  const third = await backUp();
  await service.close();
  await simulator.close();
  return [
    unchangedReading(second.writtenBytes, first.writtenBytes),
    callsReading(first, second),
    changedReading(third.writtenBytes / first.writtenBytes),
    sizeReading(first.writtenBytes / floorBytes),
  ];
};

async function readBodies(service: BenchService, backupId: string): Promise<Buffer> {
  const bodies: Buffer[] = [];
  for await (const { body } of service.records(backupId))
    bodies.push(Buffer.from(JSON.stringify(body)));
  return Buffer.concat(bodies);
}

async function compressedSize(bytes: Buffer): Promise<number> {
  let size = 0;
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES)
    size += (await compressBlock(bytes.subarray(at, at + BLOCK_BYTES))).length;
  return size;
}

function addObjectAndRenameUser({ world }: Simulator): void {
  const { site } = world;
  const [typeId] = site.types.keys();
  const [user] = site.users.values();
  if (typeId === undefined || !user) throw new Error('The pretend site is empty.');
  site.addObject(typeId, { [site.labelAttributeOf(typeId).id]: ['One more'] }, site.now());
  user.displayName = 'Renamed Person';
}

function changeOnePercent({ world }: Simulator): void {
  const { site, random } = world;
  const ids = [...site.types.keys()].flatMap((typeId) => [...site.objects.idsOfType(typeId)]);
  for (let changed = 0; changed < ids.length / 100; changed += 1) {
    const object = site.objects.require(random.pick(ids));
    const label = site.labelAttributeOf(object.typeId).id;
    site.updateObject(object, { [label]: [`Changed ${changed}`] });
  }
}

function unchangedReading(bytes: number, ofBytes: number): Reading {
  const share = bytes / ofBytes;
  return {
    what: 'second backup, nothing changed (one object added, one user renamed), bytes of the first',
    aim: '≤ 0.5 %',
    reading: `${percent(share)} (${bytes} of ${ofBytes} bytes)`,
    met: share <= 0.005,
  };
}

interface Cost {
  calls: number;
  valueCalls: number;
  ms: number;
}

function callsReading(first: Cost, second: Cost): Reading {
  const share = second.valueCalls / first.valueCalls;
  const said = ({ calls, valueCalls, ms }: Cost): string =>
    `${valueCalls} with values of ${calls} calls, ${(ms / 1000).toFixed(1)} s`;
  return {
    what: 'second backup, nothing changed, calls with values of the first',
    aim: '≤ 10 %',
    reading: `${percent(share)} (${said(second)}; first: ${said(first)})`,
    met: share <= 0.1,
  };
}

const changedReading = (share: number): Reading => ({
  what: 'third backup, 1 % changed at random, bytes of the first',
  aim: '≤ 4 %',
  reading: percent(share),
  met: share <= 0.04,
});

const sizeReading = (ratio: number): Reading => ({
  what: 'stored size against zstd (level 3, 1 MB blocks) of the same records as one stream',
  aim: '≤ 1.15 ×',
  reading: `${ratio.toFixed(3)} ×`,
  met: ratio <= 1.15,
});
