import type { HistoryEntry } from '../../model/history-entry.ts';

/** Reads the history of objects. */
export interface HistoryReader {
  /**
   * An object's whole history, oldest first; `null` when the object does not exist. @throws as
   * AssetsReader
   */
  history(objectId: string, signal?: AbortSignal): Promise<HistoryEntry[] | null>;
}
