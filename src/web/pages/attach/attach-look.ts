import type { StorageOffer } from '../../../core/storages/storage-offers.ts';
import { STORAGE_PROVIDERS } from '../../../core/storages/storage-providers.ts';
import type { Fields } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import { count, counted } from '../../view/formats/numbers.ts';
import type { Reader } from '../../view/reader.ts';
import { formErrorsOf } from '../settings/show-settings.ts';
import { placeText } from '../settings/storage-form-view.ts';
import { showAttach } from './attach-edit.ts';
import { shownAgain } from '../storages/save-storage.ts';

/** What was found in a storage, and the question whether to attach it. */
export interface StorageOfferView {
  id: string;
  /** Goes back to the form with whoever returns there; nothing of it is secret. */
  typed: { name: string; value: string }[];
  label: string;
  kind: string;
  place: string;
  /** "37 backups". */
  backups: string;
  hasMore: boolean;
  used: ShownDate | undefined;
  /** It was used so recently that somebody may still use it. */
  mayBeInUse: boolean;
  schemas: {
    name: string;
    key: string;
    site: string;
    backups: string;
    first: ShownDate;
    last: ShownDate;
    objects: string;
  }[];
  unreadable: { id: string; why: string }[];
  /** "3 backups can't be read", of which some are of a newer format. */
  unreadableCounted: string | undefined;
  newerCounted: string | undefined;
}

/** A running installation updates the mark of its storages every five minutes. */
const IN_USE_MS = 15 * 60_000;

/** Looks into the database or bucket; errors are shown beside their fields. */
export async function attachLook(call: Call<'setup' | 'attaching'>) {
  const { attaching, caller, form, reader } = call;
  try {
    const offer = await attaching.look(caller.tenant.id, form);
    return show('storage-offer', storageOfferView(offer, form, reader));
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    return showAttach(call, { typed: shownAgain(form), errors });
  }
}

function storageOfferView(offer: StorageOffer, form: Fields, reader: Reader): StorageOfferView {
  const { id, label, provider, schemas, unreadable, unreadableCount, newerCount, usedAt } = offer;
  const { recoveryKey: _key, ...typed } = shownAgain(form);
  return {
    id,
    typed: Object.entries(typed).map(([name, value]) => ({ name, value })),
    label,
    kind: STORAGE_PROVIDERS[provider].label,
    place: placeText(offer.place),
    backups: counted(offer.backups, 'backup'),
    hasMore: offer.hasMore,
    used: usedAt && showDate(usedAt, reader),
    mayBeInUse: usedAt !== undefined && reader.nowMs - usedAt.getTime() < IN_USE_MS,
    schemas: schemas.map((schema) => ({
      name: schema.name,
      key: schema.key,
      site: schema.siteUrl,
      backups: count(schema.backups),
      first: showDate(schema.first, reader),
      last: showDate(schema.last, reader),
      objects: count(schema.objects),
    })),
    unreadable,
    unreadableCounted: unreadableCount > 0 ? counted(unreadableCount, 'backup') : undefined,
    newerCounted: newerCount > 0 ? counted(newerCount, 'of them is', 'of them are') : undefined,
  };
}
