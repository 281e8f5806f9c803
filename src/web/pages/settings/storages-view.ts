import type { OwnStorage } from '../../../core/storages/storage.ts';
import { SERVICE_STORAGE } from '../../../core/storages/storage.ts';
import type { MeasuredUsage, UsedOnDay } from '../../../core/storages/storage-usage.ts';
import { STORAGE_PROVIDERS } from '../../../core/storages/storage-providers.ts';
import type { SetupView } from '../../../core/use-cases/setup/setup.ts';
import type {
  StorageFigure,
  StorageFigures,
} from '../../../core/use-cases/storages/measure-storages.ts';
import { showDate, showDay, type ShownDate } from '../../view/formats/dates.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import { bytes, count, counted } from '../../view/formats/numbers.ts';
import type { Reader } from '../../view/reader.ts';
import { sparkView, type SparkView } from '../../view/components/spark-view.ts';
import { placeText } from './storage-form-view.ts';

/** A storage in the list of *Settings* (`storage-section.hbs`). */
export interface StorageLineView extends UsageView {
  id: string;
  label: string;
  kind: string;
  place: string;
  state: Lozenge;
  /** Why it can't be used right now. */
  trouble: string | undefined;
  isCurrent: boolean;
  /** It is the tenant's own, and may be removed. */
  isOwn: boolean;
}

/** How much of it is used. */
interface UsageView {
  used: string;
  /** For example "12 backups, 40 stored objects". */
  holds: string;
  /** For example "of 5 GB that your site may use". */
  quota: string | undefined;
  isFull: boolean;
  measured: ShownDate | undefined;
  trend: TrendView | undefined;
}

/** How it went on the last days: as a line, and in words for those who don't see that. */
interface TrendView extends SparkView {
  words: string;
}

const AVAILABLE: Lozenge = { text: 'Available', look: 'success' };
const ATTENTION: Lozenge = { text: 'Needs attention', look: 'removed' };

/** The state of a storage, in a word. */
export function storageState(trouble: OwnStorage['trouble']): Lozenge {
  if (!trouble) return AVAILABLE;
  return trouble.code === 'storage-unavailable'
    ? { text: 'Not answering', look: 'removed' }
    : ATTENTION;
}

/** All storages of a tenant, the service's first. */
export function storagesView(
  { storage: { id, serviceLabel, own }, mismatch }: Pick<SetupView, 'storage' | 'mismatch'>,
  figures: StorageFigures,
  reader: Reader,
): StorageLineView[] {
  const service = {
    id: SERVICE_STORAGE.id,
    label: serviceLabel,
    kind: 'This service',
    place: '',
    state: mismatch === undefined ? AVAILABLE : ATTENTION,
    trouble: mismatch,
    isCurrent: id === SERVICE_STORAGE.id,
    isOwn: false,
    ...usageView(figures.get(SERVICE_STORAGE.id), reader),
  };
  return [
    service,
    ...own.map((storage) => ({
      ...ownLine(storage, id),
      ...usageView(figures.get(storage.id), reader),
    })),
  ];
}

const ownLine = (storage: OwnStorage, current: string) => ({
  id: storage.id,
  label: storage.label,
  kind: STORAGE_PROVIDERS[storage.provider].label,
  place: placeText(storage),
  state: storageState(storage.trouble),
  trouble: storage.trouble?.message,
  isCurrent: storage.id === current,
  isOwn: true,
});

const NOT_MEASURED = { used: 'Not measured yet', measured: undefined, trend: undefined };

function usageView(figure: StorageFigure | undefined, reader: Reader): UsageView {
  const { usage, backups = { listed: 0, all: 0 }, quotaBytes } = figure ?? {};
  const leaving = backups.all - backups.listed;
  const holds = [
    counted(backups.listed, 'backup'),
    ...(leaving > 0 ? [`${count(leaving)} in the bin or being deleted`] : []),
    ...(usage ? [counted(usage.objects, 'stored object')] : []),
  ];
  return {
    ...(usage ? measuredView(usage, reader) : NOT_MEASURED),
    holds: holds.join(', '),
    ...quotaView(quotaBytes, usage),
  };
}

const measuredView = (usage: MeasuredUsage, reader: Reader) => ({
  used: bytes(usage.bytes),
  measured: showDate(usage.measuredAt, reader),
  trend: trendView(usage.days, reader),
});

function trendView(days: readonly UsedOnDay[], reader: Reader): TrendView | undefined {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last || first === last) return undefined;
  const said = (used: UsedOnDay): string => `${bytes(used.bytes)} on ${showDay(used.day, reader)}`;
  return {
    ...sparkView(days.map((used) => used.bytes)),
    words: `Used: ${said(first)}, ${said(last)}`,
  };
}

const quotaView = (quotaBytes: number | undefined, usage: MeasuredUsage | undefined) =>
  quotaBytes === undefined
    ? { quota: undefined, isFull: false }
    : {
        quota: `of ${bytes(quotaBytes)} that your site may use`,
        isFull: usage !== undefined && usage.bytes >= quotaBytes,
      };
