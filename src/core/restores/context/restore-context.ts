import { inTurns } from '../../kernel/loops/steps.ts';
import { matchStructure } from '../../compare/structure/match-structure.ts';
import { adaptStructure } from '../adapting/adapt-structure.ts';
import { contextDigest } from './context-digest.ts';
import { leftEmptyBy } from '../left-empty-by.ts';
import type { ContextRequest } from './context-request.ts';
import { matchObjects } from './match-objects.ts';
import {
  readDestination,
  type DestinationSchema,
  type RestoreDestination,
} from './restore-destination.ts';
import type { RestoreMatches } from './restore-matches.ts';
import type { ValueSources } from '../values/value-maps.ts';
import { readSource, type RestoreSource } from './restore-source.ts';
import { applyChoices, resolveNames } from './resolve-names.ts';

/** What the plan, the run and the check of a restore share: read once, then never changed. */
export interface RestoreContext {
  readonly source: RestoreSource;
  readonly destination: RestoreDestination;
  readonly matches: RestoreMatches;
  /** Equal for an equal destination. */
  readonly digest: string;
}

/**
 * Reads backup and destination and brings them together. Writes nothing. @throws Damaged, and what
 * AssetsDestination throws
 */
export async function readContext(request: ContextRequest): Promise<RestoreContext> {
  const { input, reader, target, meter, pace, interrupted } = request;
  const { archived = new Set() } = request;
  const stored = await readSource(reader, input, meter, pace.signal);
  const asStored = Object.freeze({ ...stored, archived });
  meter.set({ step: 'Reading the destination', done: 0 });
  const schema = await readDestination(asStored, {
    target,
    input,
    madeSchemaId: interrupted?.schemaId,
    pace,
  });
  const source = schema.isSameSite ? asStored : adaptedSource(asStored, schema, request);
  const structure = await inTurns(
    matchStructure(source.structure, schema.structure, schema.isSameSchema),
  );
  const resolved = await resolveNames({ source, schema, structure }, request);
  const found = await matchObjects({ source, schema, structure }, resolved, request);
  const { census, objects, moved } = found;
  const { names: _found, ...rest } = resolved;
  const { definitions: _definitions, ...place } = schema;
  const destination = Object.freeze({ ...place, census });
  const digest = await inTurns(contextDigest(destination, { ...resolved, moved }));
  const names = applyChoices(resolved, input);
  const matches = Object.freeze({ structure, objects, moved, names, ...rest });
  return Object.freeze({ source, destination, matches, digest });
}

/** A site takes what it has. */
function adaptedSource(
  source: RestoreSource,
  { structure }: DestinationSchema,
  { target: { limits }, input: { choices } }: ContextRequest,
): RestoreSource {
  return Object.freeze({
    ...source,
    ...adaptStructure(source.structure, limits, structure, leftEmptyBy(choices)),
  });
}

/**
 * The same context with other matches, as a run finds and makes them. The given one stays as it is.
 */
export function withMatches(
  context: RestoreContext,
  changes: Partial<RestoreMatches>,
): RestoreContext {
  const matches = Object.freeze({ ...context.matches, ...changes });
  return Object.freeze({ ...context, matches });
}

/** What maps of values are made from. */
export function valueSources({
  source,
  destination: { isSameSite },
  matches,
}: RestoreContext): ValueSources {
  const { graph, structure } = source;
  const { names, objects, unresolved, unlisted } = matches;
  return { graph, structure, names, objects, unresolved, unlisted, isSameSite };
}
