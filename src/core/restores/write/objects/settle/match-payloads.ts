import { compareObjectIds } from '../../../../assets/model/compare-object-ids.ts';
import type { AssetsObject } from '../../../../assets/model/assets-object.ts';
import { writtenForm } from '../../../../compare/compare-values.ts';

/**
 * What was sent for a node of the backup. References to objects without a known id are not among
 * the values; `open` names their attributes.
 */
export interface SentPayload {
  node: number;
  values: Record<string, string[]>;
  open: readonly string[];
}

interface Rules {
  /** Objects with this id or a lower one existed before the run. */
  baseline: string;
  references: ReadonlySet<string>;
  unique: ReadonlySet<string>;
}

/** A payload that may have created an object; the higher the rank, the likelier. */
interface Fit {
  node: number;
  rank: number;
}

type Found = Map<number, AssetsObject>;

/**
 * Matches unmatched objects to the payloads that may have created them, one to one and as many as
 * possible: by a unique value, else by all values except references. Equal twins are
 * interchangeable; references only make one twin preferable, and may have to be set again. Pure.
 */
export function matchPayloads(
  payloads: SentPayload[],
  objects: AssetsObject[],
  rules: Rules,
): Found {
  const found: Found = new Map();
  const rest = matchUnique(payloads, objects, rules, found);
  const open = Map.groupBy(
    payloads.filter(({ node }) => !found.has(node)),
    ({ values }) => plainForm(values, rules),
  );
  for (const [form, alike] of Map.groupBy(rest, (object) =>
    plainForm(writtenValues(object), rules),
  )) {
    const twins = open.get(form);
    if (twins)
      for (const [node, object] of assign(alike, (object) => fitsOf(object, twins, rules)))
        found.set(node, object);
  }
  return found;
}

/** Adds matches by unique value to `found`. Returns the other objects. */
function matchUnique(
  payloads: SentPayload[],
  objects: AssetsObject[],
  rules: Rules,
  found: Found,
): AssetsObject[] {
  const owners = new Map(
    payloads.flatMap(({ node, values }) =>
      uniqueMarks(values, rules).map((mark) => [mark, node] as const),
    ),
  );
  return objects.filter((object) => {
    const owner = uniqueMarks(writtenValues(object), rules)
      .map((mark) => owners.get(mark))
      .find((node) => node !== undefined && !found.has(node));
    if (owner !== undefined) found.set(owner, object);
    return owner === undefined;
  });
}

const writtenValues = ({ values }: AssetsObject): Record<string, string[]> =>
  Object.fromEntries(Object.entries(values).map(([id, list]) => [id, list.map(writtenForm)]));

const uniqueMarks = (values: Record<string, string[]>, { unique }: Rules): string[] =>
  Object.entries(values).flatMap(([id, list]) =>
    unique.has(id) ? list.map((value) => `${id} ${value}`) : [],
  );

/** Equal for objects whose values, except references, are equal. */
function plainForm(values: Record<string, string[]>, { references }: Rules): string {
  const plain = Object.entries(values)
    .filter(([id, list]) => !references.has(id) && list.length > 0)
    .map(([id, list]): [string, string[]] => [id, [...list].sort()]);
  return JSON.stringify(plain.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The payloads that may have created an object, the likeliest first. */
function fitsOf(object: AssetsObject, payloads: SentPayload[], rules: Rules): Fit[] {
  const there = Object.entries(writtenValues(object)).filter(
    ([id, list]) => rules.references.has(id) && list.length > 0,
  );
  return payloads
    .flatMap((payload) => {
      const kept = countKept(there, payload, rules);
      if (kept === undefined) return [];
      const missing = countReferences(payload, rules) - kept;
      return [{ node: payload.node, rank: kept - missing }];
    })
    .sort((a, b) => b.rank - a.rank);
}

/**
 * How many references lead where they were sent; undefined if one leads neither there nor to an
 * equally new object.
 */
function countKept(
  there: [string, string[]][],
  { values, open }: SentPayload,
  { baseline }: Rules,
): number | undefined {
  let kept = 0;
  for (const [id, list] of there) {
    const sent = values[id] ?? [];
    if (sent.length === 0 && !open.includes(id)) return undefined;
    const others = list.filter((value) => !sent.includes(value));
    if (others.some((value) => isObject(value) && compareObjectIds(value, baseline) <= 0))
      return undefined;
    kept += list.length - others.length;
  }
  return kept;
}

const isObject = (value: string): boolean => /^\d+$/.test(value);

const countReferences = ({ values }: SentPayload, { references }: Rules): number =>
  Object.entries(values)
    .filter(([id]) => references.has(id))
    .reduce((sum, [, list]) => sum + list.length, 0);

/** As many pairs as possible (augmenting paths). */
function assign(objects: AssetsObject[], fits: (object: AssetsObject) => Fit[]): Found {
  const fitting = objects.map((object) => ({ object, fits: fits(object) }));
  const fitsByObject = new Map(fitting.map((each) => [each.object, each.fits]));
  const owners: Found = new Map();
  const assignOne = (object: AssetsObject, tried: Set<number>): boolean => {
    for (const { node } of fitsByObject.get(object) ?? []) {
      if (tried.has(node)) continue;
      tried.add(node);
      const other = owners.get(node);
      if (other && !assignOne(other, tried)) continue;
      owners.set(node, object);
      return true;
    }
    return false;
  };
  fitting.sort((a, b) => (b.fits[0]?.rank ?? 0) - (a.fits[0]?.rank ?? 0));
  for (const { object } of fitting) assignOne(object, new Set());
  return owners;
}
