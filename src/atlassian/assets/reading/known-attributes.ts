import type { AttributeKind } from '../../../core/assets/model/attribute-kind.ts';
import { readAttributeKind } from '../../../core/assets/stored/read-attribute-kind.ts';
import { asFlag, asId } from '../../../core/kernel/field-forms.ts';
import { idIn } from '../shapes/api-field.ts';

/** Characters of a name, in a report. */
const MAX_SHOWN = 100;

/**
 * What is known of the attributes of a site, by id: learned from their listing and from every page.
 */
export class KnownAttributes {
  readonly #system = new Set<string>();
  readonly #kinds = new Map<string, AttributeKind>();
  readonly #names = new Map<string, string>();

  /** Adds what an answer says about an attribute, perhaps in passing; other knowledge stays. */
  learn(attribute: Readonly<Record<string, unknown>>): void {
    const id = idIn(attribute);
    if (id === undefined) return;
    const kind = readAttributeKind(attribute);
    const name = asId(attribute['name']);
    if (asFlag(attribute['system'])) this.#system.add(id);
    if (kind) this.#kinds.set(id, kind);
    if (name) this.#names.set(id, name.slice(0, MAX_SHOWN));
  }

  isSystem = (id: string): boolean => this.#system.has(id);
  kindOf = (id: string): AttributeKind | undefined => this.#kinds.get(id);
  /** Its name, else its id. */
  nameOf = (id: string): string => this.#names.get(id) ?? id;
}
