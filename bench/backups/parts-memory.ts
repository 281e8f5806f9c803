import { awaitParts, type PartShown } from '../../scripts/demo/await-parts.ts';
import { backUpWith } from '../../scripts/demo-steps.ts';
import { generatedContent } from '../../simulator/media/media-content.ts';
import { addField, addIssue } from '../../simulator/seeds/planting/add-field.ts';
import type { Site } from '../../simulator/site/site.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { peakOf, stopService } from '../support/child.ts';
import type { Measurement } from '../support/measurement.ts';
import { startServiceWithMedia } from '../support/start-service.ts';
import { itemAt } from '../../simulator/kernel/item-at.ts';
import { connectSite } from '../support/connect-site.ts';

/** What a site has at scale 1: a million entries of history, issues, the bytes of one file. */
const WHOLE = { objects: 10_000, entriesEach: 100, issues: 100_000, fileBytes: 1 << 30 };
/** The whole takes two minutes on two cores that are free. */
const SCALE = 1;
const SMALL_SCALE = 0.05;
const PARTS = ['history', 'issues', 'attachments'];
const FIELD = 'customfield_10301';
const HOURS_MS = 4 * 3_600_000;
const MINUTE_MS = 60_000;

/**
 * What long histories, many issues and one large attachment add to the peak memory that the objects
 * alone take, against what few and small ones add: that more objects take more is measured by
 * `memory`. `BENCH_SCALE` is another share of the whole than 1.
 */
export const partsMemory: Measurement = async (uri) => {
  const scale = Number(process.env['BENCH_SCALE'] ?? SCALE);
  const small = await measurePeaks(uri, SMALL_SCALE);
  const large = await measurePeaks(uri, scale);
  const more = addedBy(large) - addedBy(small);
  const { entries, issues, fileBytes } = sizesAt(scale);
  const megabytes = Math.round(fileBytes / (1 << 20));
  return [
    {
      what: `memory that parts add to the peak of objects alone, ${entries} entries of history, ${issues} issues and an attachment of ${megabytes} MB against ${SMALL_SCALE} of the whole`,
      aim: '≤ 60 MB more',
      reading: `${more.toFixed(0)} MB more (${said(small)}; ${said(large)})`,
      met: more <= 60,
    },
  ];
};

/** Of the service, MB. */
interface Peaks {
  alone: number;
  whole: number;
}

const addedBy = ({ alone, whole }: Peaks): number => whole - alone;
const said = ({ alone, whole }: Peaks): string =>
  `${alone.toFixed(0)} MB alone, ${whole.toFixed(0)} MB with parts`;

function sizesAt(scale: number) {
  const objects = Math.ceil(WHOLE.objects * scale);
  return {
    objects,
    entries: objects * WHOLE.entriesEach,
    issues: Math.ceil(WHOLE.issues * scale),
    fileBytes: Math.ceil(WHOLE.fileBytes * scale),
  };
}

async function measurePeaks(uri: string, scale: number): Promise<Peaks> {
  const sizes = sizesAt(scale);
  const simulator = await startSimulator({
    seed: 'large',
    objects: sizes.objects,
    settings: { endpointLimits: {}, jiraLimits: false, mediaTokenMs: MINUTE_MS },
  });
  plantMuch(simulator.world.site, sizes);
  const name = `bench_parts_memory_${Date.now()}`;
  const service = await startServiceWithMedia(uri, name, simulator);
  try {
    const { admin, schemas } = await connectSite(simulator.url, service.url);
    const schema = itemAt(schemas, 0);
    const backUp = async (parts: string[]): Promise<PartShown[]> => {
      const backup = await backUpWith(admin, schema, { parts, withinMs: HOURS_MS });
      return awaitParts(admin, backup, say, HOURS_MS);
    };
    await backUp([]);
    const alone = peakOf(service);
    const read = await backUp(PARTS);
    const unread = read.filter(({ title, state }) => title !== 'Icons' && isWanting(state));
    if (unread.length > 0) throw new Error(`Not all was read: ${JSON.stringify(unread)}`);
    return { alone, whole: peakOf(service) };
  } finally {
    await stopService(service);
    await simulator.close();
  }
}

const isWanting = (state: string): boolean =>
  /^(Failed|Stopped|Incomplete|Not available)/.test(state);

function say(text: string): void {
  if (process.env['BENCH_VERBOSE']) console.error(text);
}

/** Held in memory once: objects share their history, and the file is made as it is read. */
function plantMuch(site: Site, { issues, fileBytes }: ReturnType<typeof sizesAt>): void {
  const ids = [...site.types.values()].flatMap(({ id }) => [...site.objects.idsOfType(id)]);
  const history = Array.from({ length: WHOLE.entriesEach - 1 }, (_none, at) => ({
    at: site.past(at + 1),
    attribute: 'Notes',
    before: `Before change ${at}`,
    after: `After change ${at}`,
    type: 2,
  }));
  for (const id of ids) site.history.set(id, history);
  addField(site, Number(FIELD.split('_')[1]), 'Affected');
  for (let at = 0; at < issues; at += 1) {
    const id = ids[at % ids.length];
    if (id === undefined) throw new Error('The pretend site has no objects.');
    const key = `OPS-${at + 1}`;
    addIssue(site, {
      id: 10_001 + at,
      key,
      summary: `Ticket ${at + 1}`,
      fields: { [FIELD]: [id] },
    });
  }
  const [objectId] = ids;
  const [author] = site.users.keys();
  if (objectId === undefined || author === undefined) throw new Error('The pretend site is empty.');
  site.attachments.add({
    objectId,
    author,
    at: site.past(objectId),
    mimeType: 'application/octet-stream',
    filename: 'large.bin',
    comment: '',
    content: generatedContent(fileBytes, 'large'),
  });
}
