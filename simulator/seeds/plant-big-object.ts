import { hash } from '../kernel/random.ts';
import type { Site } from '../site/site.ts';
import { attributeId } from './planting/attribute-id.ts';

const LINE = 8_000;

/** A schema with one object of 40 MB, and sixty of 2 MB each in another type. */
export function plantBigObject(site: Site): void {
  const schema = site.addSchema('Big', 'BIG', 'Large objects');
  const whale = site.addType(schema.id, 'Whale');
  const dolphin = site.addType(schema.id, 'Dolphin');
  for (const [type, count, bytes] of [
    [whale, 1, 40_000_000],
    [dolphin, 60, 2_000_000],
  ] as const) {
    const text = site.addAttribute(type.id, 'Text', { defaultTypeId: 9, maximum: -1 });
    for (let at = 0; at < count; at += 1) {
      const lines = Array.from({ length: bytes / LINE }, (_none, line) =>
        hash(`${type.id}/${at}/${line}`)
          .toString(36)
          .padEnd(8, 'x')
          .repeat(LINE / 8)
          .slice(0, LINE),
      );
      site.addObject(type.id, {
        [attributeId(site, type.id, 'Name')]: [`${type.name} ${at + 1}`],
        [text.id]: lines,
      });
    }
  }
}
