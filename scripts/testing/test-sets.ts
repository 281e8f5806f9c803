/** Test files that are run together, and what they need. */
export interface TestSet {
  globs: string[];
  /** Those that measure, or whose clock is fast: they run after the others, one at a time. */
  alone?: string[];
  /** Those of them that are run once more, through Forge's door instead of Connect's. */
  throughForge?: string[];
  /** Those of them that are run once more, on sites of Data Center instead of Cloud. */
  onDataCenter?: string[];
  needsDatabase: boolean;
  /** Its databases lie in FerretDB on this PostgreSQL, not in the embedded server. */
  postgresUrl?: string | undefined;
  environment: Record<string, string>;
  /** One that takes longer is given up, with the files that share it. */
  minutesAProcess: number;
}

const FAST_FOLDERS = ['core', 'atlassian', 'web', 'simulator', 'jobs', 'config', 'scripts'];
/**
 * Tests that name no kind of site and are about none. Others are about what Cloud alone has (media,
 * uploaded icons, properties of schemas, the number of its calls), or have a like on Data Center.
 */
const OF_BOTH_KINDS = [
  'test/long/backups/attachments.test.ts',
  'test/long/backups/census-unanswered.test.ts',
  'test/long/backups/deletions.test.ts',
  'test/long/backups/history.test.ts',
  'test/long/backups/icons.test.ts',
  'test/long/backups/types-unanswered.test.ts',
  'test/long/restores/every-part.test.ts',
  'test/long/restores/gone-objects-in-issues.test.ts',
  'test/long/restores/interrupted/restore-killed.test.ts',
  'test/long/restores/interrupted/restore-trouble.test.ts',
  'test/long/restores/one-odd-thing.test.ts',
  'test/long/restores/refused-issues.test.ts',
  'test/long/restores/restore-access.test.ts',
  'test/long/restores/restore-attachments.test.ts',
  'test/long/restores/restore-automatic-names.test.ts',
  'test/long/restores/restore-comments.test.ts',
  'test/long/restores/restore-existing-people.test.ts',
  'test/long/restores/restore-guards.test.ts',
  'test/long/restores/restore-issues.test.ts',
  'test/long/restores/restore-original-keys.test.ts',
  'test/long/restores/restore-rules.test.ts',
  'test/long/restores/restore-seeds.test.ts',
  'test/long/restores/restore-structure.test.ts',
  'test/long/restores/restore-twins.test.ts',
  'test/long/restores/restore-unique-swap.test.ts',
  'test/scenario/backups/odd-characters.test.ts',
  'test/scenario/restores/large-ids.test.ts',
  'test/scenario/restores/restore-choices.test.ts',
  'test/scenario/restores/restore-existing.test.ts',
  'test/scenario/restores/restore-migrate.test.ts',
  'test/scenario/restores/restore.test.ts',
  'test/scenario/restores/unique-values.test.ts',
];
/** Those that go through Connect's door unless they are told otherwise. */
const IN_BROWSER = [
  'test/browser/*.test.ts',
  'test/browser/!(forge)/*.test.ts',
  'test/long/browser/*.test.ts',
];
export const TEST_SETS: Readonly<Record<string, TestSet>> = {
  fast: {
    globs: ['test/*.test.ts', ...FAST_FOLDERS.map((folder) => `test/${folder}/**/*.test.ts`)],
    needsDatabase: false,
    environment: {},
    minutesAProcess: 20,
  },
  all: {
    globs: ['test/!(fresh|soak|long)/**/*.test.ts', 'test/*.test.ts'],
    needsDatabase: true,
    environment: {},
    minutesAProcess: 20,
  },
  fresh: {
    globs: ['test/fresh/**/*.test.ts'],
    needsDatabase: false,
    environment: { TEST_FRESH: '1' },
    minutesAProcess: 20,
  },
  compat: {
    globs: [
      'test/{storage,contract,compat,scenario}/**/*.test.ts',
      'test/long/{schedules,storages}/*.test.ts',
    ],
    needsDatabase: true,
    postgresUrl: process.env['TEST_POSTGRES_URL'],
    environment: {},
    minutesAProcess: 60,
  },
  long: {
    globs: [
      'test/long/**/*.test.ts',
      'test/scenario/**/*.test.ts',
      'test/atlassian/odd/*.test.ts',
      'test/core/restores/issues/field-change.test.ts',
      'test/soak/*.test.ts',
      ...IN_BROWSER,
      'test/fresh/first-minutes.test.ts',
    ],
    alone: [
      'test/long/service/event-loop.test.ts',
      'test/long/schedules/schedule-replicas.test.ts',
      'test/soak/soak.test.ts',
    ],
    throughForge: IN_BROWSER,
    onDataCenter: OF_BOTH_KINDS,
    needsDatabase: true,
    environment: { TEST_LONG: '1' },
    minutesAProcess: 60,
  },
};
