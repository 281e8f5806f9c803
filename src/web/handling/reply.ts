/** A message that the page shows for some seconds. */
export interface Flag {
  type: 'success' | 'error' | 'info';
  title: string;
  body?: string | undefined;
  actions?: FlagAction[] | undefined;
}

/** What can be done after reading a flag: see more, or undo exactly this. */
export interface FlagAction {
  text: 'Undo' | `View ${string}`;
  /** A view that replaces the page; with `sends`, a command. */
  url: string;
  sends?: Record<string, string> | undefined;
}

/** What an answer triggers in the page, besides what it shows. */
export interface Effects {
  flag?: Flag | undefined;
  /** The page acts on them. */
  events?: PageEvent[] | undefined;
}

type PageEvent =
  | 'close-dialog'
  | 'grid-changed'
  /** Rows of the grid have changed; the grid itself already shows them. */
  | 'rows-changed'
  | 'backups-changed'
  | 'schedule-changed'
  | 'restore-changed'
  | 'keys-changed'
  | 'retention-changed'
  | 'sync-ended'
  /** It is being deleted for good: whoever is on its page is led home. */
  | 'schema-leaving'
  /** Done for the ticked schemas: the ticks are cleared. */
  | 'picks-done';

/** Sent part by part, never gathered. */
export type ReplyFile = TextFile | BinaryFile;

export interface TextFile {
  name: string;
  type: string;
  size?: undefined;
  parts: AsyncIterable<string>;
}

/** Bytes as they are, and how many. */
interface BinaryFile {
  name: string;
  type: string;
  size: number;
  parts: AsyncIterable<Uint8Array>;
}

/** A view and exactly the model that its template needs. */
export interface ViewReply<View extends string, Model> extends Effects {
  view: View;
  model: Model;
}

export interface FileReply {
  view?: undefined;
  file: ReplyFile;
}

/** Nothing to show, only effects. */
export interface EffectsReply extends Effects {
  view?: undefined;
  file?: undefined;
}

export const show = <const View extends string, Model>(
  view: View,
  model: Model,
  effects: Effects = {},
): ViewReply<View, Model> => ({ view, model, ...effects });
