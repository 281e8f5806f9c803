import type { Available } from '../../../assets/ports/site/available.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import type { Uncompared } from '../objects/uncompared.ts';

/** An object of the backup. */
interface Held {
  /** In the graph. */
  node: number;
  id: string;
}

/** An object of the backup, and what the one that was restored from it has now. */
interface Compared<O, T> {
  held: O;
  targetId: string;
  there: T;
  /** It is the very object that was backed up. */
  isSameObject: boolean;
}

/**
 * Objects of the backup beside those at the destination, which `ask` asks about. If it gives
 * nothing for one, `uncompared` notes why; once that is hopeless, no more are asked about.
 */
export async function* withCounterparts<O extends Held, T>(
  objects: AsyncIterable<O>,
  { matches, destination }: Pick<RestoreContext, 'matches' | 'destination'>,
  ask: (targetId: string) => Promise<Available<T>>,
  uncompared: Uncompared,
): AsyncGenerator<Compared<O, T>> {
  for await (const held of objects) {
    const targetId = matches.objects.targetOf(held.node);
    if (targetId === undefined) continue;
    const there = await ask(targetId);
    if ('unavailable' in there) {
      uncompared.add(there.unavailable);
      if (uncompared.isHopeless) return;
      continue;
    }
    uncompared.noteCompared();
    const isSameObject = destination.isSameSite && held.id === targetId;
    yield { held, targetId, there: there.value, isSameObject };
  }
}
