import type { OwnStorage } from '../../../core/storages/storage.ts';
import { SERVICE_STORAGE } from '../../../core/storages/storage.ts';
import { STORAGE_PROVIDERS } from '../../../core/storages/storage-providers.ts';
import type { SetupView } from '../../../core/use-cases/setup/setup.ts';
import type { Lozenge } from '../../view/lozenge.ts';
import { placeText } from './storage-form-view.ts';

/** A storage in the list of *Settings* (`storage-section.hbs`). */
export interface StorageLineView {
  id: string;
  label: string;
  kind: string;
  place: string;
  state: Lozenge;
  /** Why it can't be used just now. */
  trouble: string | undefined;
  isCurrent: boolean;
}

const AVAILABLE: Lozenge = { text: 'Available', look: 'success' };

/** What a storage is found to be, in a word. */
export function storageState(trouble: OwnStorage['trouble']): Lozenge {
  if (!trouble) return AVAILABLE;
  return trouble.code === 'storage-unavailable'
    ? { text: 'Not answering', look: 'removed' }
    : { text: 'Needs attention', look: 'removed' };
}

/** Empty where there is only the service's own. */
export function storagesView({ id, serviceLabel, own }: SetupView['storage']): StorageLineView[] {
  if (own.length === 0) return [];
  const service: StorageLineView = {
    id: SERVICE_STORAGE.id,
    label: serviceLabel,
    kind: 'This service',
    place: '',
    state: AVAILABLE,
    trouble: undefined,
    isCurrent: id === SERVICE_STORAGE.id,
  };
  return [service, ...own.map((storage) => ownLine(storage, id))];
}

const ownLine = (storage: OwnStorage, current: string): StorageLineView => ({
  id: storage.id,
  label: storage.label,
  kind: STORAGE_PROVIDERS[storage.provider].label,
  place: placeText(storage),
  state: storageState(storage.trouble),
  trouble: storage.trouble?.message,
  isCurrent: storage.id === current,
});
