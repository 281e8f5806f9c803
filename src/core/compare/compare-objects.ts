import {
  compareValues,
  type AttributePair,
  type ComparedValues,
  type TranslatedValues,
} from './compare-values.ts';
import type { ObjectRef, Snapshot, SnapshotObject } from './snapshot.ts';

/**
 * How objects of `a` stand in `b`: what is compared with what, and what a value of `a` is in `b`.
 */
export interface ObjectRules<T extends TranslatedValues> {
  /** Types whose objects are looked at, by each side's own ids. */
  types: { a: readonly string[]; b: readonly string[] };
  /**
   * Which object of `a` one of `b` stands for; undefined for none. No two of `b` stand for the same
   * one.
   */
  counterpartOf(b: SnapshotObject): ObjectRef | undefined;
  /** Attributes that are compared, of a type of `a`. */
  attributesOf(typeId: string): readonly AttributePair[];
  translate(a: SnapshotObject): T;
}

/** An object that is in both snapshots, with every attribute that both have. */
export interface ObjectPair<T extends TranslatedValues> {
  kind: 'object';
  a: SnapshotObject;
  b: SnapshotObject;
  translated: T;
  values: ComparedValues[];
}

interface OnlyInB {
  kind: 'object-only-in-b';
  b: SnapshotObject;
}

export type ObjectComparison<T extends TranslatedValues> =
  ObjectPair<T> | { kind: 'object-only-in-a'; ref: ObjectRef } | OnlyInB;

/** The objects that are in both, each once, in the order in which `b` gives them. */
export async function* pairObjects<T extends TranslatedValues>(
  a: Snapshot,
  b: Snapshot,
  rules: ObjectRules<T>,
): AsyncGenerator<ObjectPair<T>> {
  for await (const each of walkObjects(a, b, rules, new Set()))
    if (each.kind === 'object') yield each;
}

/**
 * All objects of both, each once: in the order in which `b` gives them, then those that only `a`
 * has. Takes one id an object in memory.
 */
export async function* compareObjects<T extends TranslatedValues>(
  a: Snapshot,
  b: Snapshot,
  rules: ObjectRules<T>,
): AsyncGenerator<ObjectComparison<T>> {
  const paired = new Set<string>();
  const onlyInB = new Set<string>();
  for await (const each of walkObjects(a, b, rules, paired)) {
    if (each.kind === 'object-only-in-b') {
      if (onlyInB.has(each.b.id)) continue;
      onlyInB.add(each.b.id);
    }
    yield each;
  }
  for (const typeId of rules.types.a)
    for await (const id of a.objectIds(typeId)) {
      if (paired.has(id)) continue;
      paired.add(id);
      yield { kind: 'object-only-in-a', ref: { typeId, id } };
    }
}

/**
 * Objects of `b` beside those of `a`, whose ids are added to `paired`. One that `b` gives twice is
 * paired once; alone it may come twice.
 */
async function* walkObjects<T extends TranslatedValues>(
  a: Snapshot,
  b: Snapshot,
  rules: ObjectRules<T>,
  paired: Set<string>,
): AsyncGenerator<ObjectPair<T> | OnlyInB> {
  for await (const page of b.pages(rules.types.b)) {
    const found = page
      .map((object) => ({ object, ref: rules.counterpartOf(object) }))
      .filter(({ ref }) => ref === undefined || !paired.has(ref.id));
    const refs = found.flatMap(({ ref }) => ref ?? []);
    const objects = new Map((await a.objects(refs)).map((object) => [object.id, object]));
    for (const { object, ref } of found) {
      if (ref && paired.has(ref.id)) continue;
      const counterpart = ref && objects.get(ref.id);
      if (!counterpart) {
        yield { kind: 'object-only-in-b', b: object };
        continue;
      }
      paired.add(counterpart.id);
      yield pairOf(counterpart, object, rules);
    }
  }
}

/** Two objects that stand for each other, side by side. */
export function pairOf<T extends TranslatedValues>(
  a: SnapshotObject,
  b: SnapshotObject,
  rules: ObjectRules<T>,
): ObjectPair<T> {
  const translated = rules.translate(a);
  const values = rules.attributesOf(a.typeId).map((pair) => compareValues(a, b, translated, pair));
  return { kind: 'object', a, b, translated, values };
}
