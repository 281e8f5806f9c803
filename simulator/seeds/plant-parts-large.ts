import { drawPng } from '../kernel/draw-png.ts';
import { itemAt } from '../kernel/item-at.ts';
import { generatedContent } from '../media/media-content.ts';
import type { Site } from '../site/site.ts';
import { addField, addIssue } from './planting/add-field.ts';
import { plantLarge } from './plant-large.ts';

/** Every so many-th object has it. */
const EVERY = { comments: 10, file: 20, avatar: 50, changes: 4, issue: 10 };
const FILE_BYTES = 20_000;
const DAY_MS = 86_400_000;
const FIELD = 'customfield_10301';

/**
 * The same as `large`, with every part: an icon of its own for each type, comments, files, pictures
 * and changes of some objects, roles, and issues that name one object or two.
 */
export function plantPartsLarge(site: Site, objects: number): void {
  plantLarge(site, objects);
  const types = [...site.types.values()];
  const people = [...site.users.keys()];
  const [schema] = site.schemas.values();
  if (!schema) return;
  schema.properties = { allowOtherObjectSchema: true };
  site.roles.grant(site.roles.ofSchema(schema.id), 'Users', { groups: ['group-1'] });
  for (const type of types) {
    const id = `icon-of-${type.id}`;
    site.icons.set(id, { id, name: type.name, bytes: drawPng(id, 48), isUnlisted: true });
    site.changeType(type, { iconId: id });
    site.roles.grant(site.roles.ofType(type), 'Developers', { users: [itemAt(people, 1)] });
  }
  const ids = types.flatMap(({ id }) => [...site.objects.idsOfType(id)]);
  addField(site, 10_301, 'Affected');
  ids.forEach((id, at) => plantParts(site, { id, at, ids, people }));
}

interface Planted {
  id: number;
  /** From 0, among all objects. */
  at: number;
  ids: readonly number[];
  people: readonly string[];
}

function plantParts(site: Site, planted: Planted): void {
  const { id, at, ids, people } = planted;
  const author = itemAt(people, at % people.length);
  const when = site.past(id);
  if (at % EVERY.comments === 0) say(site, { id, author, when });
  if (at % EVERY.file === 0) attach(site, { id, author, when });
  if (at % EVERY.changes === 0) change(site, id, when);
  if (at % EVERY.avatar === 0) {
    const object = site.objects.require(id);
    site.objects.put({ ...object, avatar: drawPng(String(id), 48) }, site.now());
  }
  if (at % EVERY.issue === 0) {
    const second = at % (2 * EVERY.issue) === 0 ? [itemAt(ids, (at * 7 + 1) % ids.length)] : [];
    const key = `OPS-${at + 1}`;
    const fields = { [FIELD]: [...new Set([id, ...second])] };
    addIssue(site, { id: 10_001 + at, key, summary: `Ticket ${at + 1}`, fields });
  }
}

interface Saying {
  id: number;
  author: string;
  when: number;
}

function say(site: Site, { id, author, when }: Saying): void {
  for (let day = 1; day <= 2; day += 1)
    site.comments.add(id, {
      author,
      at: when + day * DAY_MS,
      text: `Day ${day} of ${id}`,
      role: 0,
    });
}

function attach(site: Site, { id, author, when }: Saying): void {
  site.attachments.add({
    objectId: id,
    author,
    at: when,
    mimeType: 'application/octet-stream',
    filename: `log-${id}.bin`,
    comment: '',
    content: generatedContent(FILE_BYTES, String(id)),
  });
}

/** Without a change of the object, which would take its place in memory. */
function change(site: Site, id: number, when: number): void {
  const entry = { attribute: 'Notes', before: 'Nothing', after: `Something about ${id}`, type: 2 };
  site.history.set(id, [{ at: when + DAY_MS, ...entry }]);
}
