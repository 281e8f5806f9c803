import type { AssetsReader } from '../../../src/core/assets/ports/assets-reader.ts';
import { cloudKind } from '../../../src/core/sites/kinds/cloud-kind.ts';
import type { SiteOpener } from '../../../src/core/sites/access/site-opener.ts';

/** Opens this reader wherever a site of the kind is asked for. */
export const opens = (assets: AssetsReader, kind = cloudKind.name): SiteOpener => ({
  kind,
  openReader: () => assets,
});
