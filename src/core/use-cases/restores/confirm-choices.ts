import { InvalidInput } from '../../kernel/errors.ts';
import type { AssetsObject } from '../../assets/model/assets-object.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import {
  CHOICE_KINDS,
  LEAVE_EMPTY,
  STOP,
  type ChoiceKind,
  type Choices,
} from '../../restores/restore-input.ts';
import type { RestorePlan } from '../../restores/plan/restore-plan.ts';

const AT_ONCE = 50;
const OBJECT_ID = /^\d{1,19}$/;

/** What `InvalidInput` calls the choice for one unresolved thing. */
export const choiceField = (kind: ChoiceKind, id: string): string => `${kind}:${id}`;

/**
 * Looks on the destination for whatever something was mapped to; keys of objects become their ids. The site is opened only if it has to be asked.
 * @throws InvalidInput `choices` when one says stop, `choiceField(…)` for each that is mapped to what is not there; what AssetsDestination throws
 */
export async function confirmChoices(
  plan: Pick<RestorePlan, 'unresolved'>,
  choices: Choices,
  open: () => Promise<AssetsDestination>,
): Promise<Choices> {
  const stops = plan.unresolved.filter(({ kind, id }) => choices[kind]?.[id] === STOP);
  if (stops.length > 0)
    throw new InvalidInput({
      choices: `You chose to stop because of ${stops
        .map(({ name }) => name)
        .slice(0, 3)
        .join(', ')}. Choose another rule for it, or leave the wizard.`,
    });
  const mistakes: Record<string, string> = {};
  const mapped = (kind: ChoiceKind): [string, string][] =>
    Object.entries(choices[kind] ?? {}).filter(([, to]) => to !== LEAVE_EMPTY);
  for (const kind of CHOICE_KINDS) {
    const listed = plan.unresolved.find(
      (each) => each.kind === kind && each.options.length > 0,
    )?.options;
    const known = listed && new Set(listed.map(({ id }) => id));
    for (const [id, to] of known ? mapped(kind) : [])
      if (!known!.has(to))
        mistakes[choiceField(kind, id)] =
          `"${to}" is not on the destination. Choose another one of the list.`;
  }
  const [users, references] = [mapped('user'), mapped('reference')];
  const target = users.length + references.length > 0 ? await open() : undefined;
  const people = new Set(
    target && users.length > 0
      ? (await target.people([...new Set(users.map(([, to]) => to))]))
          .filter(({ active }) => active)
          .map(({ accountId }) => accountId)
      : [],
  );
  for (const [id, to] of users)
    if (!people.has(to))
      mistakes[choiceField('user', id)] =
        `There is no active account "${to}" on the destination. Type the account id of another person, or choose another rule.`;
  const objects =
    target && references.length > 0
      ? await idsOf(
          target,
          references.map(([, to]) => to),
        )
      : new Map<string, string>();
  for (const [id, to] of references)
    if (!objects.has(to))
      mistakes[choiceField('reference', id)] =
        `There is no object "${to}" on the destination. Type the key or the id of another one, or choose another rule.`;
  if (Object.keys(mistakes).length > 0) throw new InvalidInput(mistakes);
  return references.length === 0
    ? choices
    : {
        ...choices,
        reference: {
          ...choices.reference,
          ...Object.fromEntries(references.map(([id, to]) => [id, objects.get(to)!])),
        },
      };
}

/** Ids of objects named by id or key, as far as they are there. */
async function idsOf(target: AssetsDestination, names: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const wanted = [...new Set(names)];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE);
    const [ids, keys] = [
      some.filter((name) => OBJECT_ID.test(name)),
      some.filter((name) => !OBJECT_ID.test(name)),
    ];
    const objects: AssetsObject[] = [
      ...(ids.length > 0 ? (await target.objectsById(ids)).read().objects : []),
      ...(keys.length > 0
        ? (
            await target.search(`Key IN (${keys.map((key) => `"${key}"`).join(',')})`, 0, AT_ONCE)
          ).read().objects
        : []),
    ];
    for (const { id, key } of objects)
      for (const name of some)
        if (name === id || name.toUpperCase() === key.toUpperCase()) found.set(name, id);
  }
  return found;
}
