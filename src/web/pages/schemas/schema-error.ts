import { NotFound } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import {
  hasStructureOnly,
  remedyFor,
  STRUCTURE_FIELDS,
  type Remedy,
} from '../../view/remedy-for.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';

export interface SchemaErrorView {
  id: string;
  name: string;
  message: string;
  date: ShownDate;
  lastBackup: ShownDate | undefined;
  remedy: Remedy | undefined;
  /** Fields of a form that backs up the structure of an empty schema; else undefined. */
  structure: readonly string[] | undefined;
}

/** The error of the last backup, with its details. */
export async function schemaError({ grid, caller, params, reader }: Call<'grid', 'id'>) {
  const { schema } = await grid.row(caller.tenant.id, catalogId(params.id));
  const { id, name, lastError, lastBackupAt } = schema;
  if (!lastError) throw new NotFound('The last backup has no error. Reload the page.');
  const view: SchemaErrorView = {
    id,
    name,
    message: lastError.message,
    date: showDate(lastError.at, reader),
    lastBackup: lastBackupAt && showDate(lastBackupAt, reader),
    remedy: remedyFor(lastError.code, schema),
    structure: hasStructureOnly(lastError.code) ? STRUCTURE_FIELDS : undefined,
  };
  return show('schema-error', view);
}
