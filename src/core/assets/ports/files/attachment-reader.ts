import type { ListedAttachment } from '../../model/attachment.ts';
import type { Available } from '../site/available.ts';
import type { ByteSink } from './byte-sink.ts';

/** Reads the files of objects, which a site may not offer. @throws as AccessReader */
export interface AttachmentReader {
  /** Of one object, the oldest first. */
  attachments(objectId: string, signal?: AbortSignal): Promise<Available<ListedAttachment[]>>;
  /**
   * The bytes of one that was just listed, from where the sink stands on, in parts. A connection
   * that breaks is made again for as long as more comes. What the sink throws is thrown on.
   */
  attachmentBytes(
    objectId: string,
    attachment: ListedAttachment,
    sink: ByteSink,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
}
