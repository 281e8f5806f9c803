/** Reads what the service shows an administrator, page by page. */
import type { AdminSession } from '../../../scripts/admin-session.ts';
import { first, ok, plain } from '../../../scripts/demo-steps.ts';
import type {
  ReportLine,
  ShownObject,
  ShownRestore,
  ShownRow,
  ShownSchema,
  ShownTenant,
} from '../fixtures/expected.ts';

async function htmlOf(admin: AdminSession, path: string): Promise<string> {
  return ok(path, await admin.get(path));
}

/** The words of a page, wherever its source breaks lines. */
export const wordsOf = (html: string): string =>
  plain(html)
    .replace(/ ([.,:;)])/g, '$1')
    .replace(/\( /g, '(');

/** The rows of all tables of a page that have titled cells. */
export function rowsOf(html: string): ShownRow[] {
  const rows = [...html.matchAll(/<tr\b[\s\S]*?<\/tr>/g)].map(([row]) => row);
  return rows.filter((row) => row.includes('data-title=')).map(toRow);
}

function toRow(row: string): ShownRow {
  const id = first(row, /id="(?:schema|backup|state)-([^"]+)"/) ?? '';
  const cells = [...row.matchAll(/<td\s+data-title="([^"]*)"[^>]*>([\s\S]*?)<\/td>/g)];
  const dates = [...row.matchAll(/datetime="([^"]*)"/g)];
  return {
    id,
    cells: Object.fromEntries(cells.map(([, title = '', text = '']) => [title, wordsOf(text)])),
    dates: dates.map(([, date = '']) => date),
  };
}

/** Settings are one page: its other sections have tables as well. */
const targetsSection = (html: string): string =>
  first(html, /id="set-targets"([\s\S]*?)<\/section>/) ?? '';

/** Everything of one site. `objectsOf` names the schemas whose backups are opened. */
export async function readTenant(
  admin: AdminSession,
  site: string,
  objectsOf: (schema: string) => boolean,
): Promise<ShownTenant> {
  const grid = rowsOf(await htmlOf(admin, '/app/schemas'));
  const shown: ShownTenant = {
    site,
    home: wordsOf(await htmlOf(admin, '/app/home')),
    grid,
    schemas: {},
    details: {},
    objects: {},
    restores: {},
    targets: rowsOf(targetsSection(await htmlOf(admin, '/app/targets'))),
  };
  for (const { id, cells } of grid) {
    const name = cells['Schema name'] ?? '';
    const schema = await readSchema(admin, id);
    shown.schemas[name] = schema;
    for (const backup of schema.backups) {
      shown.details[backup.id] = wordsOf(await htmlOf(admin, `/app/backups/${backup.id}`));
      if (objectsOf(name)) shown.objects[backup.id] = await readObjects(admin, backup.id);
    }
    for (const restore of schema.restores)
      shown.restores[restore.id] = await readRestore(admin, restore.id);
  }
  return shown;
}

async function readSchema(admin: AdminSession, id: string): Promise<ShownSchema> {
  const root = `/app/schemas/${id}`;
  const schedule = await htmlOf(admin, `${root}/schedule?part=body`);
  return {
    backups: rowsOf(await htmlOf(admin, `${root}/backups?part=table`)),
    terminated: rowsOf(await htmlOf(admin, `${root}/terminated`)),
    restores: rowsOf(await htmlOf(admin, `${root}/restores?part=table`)),
    schedule: wordsOf(schedule),
    slots: rowsOf(schedule),
  };
}

/** The last object of the first page of every type that has any. */
async function readObjects(admin: AdminSession, backupId: string): Promise<ShownObject[]> {
  const contents = `/app/backups/${backupId}/contents`;
  const types = (await htmlOf(admin, contents)).matchAll(/contents\/(\d+)"/g);
  const objects: ShownObject[] = [];
  for (const [, typeId = ''] of types) {
    const list = await htmlOf(admin, `${contents}/${typeId}?part=list`);
    const path = [...list.matchAll(/hx-get="([^"]+\/contents\/\d+\/\d+)"/g)].at(-1)?.[1];
    if (path) objects.push({ path, values: valuesOf(await htmlOf(admin, path)) });
  }
  return objects;
}

function valuesOf(html: string): Record<string, string[]> {
  const shown = [...html.matchAll(/<dt>([^<]*)<\/dt>\s*<dd\s+class="break"\s*>([\s\S]*?)<\/dd>/g)];
  const values = shown.map(([, name = '', text = '']) => [
    wordsOf(name),
    [...text.matchAll(/<div\s+class="value"\s*>([\s\S]*?)<\/div>/g)].map(([, value = '']) =>
      wordsOf(value),
    ),
  ]);
  return Object.fromEntries(values);
}

async function readRestore(admin: AdminSession, id: string): Promise<ShownRestore> {
  const html = await htmlOf(admin, `/app/restores/${id}?part=body`);
  const sums = [...html.matchAll(/<dt>([^<]*)<\/dt>\s*<dd>([^<]*)<\/dd>/g)];
  const report = JSON.parse(await htmlOf(admin, `/app/restores/${id}/report?format=json`));
  return {
    text: wordsOf(html),
    sums: Object.fromEntries(sums.map(([, name = '', sum = '']) => [wordsOf(name), wordsOf(sum)])),
    report: linesOf(report),
  };
}

function linesOf({ objects }: { objects: ReportLine[] }): ReportLine[] {
  const lines = objects.map(({ sourceId, outcome, targetId, leftOut = [] }) => ({
    sourceId,
    outcome,
    ...(targetId ? { targetId } : {}),
    ...(leftOut.length > 0 ? { leftOut } : {}),
  }));
  return lines.sort((a, b) => Number(a.sourceId) - Number(b.sourceId));
}
