import type { ListedAttachment } from '../../../assets/model/attachment.ts';
import type { AttachmentReader } from '../../../assets/ports/files/attachment-reader.ts';
import { Damaged, NotFound } from '../../../kernel/errors.ts';
import type { BackgroundReading } from '../../reading/background-part.ts';
import {
  chunkKey,
  chunkRecord,
  fileKey,
  fileRecord,
  readStoredFile,
  type StoredAttachment,
} from './attachments-record.ts';
import { ChunkSink } from './chunk-sink.ts';
import { PutChunks } from './put-chunks.ts';

/** What is noted of a file that is being read: a larger one begins again after an interruption. */
const MAX_NOTED = 20_000;

/** How far a file had come when its reading was interrupted. */
export interface FileState {
  /** Which attachment: `attachmentMark`. */
  attachment: string;
  /** Its chunks that are stored. */
  chunks: string[];
  /** Those of them that no file before it has. */
  own: string[];
}

/** Tells an attachment from the others of its object: a site may give two of them one id. */
export const attachmentMark = ({ id, filename, place }: ListedAttachment): string =>
  JSON.stringify([id, filename, place]);

/** `size`: where it is known by what was taken. */
export type TakenFile = Pick<StoredAttachment, 'file' | 'why'> & { size?: number };

/** Takes the bytes of attachments into a backup. */
export class FileTaker {
  readonly #reading: BackgroundReading;
  readonly #attachments: AttachmentReader;
  readonly #save: (file: FileState) => Promise<void>;
  readonly #put: PutChunks;

  /** `save` is called between the chunks of a file. */
  constructor(
    reading: BackgroundReading,
    attachments: AttachmentReader,
    save: (file: FileState) => Promise<void>,
  ) {
    this.#reading = reading;
    this.#attachments = attachments;
    this.#save = save;
    this.#put = new PutChunks(reading.writer, reading.state !== undefined);
  }

  /** Undefined where the base hasn't all of it. */
  async fromBase(file: string): Promise<TakenFile | undefined> {
    const { base, writer } = this.#reading;
    if (!base) return undefined;
    try {
      const { chunks, size } = await readStoredFile(base, file);
      const keys = [fileKey(file), ...chunks.map(chunkKey)];
      if (!(await writer.takeOver(keys))) return undefined;
      for (const chunk of chunks) await this.#put.add(chunk);
      return { file, size };
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
    const mark = attachmentMark(attachment);
    const { chunks: begun, own } = before?.attachment === mark ? before : { chunks: [], own: [] };
    const noted: FileState = { attachment: mark, chunks: [...begun], own: [...own] };
    const sink = new ChunkSink((chunk) => this.#keep(chunk, noted), begun);
    const read = await this.#attachments.attachmentBytes(objectId, attachment, sink, pace.signal);
    if ('unavailable' in read) return this.#giveUp(noted, read.unavailable);
    const file = await sink.end();
    if (attachment.size !== null && attachment.size !== file.size)
      return this.#giveUp(noted, oddSize(attachment, file.size));
    const record = fileRecord(file);
    await writer.put(record);
    return { file: record.id, size: file.size };
  }

  async #keep(chunk: Uint8Array, noted: FileState): Promise<string> {
    const record = chunkRecord(chunk);
    const { id } = record;
    const isOwn = await this.#put.isNew(id);
    if (!this.#put.has(id)) await this.#reading.writer.put(record);
    await this.#put.add(id);
    noted.chunks.push(id);
    if (isOwn) noted.own.push(id);
    if (noted.chunks.length <= MAX_NOTED) await this.#save(noted);
    return id;
  }

  /** What was stored of a file that can't be obtained goes, as far as no other file has it. */
  async #giveUp(noted: FileState, why: string): Promise<TakenFile> {
    noted.chunks = []; // what goes is not gone on from
    for (const id of noted.own.splice(0)) {
      await this.#reading.writer.drop(chunkKey(id));
      this.#put.remove(id);
    }
    return { file: null, why };
  }
}

const oddSize = ({ filename, size }: ListedAttachment, received: number): string =>
  `The site lists ${size} bytes for "${filename}" and gives ${received}.`;
