import type { CopyOffer, CopyPlace } from '../../../../core/use-cases/copies/copies.ts';
import { bytes, count, counted } from '../../../view/formats/numbers.ts';

/** *Copy to another storage* (`backup-copy-ask.hbs`). */
export interface BackupCopyView {
  /** Of the schema. */
  id: string;
  name: string;
  title: string;
  /** The names of the fields that say what was picked; none: all of the schema. */
  picks: string[];
  places: CopyPlaceView[];
  /** Whether there is nothing to copy anywhere. */
  isNothing: boolean;
  error: string | undefined;
}

interface CopyPlaceView {
  id: string;
  label: string;
  /** What would be copied there, and how much that is; or why nothing can be. */
  note: string;
  isOff: boolean;
  chosen: boolean;
}

interface BackupCopyShown {
  offer: CopyOffer;
  picked: readonly string[];
  /** The storage that was chosen and refused. */
  typed?: string | undefined;
  error?: string | undefined;
}

export function backupCopyView({ offer, picked, typed, error }: BackupCopyShown): BackupCopyView {
  const { schema, chosen, places } = offer;
  const views = places.map((place) => placeView(place, chosen));
  const first = typed ?? views.find(({ isOff }) => !isOff)?.id;
  return {
    id: schema.id,
    name: schema.name,
    title: titleOf(chosen, picked.length > 0),
    picks: picked.map((id) => `pick-${id}`),
    places: views.map((view) => ({ ...view, chosen: view.id === first })),
    isNothing: views.every(({ isOff }) => isOff),
    error,
  };
}

function titleOf(chosen: number, isPicked: boolean): string {
  if (!isPicked) return `Copy all ${counted(chosen, 'backup')} to another storage`;
  return chosen === 1
    ? 'Copy this backup to another storage'
    : `Copy ${counted(chosen, 'backup')} to another storage`;
}

function placeView({ id, label, trouble, missing }: CopyPlace, chosen: number): CopyPlaceView {
  const isOff = trouble !== undefined || missing.length === 0;
  return { id, label, note: trouble ?? noteOf(missing, chosen), isOff, chosen: false };
}

/** As "Copies 3 of 5, the others are there. Up to 12 MB before compression." */
function noteOf(missing: CopyPlace['missing'], chosen: number): string {
  if (missing.length === 0) return chosen === 1 ? 'Has it already' : 'Has all of them already';
  const size = missing.reduce((sum, { contentBytes }) => sum + contentBytes, 0);
  const amount = `${bytes(size)} before compression`;
  if (missing.length === chosen) return `Up to ${amount}`;
  return `Copies ${count(missing.length)} of ${count(chosen)}, up to ${amount}; it has the others`;
}
