import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findForeignLoops } from '../scripts/structure/find-foreign-loops.ts';
import { readSourceFiles } from '../scripts/structure/read-source-files.ts';

/**
 * Every place that leans on somebody else's word for its end, with what ends it anyway. A new one
 * goes through `core/assets/paging`, or says here what bounds it.
 */
const ASKS_FOR_A_PAGE: Record<string, string> = {
  'atlassian/assets/calls/assets-calls.ts #assertWorkspace': 'asks whether there is a list at all',
  'atlassian/cloud/cloud-people.ts ask': 'for readList',
  'atlassian/cloud/cloud-people.ts #lookUp': 'for the people who did not come',
  'atlassian/cloud/cloud-site-check.ts workspacePage': 'for readList',
  'atlassian/cloud/issues/cloud-field-contexts.ts ask': 'for readList',
  'atlassian/cloud/issues/cloud-issues.ts ask': 'for readList',
  'atlassian/cloud/describe-scopes.ts the file': 'asks what the token may do, not for a list',
  'atlassian/cloud/cloud-reader.ts aqlCall': 'for the port: see what reads a part',
  'atlassian/data-center/data-center-people.ts ask': 'for readList',
  'atlassian/data-center/data-center-people.ts groups':
    'one page: whether it is all, the total tells',
  'atlassian/data-center/issues/issue-pages.ts find': 'for walkIssues',
  'atlassian/data-center/issues/object-keys.ts #ask': 'one page: as many keys as are asked for',
  'atlassian/data-center/reading/data-center-archive.ts #page': 'for readList',
  'atlassian/data-center/reading/user-list.ts #ask': 'one page for each ten people asked for',
  'atlassian/data-center/reading/data-center-reader.ts #call':
    'for the port: see what reads a part',
  'atlassian/assets/reading/assets-structure-reader.ts #schemaPage': 'for readList',
};

const READS_A_PART: Record<string, string> = {
  'core/assets/reading/read-objects-by-id.ts askFor': 'IdBatches asks for the rest',
  'core/assets/reading/read-objects.ts ask': 'TypeWalk',
  'core/assets/reading/search-objects.ts searchPages': 'walkPages',
  'core/assets/reading/take-census.ts ask': 'PagePlan and ObjectWatch',
  'core/assets/reading/take-census.ts walk': 'startAfter and ObjectWatch',
  'core/backups/parts/objects/objects-reading.ts askAgain': 'one object',
  'core/compare/compare-objects.ts walkObjects': 'a snapshot, which reads all',
  'core/compare/site-snapshot.ts #completed': 'as many objects as are asked for',
  'core/restores/check/check-result.ts #describeMissing': 'a snapshot, which reads all',
  'core/restores/check/parts/pair-archived.ts pairArchived': 'a snapshot, which reads all',
  'core/restores/write/objects/settle/index-barrier.ts awaitShown': 'one object',
  'core/restores/write/objects/settle/settle-unknown.ts ask': 'walkPages',
};

