import { countRecords, type Backup } from '../../../../core/backups/backup.ts';
import type { TypeInTree } from '../../../../core/backups/inside/backup-contents.ts';
import type { ObjectLine } from '../../../../core/backups/inside/objects/find-objects.ts';
import { ARCHIVED_KIND } from '../../../../core/backups/parts/archived/archived-record.ts';
import type { SchemaSettings } from '../../../../core/backups/inside/structure/schema-settings.ts';
import type { Page } from '../../../../core/kernel/page.ts';
import { showDate, type ShownDate } from '../../../view/formats/dates.ts';
import { count, counted } from '../../../view/formats/numbers.ts';
import { pagerView, type PagerView } from '../../../view/components/pager-view.ts';
import type { Reader } from '../../../view/reader.ts';
import { thingIcon, type ThingIcon } from '../../../view/components/thing-icon.ts';
import { schemaSettingsView, type SchemaSettingsView } from './schema-settings-view.ts';
import type { ContentsQuery } from './contents-query.ts';

const MAX_INDENT = 8;
/** Stands for a type, at the end of the tree: objects of all types that were archived. */
export const ARCHIVED = 'archived';
const ARCHIVED_NAME = 'Archived objects';

export interface BackupContentsView {
  backupId: string;
  name: string;
  icon: ThingIcon;
  date: ShownDate | undefined;
  /** Where the way back leads; undefined once the schema is removed. */
  backUrl: string | undefined;
  /** Where the way back leads, as a query for the next request. */
  back: string;
  search: string;
  types: TypeView[];
  /** Undefined before a type is chosen or a search is made. */
  list: ObjectListView | undefined;
  /** Undefined where objects are listed. */
  settings: SchemaSettingsView | undefined;
}

interface TypeView {
  backupId: string;
  id: string;
  name: string;
  icon: ThingIcon;
  description: string;
  abstract: boolean;
  indent: number;
  count: string;
  isChosen: boolean;
}

interface ObjectListView extends PagerView {
  /** Of the type or of the search. */
  title: string;
  /** Where more of it is. */
  url: string;
  typeId: string;
  search: string;
  entries: EntryView[];
  total: string;
}

interface EntryView {
  backupId: string;
  typeId: string;
  /** Undefined where all are of one type. */
  typeName: string | undefined;
  id: string;
  label: string;
  key: string;
  /** Among objects that are in use. */
  archived: boolean;
}

export interface ContentsShown {
  backup: Backup;
  types: TypeInTree[];
  typeId: string | undefined;
  wanted: ContentsQuery;
  found: Page<ObjectLine> | undefined;
  settings: SchemaSettings | undefined;
}

export function backupContentsView(shown: ContentsShown, reader: Reader): BackupContentsView {
  const { backup, types, typeId, wanted } = shown;
  const { back, search } = wanted;
  return {
    backupId: backup.id,
    name: backup.schema.name,
    icon: thingIcon(backup.schema.name),
    date: showDate(backup.completedAt, reader),
    backUrl: `/app/schemas/${backup.catalogId}/backups${back && `?${back}`}`,
    back,
    search: typeId === undefined ? search : '',
    types: [...types, ...archivedEntry(backup)].map(
      ({ id, name, description, abstract, depth, objectCount, ...type }) => ({
        backupId: backup.id,
        id,
        name,
        icon: thingIcon(name, type.iconName, type.picture),
        description,
        abstract,
        indent: Math.min(depth, MAX_INDENT),
        count: count(objectCount),
        isChosen: id === typeId,
      }),
    ),
    list: objectListView(shown),
    settings: shown.settings && schemaSettingsView(shown.settings, types),
  };
}

function objectListView({
  backup,
  types,
  typeId,
  wanted,
  found,
}: ContentsShown): ObjectListView | undefined {
  if (!found) return undefined;
  const { search } = wanted;
  const nameOf = (id: string): string => types.find((type) => type.id === id)?.name ?? id;
  const contents = `/app/backups/${backup.id}/contents`;
  const isOfType = typeId !== undefined && typeId !== ARCHIVED;
  return {
    ...pagerView(found),
    title: titleOf(typeId, search, nameOf),
    url: typeId === undefined ? contents : `${contents}/${typeId}`,
    typeId: typeId ?? '',
    search,
    entries: found.items.map((object) => ({
      ...object,
      backupId: backup.id,
      typeName: isOfType ? undefined : nameOf(object.typeId),
      archived: object.archived && typeId !== ARCHIVED,
    })),
    total: counted(found.total, 'object'),
  };
}

function titleOf(
  typeId: string | undefined,
  search: string,
  nameOf: (id: string) => string,
): string {
  if (typeId === undefined) return `Objects matching “${search}”`;
  return typeId === ARCHIVED ? ARCHIVED_NAME : nameOf(typeId);
}

/** None where the backup has none. */
function archivedEntry(backup: Backup): TypeInTree[] {
  const objectCount = countRecords(backup, ARCHIVED_KIND);
  if (objectCount === 0) return [];
  const description = 'Objects of all types that were archived on the site';
  return [
    {
      id: ARCHIVED,
      name: ARCHIVED_NAME,
      description,
      iconName: '',
      depth: 0,
      abstract: false,
      objectCount,
    },
  ];
}
