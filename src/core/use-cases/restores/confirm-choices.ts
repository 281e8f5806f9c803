import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { InvalidInput } from '../../kernel/errors.ts';
import type { RestorePlan } from '../../restores/plan/restore-plan.ts';
import {
  CHOICE_KINDS,
  LEAVE_EMPTY,
  STOP,
  type ChoiceKind,
  type Choices,
} from '../../restores/restore-input.ts';
import { findObjectIds } from './find-object-ids.ts';

const MAX_NAMED = 3;

type Mistakes = Record<string, string>;
/** Something of the backup, and what it is mapped to. */
type Mapping = [id: string, to: string];

/** What `InvalidInput` calls the choice for one unresolved thing. */
export const choiceField = (kind: ChoiceKind, id: string): string => `${kind}:${id}`;

/**
 * Looks on the destination for whatever something was mapped to; keys of objects become their ids.
 * The site is opened only if it has to be asked.
 * @throws InvalidInput `choices` when one says stop, `choiceField(…)` for each that is mapped to
 * what does not exist; what AssetsDestination throws
 */
export async function confirmChoices(
  plan: Pick<RestorePlan, 'unresolved'>,
  choices: Choices,
  openTarget: () => Promise<AssetsDestination>,
): Promise<Choices> {
  refuseStops(plan, choices);
  const users = mappingsOf(choices, 'user');
  const references = mappingsOf(choices, 'reference');
  const mistakes = listMistakes(plan, choices);
  const objects = new Map<string, string>();
  if (users.length > 0 || references.length > 0) {
    const target = await openTarget();
    Object.assign(mistakes, await userMistakes(target, users));
    for (const [name, id] of await findObjectIds(target, references.map(mappedTo)))
      objects.set(name, id);
    Object.assign(mistakes, referenceMistakes(objects, references));
  }
  if (Object.keys(mistakes).length > 0) throw new InvalidInput(mistakes);
  if (references.length === 0) return choices;
  const confirmed = references.map(([id, to]): Mapping => [id, objects.get(to) ?? to]);
  return { ...choices, reference: { ...choices.reference, ...Object.fromEntries(confirmed) } };
}

/** @throws InvalidInput `choices` */
function refuseStops({ unresolved }: Pick<RestorePlan, 'unresolved'>, choices: Choices): void {
  const stops = unresolved.filter(({ kind, id }) => choices[kind]?.[id] === STOP);
  if (stops.length === 0) return;
  const names = stops.slice(0, MAX_NAMED).map(({ name }) => name);
  throw new InvalidInput({
    choices: `You chose to stop because of ${names.join(', ')}. Choose another rule for it, or leave the wizard.`,
  });
}

const mappingsOf = (choices: Choices, kind: ChoiceKind): Mapping[] =>
  Object.entries(choices[kind] ?? {}).filter(([, to]) => to !== LEAVE_EMPTY);

const mappedTo = ([, to]: Mapping): string => to;

/** Of kinds for which the plan lists what there is to choose from. */
function listMistakes({ unresolved }: Pick<RestorePlan, 'unresolved'>, choices: Choices): Mistakes {
  const mistakes: Mistakes = {};
  for (const kind of CHOICE_KINDS) {
    const listed = unresolved.find((each) => each.kind === kind && each.options.length > 0);
    if (!listed) continue;
    const known = new Set(listed.options.map(({ id }) => id));
    for (const [id, to] of mappingsOf(choices, kind))
      if (!known.has(to))
        mistakes[choiceField(kind, id)] =
          `"${to}" is not on the destination. Choose another one of the list.`;
  }
  return mistakes;
}

async function userMistakes(target: AssetsDestination, users: Mapping[]): Promise<Mistakes> {
  if (users.length === 0) return {};
  const people = await target.people([...new Set(users.map(mappedTo))]);
  const active = new Set(people.filter((each) => each.active).map(({ accountId }) => accountId));
  return Object.fromEntries(
    users
      .filter(([, to]) => !active.has(to))
      .map(([id, to]) => [
        choiceField('user', id),
        `There is no active account "${to}" on the destination. Type the account id of another person, or choose another rule.`,
      ]),
  );
}

function referenceMistakes(objects: ReadonlyMap<string, string>, references: Mapping[]): Mistakes {
  return Object.fromEntries(
    references
      .filter(([, to]) => !objects.has(to))
      .map(([id, to]) => [
        choiceField('reference', id),
        `There is no object "${to}" on the destination. Type the key or the id of another one, or choose another rule.`,
      ]),
  );
}
