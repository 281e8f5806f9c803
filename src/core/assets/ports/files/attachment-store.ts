import type { AttachmentReader } from './attachment-reader.ts';
import type { AttachmentWriter } from './attachment-writer.ts';

/** The files of a site's objects, read and written (assets-api: A.9, D, G). */
export interface AttachmentStore extends AttachmentReader, AttachmentWriter {}
