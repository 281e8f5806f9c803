import type { RecordKind } from '../../storages/records/backup-record.ts';
import type { ReferenceRule } from './part-definition.ts';

/** The rule for records that may have a picture, which is stored once as a record of its own. */
export const namesItsPicture = (of: RecordKind, picture: RecordKind): ReferenceRule => ({
  of,
  names: [picture],
  find: (body, name) => {
    const { file } = body as { file?: string };
    if (file !== undefined) name(picture, file, 'picture');
  },
});
