import { drawPng } from '../../../../simulator/kernel/draw-png.ts';
import { contentOf, generatedContent } from '../../../../simulator/media/media-content.ts';
import { addField, addIssue } from '../../../../simulator/seeds/planting/add-field.ts';
import type { SimObject } from '../../../../simulator/site/records/model.ts';
import type { Site } from '../../../../simulator/site/site.ts';
import { attachFile } from '../../sites/attach-file.ts';

const AT = Date.parse('2024-05-26T11:58:38Z');
/** Two chunks and a little. */
const LARGE_BYTES = 2 * (1 << 20) + 17;
const FIELDS = ['Affected office', 'Related things'];
/** So many issues name objects; each third one names some of another schema beside them. */
const ISSUES = 9;
export const OWN_ICON = 'Lighthouse';

const objectsIn = (site: Site, schema: string): SimObject[] => {
  const { id } = [...site.schemas.values()].find(({ name }) => name === schema)!;
  const ids = site.typesOf(id).flatMap((type) => site.objects.idsOfType(type.id));
  return ids.map((each) => site.objects.require(each));
};

/**
 * Gives the schema "Tiny" of a site what the seed has not: an icon of its own, a picture of an
 * object, history, comments, attachments, switches, an order of attributes, and issues that name
 * its objects, some of them beside those of a neighbour.
 */
export function plantEveryPart(site: Site): void {
  for (const user of site.users.values()) Object.assign(user, { active: true, deleted: false });
  const tiny = [...site.schemas.values()].find(({ name }) => name === 'Tiny')!;
  tiny.properties = { allowOtherObjectSchema: true, serviceDescCustomersEnabled: true };
  const office = site.typesOf(tiny.id).find(({ name }) => name === 'Office')!;
  const bytes = drawPng(OWN_ICON, 48);
  site.icons.set(OWN_ICON, { id: OWN_ICON, name: OWN_ICON, bytes, isUnlisted: true });
  site.changeType(office, { iconId: OWN_ICON });
  site.moveAttribute(
    site.ownAttributes(office.id).find(({ name }) => name === 'Key')!,
    3,
  );
  const [first, second, third] = objectsIn(site, 'Tiny') as [SimObject, SimObject, SimObject];
  site.objects.put({ ...third, avatar: drawPng('third', 288) }, site.now());
  site.updateObject(second, { [site.labelAttributeOf(second.typeId).id]: ['Berlin'] });
  plantComments(site, [first, second]);
  attachFile(site, first.id, 'note.txt', contentOf(Buffer.from('A note')));
  attachFile(site, first.id, 'note.txt', contentOf(Buffer.from('A nota')));
  attachFile(site, second.id, 'empty.txt', contentOf(Buffer.alloc(0)));
  attachFile(site, second.id, 'large.bin', generatedContent(LARGE_BYTES, 'large'));
  plantIssues(site);
}

function plantComments(site: Site, objects: readonly SimObject[]): void {
  const people = [...site.users.keys()];
  for (const [at, { id }] of objects.entries())
    for (const [hour, text] of ['Sooner', 'Twice', 'Twice', 'Later'].entries()) {
      const author = people[(at + hour) % people.length]!;
      // Those that say the same are of the same moment and person.
      const when = AT + (text === 'Twice' ? 1 : hour) * 3_600_000;
      const by = text === 'Twice' ? people[0]! : author;
      site.comments.add(id, { author: by, at: when, text, role: 0 });
    }
}

function plantIssues(site: Site): void {
  const neighbour = site.addSchema('Neighbours', 'NEXT');
  const type = site.addType(neighbour.id, 'House');
  const name = site.labelAttributeOf(type.id).id;
  const houses = ['One', 'Two'].map((label) => site.addObject(type.id, { [name]: [label] }));
  for (const [at, field] of FIELDS.entries()) addField(site, 10_201 + at, field);
  const own = objectsIn(site, 'Tiny');
  for (let at = 0; at < ISSUES; at += 1) {
    const [one, two] = [own[at]!, own[at + ISSUES]!];
    const [before, after] = at % 3 === 0 ? houses : [];
    const named = [before, two, after].flatMap((each) => each?.id ?? []);
    addIssue(site, {
      id: 10_101 + at,
      key: `DOOR-${at + 1}`,
      summary: `Door stuck ${at + 1}`,
      fields: { customfield_10201: [one.id], customfield_10202: named },
    });
  }
}

/** Gives another site the same fields and issues, without any objects in them. */
export function plantSameIssues(from: Site, to: Site): void {
  for (const [at, field] of FIELDS.entries()) addField(to, 20_201 + at, field);
  for (const { id, key, summary } of from.issues)
    addIssue(to, { id: id + 20_000, key, summary, fields: {} });
}
