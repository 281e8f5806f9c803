import { kindOf } from '../../../core/assets/stored/kind-numbers.ts';

/** What an answer tells of an attribute in passing. */
export interface LearnedAttribute {
  id?: unknown;
  system?: boolean | undefined;
  type?: number | undefined;
}

/**
 * What is known of the attributes of a site, by id: learned from their listing and from every page.
 */
export class KnownAttributes {
  readonly #system = new Set<string>();
  readonly #projects = new Set<string>();

  learn({ id, system, type }: LearnedAttribute): void {
    if (system) this.#system.add(String(id));
    if (type !== undefined && kindOf({ type }) === 'project') this.#projects.add(String(id));
  }

  isSystem = (id: string): boolean => this.#system.has(id);
  isProject = (id: string): boolean => this.#projects.has(id);
}
