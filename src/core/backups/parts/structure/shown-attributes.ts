import type { AssetsObject } from '../../../assets/model/assets-object.ts';
import { counted } from '../../../kernel/counted.ts';
import type { RecordKey } from '../../../storages/records/backup-record.ts';
import type { PartShortfall } from '../../../storages/records/backup-part.ts';
import type { Definitions } from '../../reading/definitions.ts';
import type { PartReading } from '../../reading/part-reading.ts';
import { nameSome } from './name-some.ts';
import { attributeRecord } from './structure-records.ts';

/**
 * Attributes that values name and no list of the site has: it refused or never answered the list of
 * their type, or left them out. They are kept as pages of objects show them.
 */
export class ShownAttributes {
  readonly #reading: PartReading;

  constructor(reading: PartReading) {
    this.#reading = reading;
  }

  /** Puts those that the values of an object name, each once. */
  async put({ typeId, values }: Pick<AssetsObject, 'typeId' | 'values'>): Promise<void> {
    const { definitions, shown, site } = this.#reading;
    for (const id of Object.keys(values)) {
      if (definitions.typeOfAttribute(id) !== undefined || shown.has(id)) continue;
      const said = site.shownAttribute(id, typeId).typeId;
      const owner = definitions.hasType(said) ? said : typeId;
      shown.set(id, owner);
      await this.#put(id, owner);
    }
  }

  /** Puts again what was lost of them. */
  async putAgain(keys: readonly RecordKey[]): Promise<void> {
    for (const { kind, id, type } of keys)
      if (kind === 'attribute' && this.#reading.shown.get(id) === type) await this.#put(id, type);
  }

  /**
   * Those that are listed by now are as they are listed. Returns which are in no list, in a
   * sentence.
   */
  async settle(listed: Definitions): Promise<PartShortfall | undefined> {
    const { shown, site, writer } = this.#reading;
    for (const [id, type] of shown) {
      const owner = listed.typeOfAttribute(id);
      if (owner === undefined) continue;
      shown.delete(id);
      if (owner !== type) await writer.drop({ kind: 'attribute', type, id });
    }
    if (shown.size === 0) return undefined;
    const names = nameSome([...shown].map(([id, type]) => site.shownAttribute(id, type).name));
    const them = shown.size === 1 ? 'it' : 'them';
    return {
      message: `${counted(shown.size, 'attribute')} that objects have values of (${names}) couldn't be listed, and what is known of ${them} comes from the objects.`,
    };
  }

  async #put(id: string, typeId: string): Promise<void> {
    const { site, writer } = this.#reading;
    await writer.put(attributeRecord({ ...site.shownAttribute(id, typeId), typeId }));
  }
}
