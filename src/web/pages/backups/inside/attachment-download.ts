import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import type { FileReply } from '../../../handling/reply.ts';

type Params = 'id' | 'typeId' | 'objectId' | 'attachmentId' | 'position';

/** A file of an object, read from the backup while it is sent. @throws NotFound, Damaged */
export async function attachmentDownload({
  contents,
  caller,
  params,
}: Call<'contents', Params>): Promise<FileReply> {
  const { id, typeId, objectId, attachmentId, position } = params;
  const object = { typeId, id: objectId };
  const { filename, size, bytes } = await contents.attachment(caller.tenant.id, runId(id), object, {
    id: attachmentId,
    position: Number(position),
  });
  // Half a character can't be sent in a header.
  const name = filename.toWellFormed();
  // Whatever type the site gives, a browser must save it, not show it.
  return { file: { name, type: 'application/octet-stream', size, parts: bytes } };
}
