import type { ObjectView } from '../site/content/object-store.ts';
import type { Site } from '../site/site.ts';

/** What a search looks at. `keyset`: whether it understands comparisons of `objectId`. */
export interface Searcher {
  site: Site;
  view: ObjectView;
  schemaIds: ReadonlySet<number>;
  keyset: boolean;
  /** Who asks, by account id; absent: nobody in particular. */
  caller?: string;
}
