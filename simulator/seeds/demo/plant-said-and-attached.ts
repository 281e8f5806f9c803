import { drawPng } from '../../kernel/draw-png.ts';
import { itemAt } from '../../kernel/item-at.ts';
import { contentOf, generatedContent, type MediaContent } from '../../media/media-content.ts';
import type { SimObject } from '../../site/records/model.ts';
import type { Planter } from '../planting/planter.ts';

const COMMENTS = [
  'Came back from repair, the fan is new.',
  'The screen flickers after an hour.\nSwapped the cable, waiting for a week.',
  'Handed over with charger and dock.',
];
const WITH_COMMENTS = 12;
const WITH_FILES = 9;
const DAY_MS = 86_400_000;
/** Larger than what is read at once. */
const IMAGE_BYTES = 2_600_000;

/** What people wrote below computers and attached to them. */
export function plantSaidAndAttached(
  { site }: Planter,
  { computers, users }: { computers: readonly SimObject[]; users: readonly string[] },
): void {
  computers.slice(0, WITH_COMMENTS).forEach(({ id, created }, at) => {
    const author = itemAt(users, at);
    for (let day = 0; day <= at % 2; day += 1)
      site.comments.add(id, {
        author,
        at: created + (day + 1) * DAY_MS,
        text: itemAt(COMMENTS, (at + day) % COMMENTS.length),
        role: 0,
      });
  });
  computers.slice(0, WITH_FILES).forEach((computer, at) => {
    const [filename, mimeType, content] = itemAt(filesOf(site.labelOf(computer)), at % 3);
    site.attachments.add({
      objectId: computer.id,
      author: itemAt(users, at),
      at: computer.created + DAY_MS,
      mimeType,
      filename,
      comment: at % 3 === 0 ? 'Signed by both' : '',
      content,
    });
  });
}

/** The second one is the same for all computers. */
const filesOf = (label: string): [string, string, MediaContent][] => [
  [
    'Hand-over.txt',
    'text/plain',
    contentOf(Buffer.from(`${label}: handed over with charger and dock.\n`)),
  ],
  ['Disk image.bin', 'application/octet-stream', generatedContent(IMAGE_BYTES, 'disk image')],
  ['Photo of the label.png', 'image/png', contentOf(drawPng(label, 288))],
];
