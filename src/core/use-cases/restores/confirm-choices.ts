import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { InvalidInput } from '../../kernel/errors.ts';
import type { RestorePlan } from '../../restores/plan/restore-plan.ts';
import {
  CHOICE_KINDS,
  type Choice,
  type ChoiceKind,
  type Choices,
} from '../../restores/restore-input.ts';
import { findObjects, type FoundObject } from './find-objects.ts';
import { misfits } from './misfits.ts';

const MAX_NAMED = 3;

type Plan = Pick<RestorePlan, 'unresolved'>;
type Mistakes = Map<string, string>;
/** Something of the backup that is mapped to another one. */
type Mapping = Extract<Choice, { rule: 'map' }>;

/** What `InvalidInput` calls the choice for one unresolved thing. */
export const choiceField = (kind: ChoiceKind, id: string): string => `${kind}:${id}`;

/**
 * Looks on the destination for whatever something was mapped to; keys of objects become their ids.
 * The site is opened only if it has to be asked.
 * @throws InvalidInput `choices` when one says stop, `choiceField(…)` for each that is mapped to
 * what does not exist or cannot stand there; what AssetsDestination throws
 */
export async function confirmChoices(
  plan: Plan,
  choices: Choices,
  openTarget: () => Promise<AssetsDestination>,
): Promise<Choices> {
  refuseStops(plan, choices);
  const mappings = choices.filter((each) => each.rule === 'map');
  const users = mappings.filter(({ kind }) => kind === 'user');
  const references = mappings.filter(({ kind }) => kind === 'reference');
  const mistakes = listMistakes(plan, mappings);
  let objects: ReadonlyMap<string, FoundObject> = new Map();
  if (users.length > 0 || references.length > 0) {
    const target = await openTarget();
    await noteUserMistakes(target, users, mistakes);
    objects = await findObjects(target, [...new Set(references.map(({ to }) => to))]);
    await noteReferenceMistakes({ plan, target, references, objects, mistakes });
  }
  if (mistakes.size > 0) throw new InvalidInput(Object.fromEntries(mistakes));
  return choices.map((each) =>
    each.kind === 'reference' && each.rule === 'map'
      ? { ...each, to: objects.get(each.to)?.id ?? each.to }
      : each,
  );
}

/** @throws InvalidInput `choices` */
function refuseStops({ unresolved }: Plan, choices: Choices): void {
  const stopped = new Set(
    choices.filter(({ rule }) => rule === 'stop').map(({ kind, id }) => choiceField(kind, id)),
  );
  const stops = unresolved.filter(({ kind, id }) => stopped.has(choiceField(kind, id)));
  if (stops.length === 0) return;
  const names = stops.slice(0, MAX_NAMED).map(({ name }) => name);
  throw new InvalidInput({
    choices: `You chose to stop because of ${names.join(', ')}. Choose another rule for it, or leave the wizard.`,
  });
}

/** Of kinds for which the plan lists what there is to choose from. */
function listMistakes({ unresolved }: Plan, mappings: readonly Mapping[]): Mistakes {
  const mistakes: Mistakes = new Map();
  for (const kind of CHOICE_KINDS) {
    const listed = unresolved.find((each) => each.kind === kind && each.options.length > 0);
    if (!listed) continue;
    const known = new Set(listed.options.map(({ id }) => id));
    for (const { id, to } of mappings.filter((each) => each.kind === kind))
      if (!known.has(to))
        mistakes.set(
          choiceField(kind, id),
          `"${to}" is not on the destination. Choose another one of the list.`,
        );
  }
  return mistakes;
}

async function noteUserMistakes(
  target: AssetsDestination,
  users: readonly Mapping[],
  mistakes: Mistakes,
): Promise<void> {
  if (users.length === 0) return;
  const people = await target.people([...new Set(users.map(({ to }) => to))]);
  const active = new Set(people.filter((each) => each.active).map(({ accountId }) => accountId));
  for (const { id, to } of users)
    if (!active.has(to))
      mistakes.set(
        choiceField('user', id),
        `There is no active account "${to}" on the destination. Type the account id of another person, or choose another rule.`,
      );
}

interface ReferenceCheck {
  plan: Plan;
  target: AssetsDestination;
  references: readonly Mapping[];
  objects: ReadonlyMap<string, FoundObject>;
  mistakes: Mistakes;
}

async function noteReferenceMistakes(check: ReferenceCheck): Promise<void> {
  const { plan, target, references, objects, mistakes } = check;
  for (const { id, to } of references)
    if (!objects.has(to))
      mistakes.set(
        choiceField('reference', id),
        `There is no object "${to}" on the destination. Type the key or the id of another one, or choose another rule.`,
      );
  const things = new Map(
    plan.unresolved.filter(({ kind }) => kind === 'reference').map((each) => [each.id, each]),
  );
  const wanted = references.flatMap(({ id, to }) => {
    const object = objects.get(to);
    return object ? [{ id, object, types: things.get(id)?.types ?? [] }] : [];
  });
  for (const { id, object, type } of await misfits(target, wanted))
    mistakes.set(
      choiceField('reference', id),
      `The object ${object.key} is not of the type ${type}, which the attribute takes. Type the key or the id of another one, or choose another rule.`,
    );
}
