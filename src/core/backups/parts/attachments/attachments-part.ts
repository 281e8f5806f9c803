import type { NameRecord, PartDefinition } from '../../reading/part-definition.ts';
import { readAttachments } from './read-attachments.ts';

/** The fields of stored bodies that name other records. */
interface AttachmentsBody {
  attachments?: { file?: string | null }[];
}
interface FileBody {
  chunks?: string[];
}

/** The files of objects: what is known of them, and their bytes in chunks, each stored once. */
export const ATTACHMENTS_PART: PartDefinition = {
  name: 'attachments',
  title: 'Attachments',
  showAt: 7,
  kinds: [
    {
      kind: 'attachments',
      word: 'attachments of an object',
      title: 'Objects with attachments',
    },
    { kind: 'attachmentFile', word: 'attached file', title: 'Attached files' },
    { kind: 'attachmentChunk', word: 'chunk of an attached file' },
  ],
  rules: [
    {
      of: 'attachments',
      names: ['attachmentFile'],
      find: (body, name) => nameFiles(body as AttachmentsBody, name),
    },
    {
      of: 'attachmentFile',
      names: ['attachmentChunk'],
      find: (body, name) => nameChunks(body as FileBody, name),
    },
  ],
  background: {
    choice: {
      label: 'Attachments',
      help: "Asks Assets once for each object, and reads the files that the backup before doesn't have, in the background. A restore can add them again.",
      isOnAtFirst: false,
    },
    read: readAttachments,
  },
};

function nameFiles({ attachments = [] }: AttachmentsBody, name: NameRecord): void {
  for (const { file } of attachments) if (file) name('attachmentFile', file, 'file');
}

function nameChunks({ chunks = [] }: FileBody, name: NameRecord): void {
  for (const chunk of chunks) name('attachmentChunk', chunk, 'chunk');
}
