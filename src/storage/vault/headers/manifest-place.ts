import type { Model } from 'mongoose';
import type { ManifestMirror } from './manifest-mirror.ts';
import type { Scope } from './scope.ts';
import type { SealingPlace } from './sealed-text.ts';

/** Where the manifests of one tenant in one storage stand, and how they are sealed. */
export interface ManifestPlace<D> extends SealingPlace {
  model: Model<D>;
  scope: Scope;
  mirror?: ManifestMirror | undefined;
}
