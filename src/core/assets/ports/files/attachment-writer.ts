import type { Attachment } from '../../model/attachment.ts';
import type { Available } from '../site/available.ts';
import type { ByteSource } from './byte-source.ts';

/** A file to attach to an object. The site sets author and date. */
export interface AttachmentInput extends Pick<Attachment, 'filename' | 'contentType' | 'comment'> {
  content: ByteSource;
}

/** What is known of the limits for files on the way to a site. */
export interface AttachmentLimits {
  /** The largest file that can be sent, in bytes; absent: none is known. */
  maxBytes?: number | undefined;
  /** Whether a file can be given a comment. */
  takesComments: boolean;
}

/** Attaches files to objects, which a site may not accept. */
export interface AttachmentWriter {
  readonly limits: AttachmentLimits;
  /**
   * The call that turns the bytes into an attachment is made once; what is passing made none.
   * Errors of the content pass through. @throws OutcomeUnknown where the answer to that was lost;
   * else as AccessWriter
   */
  addAttachment(
    objectId: string,
    input: AttachmentInput,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
}
