import type { z } from 'zod';
import type { CatalogId, RunId } from '../kernel/ids.ts';
import type { Run } from './run.ts';

/** What a kind says of its input, its checkpoint or its result. */
export interface RunField<T> {
  /** Reads what is stored: JSON. It must also read what earlier versions of this service stored. */
  schema: z.ZodType<T>;
  /** It names people or shows content of a backup: it is sealed in the database. */
  sealed?: boolean;
  /** What an administrator reads when it cannot be read: what happened, and what to do next. */
  unreadable?: string;
}

/** How a kind of run appears to an administrator. */
export interface ShownRun<Input = unknown, Checkpoint = unknown, Result = unknown> {
  /** What a person calls it: "restore". */
  title: string;
  /** What continues while it runs: "Backing up". */
  now?: string;
  /**
   * A sentence about what it does to the schema that it occupies, if its progress alone doesn't
   * say.
   */
  does?: string;
  /** What it is about beside the schema of its backup, as "to People on Sandbox". */
  about?(run: Run<Input, Checkpoint, Result>): string;
  /** Its Stop; without it an administrator cannot stop such a run. */
  stop?: ShownStop;
}

/** What an administrator reads about Stop. */
export interface ShownStop {
  /** What it will do, before they confirm. */
  effect: string;
  /** The same, after they have confirmed. */
  done: string;
}

/**
 * Everything that is known of one kind of long work, in one place: what it is given, what it saves
 * to continue after an interruption, what comes out, and what the queue, other work and pages must
 * know of it. A field that a kind does not have is `NOTHING`.
 */
export interface RunKind<Input = unknown, Checkpoint = unknown, Result = unknown> {
  /** As it is stored; never changes. */
  readonly name: string;
  readonly input: RunField<Input>;
  readonly checkpoint: RunField<Checkpoint>;
  readonly result: RunField<Result>;
  /** A run that failed or was stopped can continue from its checkpoint, which is kept for that. */
  readonly resumable?: boolean;
  /**
   * The part of a checkpoint that shows how far the run has come; absent: all of it. A run whose
   * holders vanish again and again without progress is ended.
   */
  headway?(checkpoint: Checkpoint): unknown;
  /** The connection to the tenant's own site must stay as it is while such a run is open. */
  readonly needsConnection?: boolean;
  /** The service queues it on its own, after another run: nobody asked for it. */
  readonly followsByItself?: boolean;
  /** It must be carried out: uninstalling the app does not stop it. */
  readonly outlastsUninstall?: boolean;
  readonly shown: ShownRun<Input, Checkpoint, Result>;
  /** The schema that no other run may work on meanwhile. */
  occupies?(run: Run<Input, Checkpoint, Result>): CatalogId | undefined;
  /** The backups whose deletion waits for its end. */
  reads?(run: Run<Input, Checkpoint, Result>): readonly RunId[];
}

/** A run of this kind. */
export type RunOf<Kind> =
  Kind extends RunKind<infer Input, infer Checkpoint, infer Result>
    ? Run<Input, Checkpoint, Result>
    : never;

export const isOfKind = <Input, Checkpoint, Result>(
  run: Run,
  kind: RunKind<Input, Checkpoint, Result>,
): run is Run<Input, Checkpoint, Result> => run.kind === kind.name;
