import type { AssetsObject } from '../../assets/model/assets-object.ts';
import { writtenForm } from '../../compare/compare-values.ts';

/** What was sent for a node of the backup. References to objects that nobody knows yet are not among the values; `open` names their attributes. */
export interface Payload {
  node: number;
  values: Record<string, string[]>;
  open: readonly string[];
}

interface Rules {
  baseline: number;
  references: ReadonlySet<string>;
  unique: ReadonlySet<string>;
}
type Fit = { payload: Payload; rank: number };

/**
 * Gives objects that stand for nobody yet to the payloads that they may come from, one to one and as many as can be: by a value that is unique, else by all
 * values but references. Equal twins are interchangeable, so whoever gets one may have to have its references set anew: they only prefer one twin to the other.
 * Pure.
 */
export function matchPayloads(
  payloads: Payload[],
  objects: AssetsObject[],
  rules: Rules,
): Map<number, AssetsObject> {
  const found = new Map<number, AssetsObject>();
  const owners = new Map(
    payloads.flatMap((payload) =>
      uniqueMarks(payload.values, rules).map((mark) => [mark, payload] as const),
    ),
  );
  const rest = objects.filter((object) => {
    const owner = uniqueMarks(written(object), rules)
      .map((mark) => owners.get(mark))
      .find((each) => each !== undefined && !found.has(each.node));
    if (owner) found.set(owner.node, object);
    return !owner;
  });
  const open = Map.groupBy(
    payloads.filter(({ node }) => !found.has(node)),
    ({ values }) => plainForm(values, rules),
  );
  for (const [form, alike] of Map.groupBy(rest, (object) => plainForm(written(object), rules))) {
    const twins = open.get(form);
    if (twins)
      for (const [node, object] of assign(alike, (object) => fits(object, twins, rules)))
        found.set(node, object);
  }
  return found;
}

const written = ({ values }: AssetsObject): Record<string, string[]> =>
  Object.fromEntries(Object.entries(values).map(([id, list]) => [id, list.map(writtenForm)]));
const uniqueMarks = (values: Record<string, string[]>, { unique }: Rules): string[] =>
  Object.entries(values).flatMap(([id, list]) =>
    unique.has(id) ? list.map((value) => `${id} ${value}`) : [],
  );
const plainForm = (values: Record<string, string[]>, { references }: Rules): string =>
  JSON.stringify(
    Object.entries(values)
      .filter(([id, list]) => !references.has(id) && list.length > 0)
      .map(([id, list]) => [id, [...list].sort()])
      .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
  );

/** The payloads that an object may come from, the likeliest first: a reference leads where it was sent to, or to an object that is as new. */
function fits(object: AssetsObject, payloads: Payload[], { references, baseline }: Rules): Fit[] {
  const there = Object.entries(written(object)).filter(
    ([id, list]) => references.has(id) && list.length > 0,
  );
  return payloads
    .flatMap((payload) => {
      let rank = 0;
      for (const [id, list] of there) {
        const sent = payload.values[id] ?? [];
        if (sent.length === 0 && !payload.open.includes(id)) return [];
        for (const value of list) {
          if (sent.includes(value)) rank += 1;
          else if (Number(value) <= baseline) return [];
        }
      }
      const missing =
        Object.entries(payload.values)
          .filter(([id]) => references.has(id))
          .reduce((sum, [, list]) => sum + list.length, 0) - rank;
      return [{ payload, rank: rank - missing }];
    })
    .sort((a, b) => b.rank - a.rank);
}

/** As many pairs as can be (augmenting paths). */
function assign(
  objects: AssetsObject[],
  fitsOf: (object: AssetsObject) => Fit[],
): Map<number, AssetsObject> {
  const fit = new Map(objects.map((object) => [object, fitsOf(object)]));
  const taken = new Map<number, AssetsObject>();
  const place = (object: AssetsObject, tried: Set<number>): boolean => {
    for (const {
      payload: { node },
    } of fit.get(object)!) {
      if (tried.has(node)) continue;
      tried.add(node);
      const other = taken.get(node);
      if (other && !place(other, tried)) continue;
      taken.set(node, object);
      return true;
    }
    return false;
  };
  for (const object of [...objects].sort(
    (a, b) => (fit.get(b)![0]?.rank ?? 0) - (fit.get(a)![0]?.rank ?? 0),
  ))
    place(object, new Set());
  return taken;
}
