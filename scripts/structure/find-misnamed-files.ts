import path from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './read-source-files.ts';

/**
 * Files that hold several small exports of equal rank, and are named after what these have in
 * common.
 */
const FAMILIES: Record<string, string> = {
  'src/core/kernel/errors.ts': 'the errors of the product',
  'src/core/kernel/time/durations.ts': 'lengths of time',
  'src/core/kernel/json/field-forms.ts': 'the forms that a field of a foreign answer may have',
  'src/core/kernel/ids.ts': 'the branded ids',
  'src/core/storages/storage-faults.ts': 'what can be wrong with a storage',
  'src/storage/buckets/contents/bucket-keys.ts': 'the keys of everything in a bucket',
  'src/storage/vault/headers/read-version-1.ts': 'readVersion1: the number belongs to the name',
  'simulator/site/records/model.ts': 'the records that a pretend site holds',
  'scripts/demo-steps.ts': 'steps through the pages, each an export',
  'scripts/restore-steps.ts': 'steps through the pages of restores, each an export',
  'src/web/handling/reply.ts': 'what a handler may answer',
  'src/web/view/formats/dates.ts': 'dates as pages show and read them',
  'src/web/view/formats/numbers.ts': 'numbers as pages show them',
  'public/jira.js': 'what Jira does for the page',
  'src/core/backups/retention/calendar-buckets.ts': 'the spans of a calendar',
  'src/storage/vault/check/epoch-documents.ts': 'the documents of a pair',
  'src/storage/odd-fields.ts': 'filters for fields of odd forms',
  'src/storage/embedded/secantus.ts': 'scripts outside of the project load it from there',
  'src/atlassian/budget/run-patience.ts': 'how long each kind of wait may hold a worker',
  'simulator/aql/functions.ts': 'functions of the query language',
  'simulator/faults/reshape-page.ts': 'the query on its way in, the answer on its way out',
  'src/atlassian/http/transport/as-sent.ts': 'what of a call is sent, by its parts',
  'src/clock.ts': 'its place is promised to scripts outside of the project',
  'src/core/backups/parts/people/people-records.ts': 'a record of each kind of the part',
  'src/core/backups/parts/structure/structure-records.ts': 'a record of each kind of the part',
  'src/core/restores/write/structure/definition-writer.ts':
    'statuses and reference types, made alike',
  'src/core/schedules/schedule-steps.ts': 'what can happen to a schedule',
  'src/storage/migrations/old-site-documents.ts': 'the documents of version 0.1',
  'src/storage/stores/backups/backup-query.ts': 'what is looked for in one collection',
  'src/storage/stores/restores/restore-documents.ts': 'the documents of one store',
  'src/storage/vault/manifest/segment-codec.ts': 'there and back',
  'src/storage/vault/packs/pack-codec.ts': 'there and back',
  'test/compat/fixtures/database-dump.ts': 'there and back',
  'test/compat/service/page-steps.ts': 'what an administrator does on pages',
  'test/compat/service/read-pages.ts': 'what stands on pages',
  'test/core/assets/aql/aql-names-fake.ts': 'fakes of one port',
  'test/support/sites/cloud-site.ts': 'a source and a target of the same kind',
  'test/support/sites/data-center-site.ts': 'a source and a target of the same kind',
  'test/support/words/find-state-words.ts': 'the same of templates and of source',
  'test/support/words/find-texts.ts': 'the same of templates, source and Markdown',
  'test/support/pages/schedule-popup.ts': 'what an administrator does in the popup of a schedule',
};

function exportedNames(statement: ts.Statement): string[] {
  if (ts.isExportDeclaration(statement) && statement.exportClause) {
    return ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map((element) => element.name.text)
      : [];
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => declaration.name.getText());
  }
  const { name } = statement as ts.Statement & { name?: ts.Identifier };
  return name ? [name.text] : [];
}

/** `MongoRunStore` and `MAX_LISTED` become `mongo-run-store` and `max-listed`. */
export function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}

/** A file with exports that bears the name of none of them. Tests and programs have no exports. */
export function findMisnamedFiles(file: SourceFile): string[] {
  const names = file.tree.statements.flatMap(exportedNames);
  const base = path.basename(file.path).replace(/\.(ts|js)$/, '');
  const fits = names.some((name) => kebabCase(name) === base);
  if (names.length === 0 || fits || file.path in FAMILIES) return [];
  return [`${file.path} exports ${names.slice(0, 4).join(', ')}`];
}
