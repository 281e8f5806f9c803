import type { AttributeKind } from '../../../../core/assets/model/definitions/attribute-kind.ts';
import { readAttributeKind } from '../../../../core/assets/stored/read-attribute-kind.ts';
import { asFlag, asId } from '../../../../core/kernel/json/field-forms.ts';
import { idIn } from '../../shapes/api-field.ts';

/** Characters of a name, in a report. */
const MAX_SHOWN = 100;
/** Of more attributes that no list has, only ids and names are remembered. */
const MAX_UNLISTED = 5_000;

/**
 * What is known of the attributes of a site, by id: learned from their listing and from every page.
 */
export class KnownAttributes {
  readonly #system = new Set<string>();
  readonly #kinds = new Map<string, AttributeKind>();
  readonly #names = new Map<string, string>();
  readonly #listed = new Set<string>();
  readonly #unlisted = new Map<string, Readonly<Record<string, unknown>>>();

  /** Adds what an answer says about an attribute, perhaps in passing; other knowledge stays. */
  learn(attribute: Readonly<Record<string, unknown>>): void {
    const id = idIn(attribute);
    if (id === undefined) return;
    const kind = readAttributeKind(attribute);
    const name = asId(attribute['name']);
    if (asFlag(attribute['system'])) this.#system.add(id);
    if (kind) this.#kinds.set(id, kind);
    if (name) this.#names.set(id, name.slice(0, MAX_SHOWN));
    const isRemembered = this.#unlisted.has(id) || this.#unlisted.size < MAX_UNLISTED;
    if (isRemembered && !this.#listed.has(id)) this.#unlisted.set(id, attribute);
  }

  /** The same, of a member of an attribute list, which says more than pages do. */
  learnListed(attribute: Readonly<Record<string, unknown>>): void {
    this.learn(attribute);
    const id = idIn(attribute);
    if (id === undefined) return;
    this.#listed.add(id);
    this.#unlisted.delete(id);
  }

  isSystem = (id: string): boolean => this.#system.has(id);
  kindOf = (id: string): AttributeKind | undefined => this.#kinds.get(id);
  /** What a page said last of one that is in no list; undefined where none did. */
  saidOf = (id: string): Readonly<Record<string, unknown>> | undefined => this.#unlisted.get(id);
  /** Its name, else its id. */
  nameOf = (id: string): string => this.#names.get(id) ?? id;
}
