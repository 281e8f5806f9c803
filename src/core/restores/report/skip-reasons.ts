import type { MissingCause } from './missing-cause.ts';
import type { LeftOut, MissingKind, RestoreLine } from './restore-line.ts';

/** How many lines are read; a longer report has the rest. */
const MAX_READ = 20_000;
const MAX_ATTRIBUTES = 3;

/** Values that were left out for the same reason. */
export interface SkipReason {
  /** What is missing on the destination, where that is the reason. */
  missing: MissingKind | undefined;
  cause: MissingCause | undefined;
  reason: string;
  values: number;
  objects: number;
  /** Different people, objects and so on. */
  things: number;
  /** Where most of them are, as "Laptop › Owner". */
  attributes: string[];
  attributeCount: number;
  /** One of them. */
  example: string;
}

/**
 * Why values were left out, the most frequent reason first: what the destination lacks by kind and
 * cause, the rest by its sentence. `lines`: of a report, those with such values.
 */
export async function skipReasons(lines: AsyncIterable<RestoreLine>): Promise<SkipReason[]> {
  const groups = new Map<string, Counted>();
  let read = 0;
  for await (const { leftOut = [], typeName } of lines) {
    countLine(groups, leftOut, typeName);
    read += 1;
    if (read === MAX_READ) break;
  }
  return [...groups.values()].map(toReason).sort((a, b) => b.values - a.values);
}

interface Counted {
  missing: MissingKind | undefined;
  cause: MissingCause | undefined;
  reason: string;
  values: number;
  objects: number;
  things: Set<string>;
  attributes: Map<string, number>;
}

function countLine(groups: Map<string, Counted>, leftOut: LeftOut[], typeName: string): void {
  const seen = new Set<Counted>();
  for (const { attribute, value, reason, missing, cause } of leftOut) {
    const key = missing ? `${missing} ${cause ?? ''}` : `because ${reason}`;
    const group = groups.get(key) ?? {
      missing,
      cause,
      reason,
      values: 0,
      objects: 0,
      things: new Set<string>(),
      attributes: new Map<string, number>(),
    };
    groups.set(key, group);
    const name = `${typeName} › ${attribute}`;
    group.values += 1;
    group.things.add(value);
    group.attributes.set(name, (group.attributes.get(name) ?? 0) + 1);
    seen.add(group);
  }
  for (const group of seen) group.objects += 1;
}

function toReason({ things, attributes, ...counted }: Counted): SkipReason {
  const most = [...attributes].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const [example = ''] = things;
  return {
    ...counted,
    things: things.size,
    attributes: most.slice(0, MAX_ATTRIBUTES),
    attributeCount: most.length,
    example,
  };
}
