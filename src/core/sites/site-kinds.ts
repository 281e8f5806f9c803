import { readDetails, type SiteFacts, type SiteKind } from './site-kind.ts';
import type { Site } from './site.ts';

/** What administrators see of a site that depends on its kind. */
export interface ShownSite extends SiteFacts {
  /** What they call the kind. */
  kindLabel: string;
}

/** The kinds of site that this service knows, by name. */
export class SiteKinds {
  readonly #byName: ReadonlyMap<string, SiteKind>;

  /** @throws Error when two kinds have one name */
  constructor(kinds: readonly SiteKind[]) {
    this.#byName = new Map(kinds.map((kind) => [kind.name, kind]));
    if (this.#byName.size < kinds.length) throw new Error('Two kinds of site have the same name.');
  }

  /** The name itself for a kind of another version of this service. */
  labelOf(kind: string): string {
    return this.#byName.get(kind)?.shown.label ?? kind;
  }

  /**
   * Of a kind of another version of this service only the name is known: lists show it beside the
   * others. @throws ZodError when the details were not stored by the kind
   */
  show(site: Pick<Site, 'kind' | 'details'>): ShownSite {
    const kind = this.#byName.get(site.kind);
    const facts = kind?.shown.describe(readDetails(kind, site)) ?? { addressedBy: [], marks: [] };
    return { kindLabel: this.labelOf(site.kind), ...facts };
  }
}
