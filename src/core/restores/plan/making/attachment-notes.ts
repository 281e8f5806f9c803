import { counted } from '../../../kernel/counted.ts';
import type { AttachmentLimits } from '../../../assets/ports/files/attachment-writer.ts';
import type { CountedAttachments } from '../../attachments/count-attachments.ts';

/** How the attachments will differ from the backup. */
export function attachmentNotes(attachments: CountedAttachments | undefined): string[] {
  if (!attachments) return [];
  const { files, withoutContent, tooLarge, limits } = attachments;
  return [
    ...(files > 0
      ? [
          `Restored attachments have the account and today's date as their author and date. ${limits.takesComments ? 'The original ones are put into the comment.' : 'The original ones, and their comments, stay in the backup: this kind of site takes files without them.'}`,
        ]
      : []),
    ...(withoutContent > 0
      ? [
          `Not restored, because the backup doesn't have their content: ${counted(withoutContent, 'attachment')}.`,
        ]
      : []),
    ...tooLargeNotes(tooLarge, limits),
  ];
}

/** Empty where there are none. */
export const tooLargeNotes = (files: number, { maxBytes = 0 }: AttachmentLimits): string[] =>
  files === 0
    ? []
    : [
        `Not restored, because only files up to ${maxBytes >> 20} MB can be sent to this site: ${counted(files, 'attachment')}. Add them by hand.`,
      ];
