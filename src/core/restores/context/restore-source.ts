import { readStoredIcons, type StoredIcon } from '../../backups/parts/icons/icon-records.ts';
import type { BackupHeader } from '../../storages/records/backup-header.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import { readBackupStructure } from '../../compare/structure/read-backup-structure.ts';
import type { SchemaStructure } from '../../compare/structure/schema-structure.ts';
import type { ProgressMeter } from '../../runs/progress-meter.ts';
import type { ObjectGraph } from '../objects/object-graph.ts';
import { countDefinitions, scanObjects, type Usage } from '../objects/scan-objects.ts';
import { NOTHING_ADAPTED, type Adaptations } from '../adapting/adaptations.ts';
import type { RestoreInput } from '../restore-input.ts';

/** What a restore reads from: a backup, as far as it was chosen. */
export interface RestoreSource {
  readonly header: BackupHeader;
  /** The chosen types and their ancestors, with their attributes. */
  readonly structure: SchemaStructure;
  /** Types without their objects: ancestors of chosen types that were not chosen themselves. */
  readonly ancestorsOnly: ReadonlySet<string>;
  /** Names of the backup's other types, by id: those that were not chosen. */
  readonly unchosen: ReadonlyMap<string, string>;
  /** What of it the destination can't take as it is, which the structure has otherwise already. */
  readonly adapted: Adaptations;
  /** The objects and which of them name which. */
  readonly graph: ObjectGraph;
  /** Ids of those objects that are to be archived in the end. */
  readonly archived: ReadonlySet<string>;
  /** What else their values and the definitions of attributes name. */
  readonly usage: Usage;
  /** The icons whose pictures the backup has, by their ids. */
  readonly icons: ReadonlyMap<string, StoredIcon>;
  /** How many records it has of kinds that nothing can restore, by kind. */
  readonly unwritable: Readonly<Record<string, number>>;
}

/** @throws Damaged */
export async function readSource(
  reader: BackupReader,
  { typeIds, roles }: Pick<RestoreInput, 'typeIds' | 'roles'>,
  meter: ProgressMeter,
  signal: AbortSignal,
): Promise<Omit<RestoreSource, 'archived'>> {
  const header = await reader.header();
  meter.set({ step: 'Reading the backup' });
  const chosen = chooseTypes(await readChosen(reader, roles), typeIds);
  const objectTypes = chosen.structure.types.filter((type) => !chosen.ancestorsOnly.has(type.id));
  const scanned = await scanObjects(
    reader,
    objectTypes.map((type) => type.id),
    { signal, onProgress: (objects) => meter.set({ done: objects }) },
  );
  countDefinitions(chosen.structure, scanned.usage);
  const icons = await readStoredIcons(reader);
  const { history = 0, avatar = 0 } = header.counts;
  const unwritable = { history, avatar };
  const adapted = NOTHING_ADAPTED;
  return Object.freeze({ header, ...chosen, adapted, ...scanned, icons, unwritable });
}

/** Roles are as if the backup had none where they were not chosen. */
async function readChosen(reader: BackupReader, roles = false): Promise<SchemaStructure> {
  const { roles: held, ...structure } = await readBackupStructure(reader);
  return roles && held ? { ...structure, roles: held } : structure;
}

/** The chosen types with all their ancestors; `null` chooses all. */
function chooseTypes(
  structure: SchemaStructure,
  typeIds: string[] | null,
): Pick<RestoreSource, 'structure' | 'ancestorsOnly' | 'unchosen'> {
  if (typeIds === null) return { structure, ancestorsOnly: new Set(), unchosen: new Map() };
  const wanted = new Set(typeIds);
  const all = withAncestors(structure, typeIds);
  const types = structure.types.filter((type) => all.has(type.id));
  return {
    structure: {
      ...structure,
      types,
      attributes: structure.attributes.filter((attribute) => all.has(attribute.typeId)),
      roles: structure.roles?.filter(({ typeId }) => typeId === undefined || all.has(typeId)),
    },
    ancestorsOnly: new Set(types.filter((type) => !wanted.has(type.id)).map((type) => type.id)),
    unchosen: new Map(
      structure.types.filter(({ id }) => !all.has(id)).map(({ id, name }) => [id, name]),
    ),
  };
}

function withAncestors({ types }: SchemaStructure, typeIds: string[]): Set<string> {
  const byId = new Map(types.map((type) => [type.id, type]));
  const all = new Set<string>();
  for (const id of typeIds) {
    let type = byId.get(id);
    while (type && !all.has(type.id)) {
      all.add(type.id);
      type = type.parentId === null ? undefined : byId.get(type.parentId);
    }
  }
  return all;
}
