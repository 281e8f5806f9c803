import { counted } from '../../kernel/counted.ts';
import type { CountedAttachments } from '../attachments/count-attachments.ts';

/** What of the attachments will be otherwise than in the backup. */
export function attachmentNotes(attachments: CountedAttachments | undefined): string[] {
  if (!attachments) return [];
  const { files, withoutContent } = attachments;
  return [
    ...(files > 0
      ? [
          "Restored attachments have the account and today's date as their author and date. The original ones are put into the comment.",
        ]
      : []),
    ...(withoutContent > 0
      ? [
          `Not restored, because the backup doesn't have their content: ${counted(withoutContent, 'attachment')}.`,
        ]
      : []),
  ];
}
