import type { ListedAttachment } from '../../../assets/model/attachment.ts';
import type { AttachmentReader } from '../../../assets/ports/attachment-reader.ts';
import { Damaged, NotFound } from '../../../kernel/errors.ts';
import { RecentMap } from '../../../kernel/recent-map.ts';
import type { BackgroundReading } from '../../background-part.ts';
import {
  chunkKey,
  chunkRecord,
  fileKey,
  fileRecord,
  readStoredFile,
  type StoredAttachment,
} from './attachments-record.ts';
import { ChunkSink } from './chunk-sink.ts';

/** Chunks that are known to be put: one more of the same is not stored for a while. */
const REMEMBERED = 20_000;
/** What is noted of a file that is being read: a larger one begins anew after an interruption. */
const MAX_NOTED = 20_000;

/** How far a file had come when its reading was interrupted. */
export interface FileState {
  /** The id of the attachment. */
  attachment: string;
  /** Its chunks that are stored. */
  chunks: string[];
}

/** `size`: where it is known by what was taken. */
export type TakenFile = Pick<StoredAttachment, 'file' | 'why'> & { size?: number };

/** Takes the bytes of attachments into a backup. */
export class FileTaker {
  readonly #reading: BackgroundReading;
  readonly #attachments: AttachmentReader;
  readonly #save: (file: FileState) => Promise<void>;
  readonly #put = new RecentMap<string, true>(REMEMBERED);

  /** `save` is called between the chunks of a file. */
  constructor(
    reading: BackgroundReading,
    attachments: AttachmentReader,
    save: (file: FileState) => Promise<void>,
  ) {
    this.#reading = reading;
    this.#attachments = attachments;
    this.#save = save;
  }

  /** Undefined where the base hasn't all of it. */
  async fromBase(file: string): Promise<TakenFile | undefined> {
    const { base, writer } = this.#reading;
    if (!base) return undefined;
    try {
      const { chunks, size } = await readStoredFile(base, file);
      const keys = [fileKey(file), ...chunks.map(chunkKey)];
      return (await writer.takeOver(keys)) ? { file, size } : undefined;
    } catch (error) {
      if (error instanceof Damaged || error instanceof NotFound) return undefined;
      throw error;
    }
  }

  /** `before`: a file that an interrupted reading had begun. */
  async fromSite(
    objectId: string,
    attachment: ListedAttachment,
    before: FileState | undefined,
  ): Promise<TakenFile> {
    const { writer, pace } = this.#reading;
    const begun = before?.attachment === attachment.id ? before.chunks : [];
    const noted: FileState = { attachment: attachment.id, chunks: [...begun] };
    const sink = new ChunkSink(async (chunk) => {
      const record = chunkRecord(chunk);
      if (!this.#put.has(record.id)) await writer.put(record);
      this.#put.set(record.id, true);
      noted.chunks.push(record.id);
      if (noted.chunks.length <= MAX_NOTED) await this.#save(noted);
      return record.id;
    }, begun);
    const read = await this.#attachments.attachmentBytes(objectId, attachment, sink, pace.signal);
    if ('unavailable' in read) return { file: null, why: read.unavailable };
    const file = await sink.end();
    if (attachment.size !== null && attachment.size !== file.size)
      return { file: null, why: oddSize(attachment, file.size) };
    const record = fileRecord(file);
    await writer.put(record);
    return { file: record.id, size: file.size };
  }
}

const oddSize = ({ filename, size }: ListedAttachment, received: number): string =>
  `The site lists ${size} bytes for "${filename}" and gives ${received}.`;
