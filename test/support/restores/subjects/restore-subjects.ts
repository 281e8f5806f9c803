import type { Site } from '../../../../simulator/site/site.ts';
import type { RunId } from '../../../../src/core/kernel/ids.ts';
import { fillUniqueAttributes, typeNamed } from './fill-unique-attributes.ts';
import { hurriedClock } from '../../clocks/hurried-clock.ts';
import { removeObjects } from '../remove-objects.ts';
import { RestoreRig } from '../restore-rig.ts';
import { attendRun } from '../deaths/work-run.ts';

/** On the machine's clock; the restore's own goes ten times as fast. */
const SETTLE_MS = 150;
const HURRY = 10;

/** A backup of a small schema, and sets of its object types that are restored together. */
export interface Subject {
  name: string;
  rig: RestoreRig;
  schema: string;
  backup: RunId;
  groups: string[][];
  /** Types whose objects can be restored while their rules are in force. */
  loose: string[];
}
const named = (site: Site, types: string[], names: RegExp): Set<number> =>
  new Set(
    types.flatMap((type) =>
      site.objects
        .idsOfType(typeNamed(site, type).id)
        .filter((id) => names.test(site.labelOf(site.objects.get(id)!))),
    ),
  );

/** Hens and eggs are fewer, and keep their rules. */
function halve(site: Site): void {
  const [hens, eggs] = ['Hen', 'Egg'].map((name) =>
    site.objects.idsOfType(typeNamed(site, name).id).slice(),
  ) as [number[], number[]];
  const friends = site
    .attributesOf(typeNamed(site, 'Hen').id)
    .find(({ name }) => name === 'Friends')!.id;
  removeObjects(site, new Set([...hens.splice(24), ...eggs.splice(24)]));
  hens.forEach((id, at) =>
    site.updateObject(site.objects.get(id)!, {
      [friends]: [
        { ref: hens[(at + 1) % 24]! },
        { ref: hens[(at * 7 + 5) % 24 === at ? (at + 2) % 24 : (at * 7 + 5) % 24]! },
      ],
    }),
  );
}

interface SubjectSeed extends Pick<Subject, 'schema' | 'groups' | 'loose'> {
  seed: string;
  change?: (site: Site) => void;
}

const SUBJECTS: Record<string, SubjectSeed> = {
  nasty: {
    seed: 'nasty',
    schema: 'Nasty "schema" <1> & Söhne',
    loose: ['Twin', 'Pointer "to" a/b', 'Everything', 'Umbenannt', 'Filtered'],
    groups: [
      ['Twin', 'Pointer "to" a/b', 'Strict'],
      [
        'Twin',
        'Pointer "to" a/b',
        'Umbenannt',
        'Thing',
        'Device',
        'Sensor',
        'Thermometer',
        'Stands below, inherits nothing',
        'Filtered',
      ],
      ['Twin', 'Everything'],
    ],
  },
  'nasty without room': {
    seed: 'nasty',
    schema: 'Nasty "schema" <1> & Söhne',
    loose: ['Twin', 'Pointer "to" a/b', 'Everything'],
    change: (site) => fillUniqueAttributes(site, 'Twin', 'Pointer "to" a/b', 'Everything'),
    groups: [
      ['Twin', 'Pointer "to" a/b', 'Strict'],
      ['Twin', 'Everything', 'Nothing here'],
    ],
  },
  cycles: {
    seed: 'cycles',
    schema: 'Cycles',
    loose: ['Node'],
    groups: [['Hen', 'Egg'], ['Boss'], ['Node']],
    change: (site) => {
      removeObjects(site, named(site, ['Node'], /^(Knot [12]\d|Into [3-9]|Bridge [3-9])$/));
      halve(site);
    },
  },
  'cycles without room': {
    seed: 'cycles',
    schema: 'Cycles',
    loose: ['Node'],
    groups: [['Node']],
    change: (site) => {
      removeObjects(
        site,
        named(site, ['Node'], /^(Knot ([5-9]|\d\d)|Into [3-9]|Out [3-9]|Bridge [3-9])$/),
      );
      fillUniqueAttributes(site, 'Node');
    },
  },
  tiny: {
    seed: 'tiny',
    schema: 'Tiny',
    loose: ['City', 'Office'],
    groups: [['City', 'Office', 'Nothing here']],
  },
};

/** Waits for the icons as well, which are read by a run of their own. */
const backUp = (rig: RestoreRig, schema: string): Promise<RunId> =>
  attendRun(rig, 'backup-part', attendRun(rig, 'backup', rig.backUp(schema)));

interface SubjectOptions {
  /** Of the client. */
  requestTimeoutMs?: number;
  patienceMs?: number;
  /** As the rig's where it isn't said. */
  platform?: 'cloud' | 'data-center';
  /** By name; all where it isn't said. */
  only?: readonly string[];
}

/** The subjects, each backed up on a site of its own. */
export async function restoreSubjects({
  platform,
  only = Object.keys(SUBJECTS),
  ...options
}: SubjectOptions = {}): Promise<Subject[]> {
  const chosen = Object.entries(SUBJECTS).filter(([name]) => only.includes(name));
  return Promise.all(
    chosen.map(async ([name, { seed, schema, groups, loose, change }]) => {
      // What is planted has names that a Data Center would refuse.
      const settings = { reservedCharacters: false };
      const site = platform === undefined ? { seed, settings } : { seed, settings, platform };
      const rig = await RestoreRig.start([site], {
        clock: hurriedClock(HURRY),
        settleMs: SETTLE_MS * HURRY,
        patienceMs: 600_000,
        ...options,
      });
      for (const user of rig.here.world.site.users.values())
        Object.assign(user, { active: true, deleted: false });
      change?.(rig.here.world.site);
      return {
        name,
        rig,
        schema,
        groups,
        loose,
        backup: await backUp(rig, schema),
      };
    }),
  );
}
