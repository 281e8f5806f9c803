import type { Attachment } from '../model/attachment.ts';
import type { Available } from './available.ts';
import type { ByteSource } from './byte-source.ts';

/** A file that is to be given to an object. Author and date are the site's own. */
export interface AttachmentInput extends Pick<Attachment, 'filename' | 'contentType' | 'comment'> {
  content: ByteSource;
}

/** Gives files to objects, which no site need take. */
export interface AttachmentWriter {
  /**
   * The bytes may be sent several times, and count for nothing until they are named, which is done
   * once. What the content throws is thrown on. @throws OutcomeUnknown where the answer to that was
   * lost; else as AccessWriter
   */
  addAttachment(
    objectId: string,
    input: AttachmentInput,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
}
