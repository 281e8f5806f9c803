import type { Random } from '../../../../simulator/kernel/random.ts';
import type { Subject } from './restore-subjects.ts';

/**
 * Goes through the subjects, a group of types at a time and from a random one on, until so much has
 * happened; `disturb` tells how much did. How much it was in all.
 */
export async function disturbInTurn(
  subjects: readonly Subject[],
  { random, wanted }: { random: Random; wanted: number },
  disturb: (subject: Subject, group: string[]) => Promise<number>,
): Promise<number> {
  const turns = subjects.flatMap((subject) => subject.groups.map((group) => ({ subject, group })));
  let happened = 0;
  for (let turn = random.below(turns.length); happened < wanted; turn += 1) {
    const { subject, group } = turns[turn % turns.length]!;
    happened += await disturb(subject, group);
  }
  return happened;
}
