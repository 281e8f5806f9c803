import type { ListedAttachment } from '../../model/attachment.ts';
import type { Available } from '../site/available.ts';
import type { ByteSink } from './byte-sink.ts';

/** Reads the files of objects, which a site may not offer. @throws as AccessReader */
export interface AttachmentReader {
  /** Those of one object, oldest first. */
  attachments(objectId: string, signal?: AbortSignal): Promise<Available<ListedAttachment[]>>;
  /**
   * Streams the bytes of an attachment that was just listed, starting where the sink is. A broken
   * connection is made again as long as bytes keep coming. Errors of the sink pass through.
   */
  attachmentBytes(
    objectId: string,
    attachment: ListedAttachment,
    sink: ByteSink,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
}
