import type { Attachment } from '../../model/attachment.ts';
import type { Available } from '../site/available.ts';
import type { ByteSource } from './byte-source.ts';

/** A file that is to be given to an object. Author and date are the site's own. */
export interface AttachmentInput extends Pick<Attachment, 'filename' | 'contentType' | 'comment'> {
  content: ByteSource;
}

/** What a way to a site is known not to take of files. */
export interface AttachmentLimits {
  /** The largest file that can be sent, in bytes; absent: none is known. */
  maxBytes?: number | undefined;
  /** Whether a file can be given a comment. */
  takesComments: boolean;
}

/** Gives files to objects, which a site may not accept. */
export interface AttachmentWriter {
  readonly limits: AttachmentLimits;
  /**
   * What makes an attachment of the bytes is done once. What the content throws is thrown on.
   * @throws OutcomeUnknown where the answer to that was lost; else as AccessWriter
   */
  addAttachment(
    objectId: string,
    input: AttachmentInput,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
}
