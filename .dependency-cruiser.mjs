/**
 * Who may import whom. The levels of core are those of ARCHITECTURE.md: a folder imports folders of
 * lower levels only. Circles between folders are found by scripts/check-structure.ts, which reads
 * the same graph.
 */
const CORE_LEVELS = [
  ['kernel'],
  ['assets', 'tenants'],
  ['sites', 'runs'],
  ['catalog', 'storages'],
  ['backups'],
  ['compare', 'schedules'],
  ['restores'],
  ['use-cases'],
];

/** Folders of src/atlassian that are of no kind of site; every other one is a kind's own. */
const SHARED_BY_KINDS = ['address', 'assets', 'budget', 'http'];

const coreFolder = (name) => `^src/core/${name}/`;

function coreLevelRules() {
  return CORE_LEVELS.flatMap((folders, level) => {
    const lower = CORE_LEVELS.slice(0, level).flat();
    return folders.map((folder) => ({
      name: `core-${folder}-imports-lower-levels`,
      comment: `core/${folder} is on level ${level}: it imports lower levels only.`,
      severity: 'error',
      from: { path: coreFolder(folder) },
      to: { path: '^src/core/', pathNot: [folder, ...lower].map(coreFolder) },
    }));
  });
}

/**
 * A place of the source, the places and the packages it may import. Built-in modules are packages.
 */
const PLACES = [
  { place: '^src/core/', may: ['^src/core/'], packages: ['zod', 'cron-parser', 'crypto'] },
  {
    place: '^src/atlassian/',
    may: ['^src/core/', '^src/atlassian/'],
    packages: ['axios', 'zod', 'atlassian-jwt', 'node:'],
  },
  {
    place: '^src/storage/',
    may: ['^src/core/', '^src/storage/'],
    packages: [
      'mongoose',
      'mongodb-memory-server-core',
      '@aws-sdk/client-s3',
      'aws4fetch',
      'axios',
      'zod',
      'node:',
    ],
  },
  {
    place: '^src/storage/sealing/',
    may: ['^src/core/', '^src/storage/sealing/', '^src/storage/[^/]+[.]ts$'],
    packages: ['mongoose', 'node:'],
  },
  { place: '^src/jobs/', may: ['^src/core/', '^src/jobs/'], packages: ['node-cron', 'node:'] },
  {
    place: '^src/web/(?!identity/(connect|forge)/)',
    may: ['^src/core/', '^src/web/'],
    packages: [
      'express',
      'express-rate-limit',
      'helmet',
      'handlebars',
      'cronstrue',
      'zod',
      'node:',
    ],
  },
  {
    place: '^src/web/identity/connect/',
    may: ['^src/core/', '^src/web/'],
    packages: [
      'express',
      'express-rate-limit',
      'atlassian-connect-express',
      'atlassian-jwt',
      'jsonwebtoken',
      'zod',
      'node:',
    ],
  },
  {
    place: '^src/web/identity/forge/',
    may: ['^src/core/', '^src/web/'],
    packages: ['express', 'jose', 'zod', 'node:'],
  },
  {
    place: '^src/agent/',
    may: [
      '^src/agent/',
      '^src/core/kernel/',
      '^src/atlassian/http/transport/sending[.]ts$',
      '^src/core/sites/host-of[.]ts$',
      '^src/config/agent-settings[.]ts$',
      '^src/(clock|create-log)[.]ts$',
    ],
    packages: ['zod', 'node:'],
  },
  {
    place: '^src/config([.]ts$|/)',
    // What can be switched off by name is core's list.
    may: ['^src/config([.]ts$|/)', '^src/core/assets/ports/site/undocumented[.]ts$'],
    packages: ['zod', 'node:'],
  },
  {
    place: '^src/compose/',
    // Features, and the lists of kinds; never what starts the service.
    may: ['^src/[^/]+/', '^src/(clock|config|run-kinds|site-kinds|key-service-providers)[.]ts$'],
    packages: ['mongoose', 'node:'],
  },
  { place: '^src/create-log[.]ts$', may: ['^src/core/kernel/'], packages: ['pino', 'node:'] },
  { place: '^src/clock[.]ts$', may: ['^src/core/kernel/'], packages: ['node:'] },
];

const BUILT_IN =
  '^(node:)?(async_hooks|buffer|child_process|crypto|dns|dns/promises|events|fs|fs/promises|http|https|module|net|os|path|perf_hooks|process|stream|stream/promises|string_decoder|timers|timers/promises|tls|url|util|worker_threads|zlib)$';

function packagePatterns(names) {
  return names.map((name) =>
    name === 'node:' ? BUILT_IN : `(^|node_modules/)(@types/)?${name}(/|$)`,
  );
}

function placeRules() {
  return PLACES.flatMap(({ place, may, packages }) => [
    {
      name: `places-${place}`,
      comment: `Files of ${place} import only ${may.join(', ')} of the project.`,
      severity: 'error',
      from: { path: place },
      to: { path: '^(src|simulator|scripts|bench|test|public)/', pathNot: may },
    },
    {
      name: `packages-${place}`,
      comment: `Files of ${place} import only the packages ${packages.join(', ')}.`,
      severity: 'error',
      from: { path: place },
      to: {
        pathNot: ['^(src|simulator|scripts|bench|test|public)/', ...packagePatterns(packages)],
      },
    },
  ]);
}

export default {
  forbidden: [
    ...coreLevelRules(),
    ...placeRules(),
    {
      name: 'simulator-shares-no-code',
      comment: 'The pretend site must not repeat a mistake of the product by sharing its code.',
      severity: 'error',
      from: { path: '^simulator/' },
      to: { path: '^(src|scripts|bench|test)/' },
    },
    {
      name: 'connect-behind-identity',
      comment: 'Only the composition knows which front door the service has.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/web/identity/connect/', '^src/compose/compose-identity[.]ts$'],
      },
      to: { path: '^src/web/identity/connect/' },
    },
    {
      name: 'kinds-of-sites-stand-apart',
      comment: 'What two kinds of sites share stands in atlassian/assets or atlassian/http.',
      severity: 'error',
      from: { path: '^src/atlassian/([^/]+)/' },
      to: {
        path: '^src/atlassian/[^/]+/',
        pathNot: `^src/atlassian/($1|${SHARED_BY_KINDS.join('|')})/`,
      },
    },
    {
      name: 'no-circle',
      comment: 'Files that import each other cannot be read, tested or moved one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^node_modules/(?!.*)'] },
  },
};
