import type { HistoryEntry } from '../../model/history-entry.ts';

/** Reads the history of objects. */
export interface HistoryReader {
  /**
   * All of an object's history, the oldest first; `null` when the object does not exist. @throws as
   * AssetsReader
   */
  history(objectId: string, signal?: AbortSignal): Promise<HistoryEntry[] | null>;
}