const WAITS_IN_A_LOOP: Record<string, string> = {
  'atlassian/budget/site-budgets.ts #acquire': 'the caller gives up by its signal and patience',
  'atlassian/budget/site-budgets.ts #keep': 'as long as the lease is held',
  'atlassian/cloud/attachments/cloud-attachments.ts attachmentBytes':
    'each round brings more of the file, but for two',
  'atlassian/cloud/attachments/media-files.ts #send': 'two passes',
  'atlassian/cloud/issues/cloud-issues.ts issues': 'each round asks for fewer issues',
  'atlassian/cloud/cloud-people.ts #lookUp': 'each round needs fewer people than the one before',
  'atlassian/data-center/data-center-attachments.ts attachmentBytes':
    'each round brings more of the file',
  'atlassian/data-center/data-center-people.ts byId': 'each round asks for some of the people',
  'atlassian/data-center/issues/data-center-issues.ts issues':
    'each round takes some of those that were asked for, or it is the last',
  'atlassian/data-center/issues/issue-pages.ts #lookBehind':
    'each round starts before the last one',
  'atlassian/assets/calls/assets-calls.ts readList': 'three times',
  'atlassian/assets/reading/page-size.ts #findSmaller': 'each round asks for half',
  'atlassian/assets/reading/read-unbroken.ts readUnbroken': 'three times',
  'atlassian/cloud/cloud-jira-app.ts #askPatiently': 'its patience is used up',
  'atlassian/http/retry/with-retry.ts run': 'the patience is used up',
  'core/assets/paging/read-list.ts readList': 'NameWatch',
  'core/assets/reading/gather-types.ts findTypesOfObjects': 'each answer brings a type',
  'core/assets/reading/read-objects-by-id.ts lookUpObjects': 'each answer takes ids away',
  'core/assets/reading/run-parallel.ts runParallel': 'whoever gives the tasks has no more',
  'core/assets/reading/run-parallel.ts takeResult': 'a task ends',
  'core/assets/reading/unless-unanswered.ts unlessUnanswered':
    'two questions that are not answered',
  'core/assets/paging/walk-pages.ts walkPages': 'ObjectWatch and SerialWalk',
  'core/backups/copy/copy-backups.ts work':
    'each round ends one of the backups that were asked for',
  'core/backups/copy/copy-one-backup.ts copyRecords': 'the manifest of a backup',
  'core/backups/parts/attachments/chunk-sink.ts take': 'the bytes that it is given',
  'core/catalog/catalog-sync.ts work': 'each round takes another source of the tenant',
  'core/compare/backup-snapshot.ts objectIds': 'the manifest of a backup',
  'core/kernel/collections/id-set.ts of': 'each round halves the lists',
  'core/kernel/loops/steps.ts inTurns': 'the steps that it is given',
  'core/restores/archived/reader-with-archived.ts archivedEntries': 'the manifest of a backup',
  'core/restores/write/add-missing-things.ts addMissingThings':
    'five lost answers for each of the things',
  'core/restores/write/attempt/make-once.ts makeOnce': 'a number of attempts',
  'core/restores/write/attempt/restore-attempt.ts assertHeld': 'twice',
  'core/restores/write/issues/set-living-objects.ts setLivingObjects':
    'each refusal takes an object or a field away',
  'core/restores/write/objects/bodies.ts take': 'each reading ends, and the next one is its own',
  'core/restores/write/objects/settle/index-barrier.ts awaitShown': 'ten minutes',
  'core/restores/write/objects/create/intents.ts cover': 'each note covers the node that asked',
  'core/restores/write/objects/create/object-creator.ts #createOne':
    'each refusal takes a value away',
  'core/restores/write/objects/create/object-creator.ts create':
    'an object is lost six times at most',
  'core/restores/write/objects/update/object-updater.ts #send': 'each refusal takes a value away',
  'core/restores/write/objects/update/object-updater.ts #updateWaiting': 'fewer wait in each round',
  'core/restores/write/objects/update/object-updater.ts #updateInOrder':
    'in doubt is who waited for a value that was given up, which each is once',
  'core/runs/keep-reporting.ts loop': 'until the run ends',
  'core/schedules/fire-slots.ts work': 'the schedules that are due',
  'core/sites/agents/agent-door.ts poll': '25 seconds',
  'core/sites/agents/agent-line.ts #end': 'the time that each state of a call may last',
  'core/sites/agents/call-watch.ts #look': 'the calls that this process waits for',
  'core/use-cases/upkeep/list-attached.ts listSome': 'the time of a turn',
};

const KINDS = {
  'asks for a page': ASKS_FOR_A_PAGE,
  'reads a part': READS_A_PART,
  'waits in a loop': WAITS_IN_A_LOOP,
} as const;

const loops = readSourceFiles()
  .filter(({ path }) => /^src\/(core|atlassian)\//.test(path))
  .flatMap(findForeignLoops);

for (const [kind, known] of Object.entries(KINDS))
  test(`every place that ${kind} is known, with what ends it`, () => {
    const places = loops
      .filter((loop) => loop.kind === kind)
      .map(({ place }) => place.replace('src/', ''))
      .sort();
    assert.deepEqual(
      places,
      Object.keys(known).sort(),
      'A new one goes through core/assets/paging, or says in this test what bounds it.',
    );
  });
