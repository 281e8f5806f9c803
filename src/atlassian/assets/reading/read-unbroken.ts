import { askOrNone } from '../../../core/assets/reading/ask-or-none.ts';
import type { ObjectPage } from '../../../core/assets/ports/pages/object-page.ts';

/** How often a page is asked for in all, while some of its objects aren't JSON. */
const MAX_TRIES = 3;

/** Reads a page as it came, and adds the ids of objects that aren't JSON, or empty texts. */
export type ReadPage = (broken: Set<string>) => Promise<ObjectPage>;

/**
 * A page of objects. If some of them aren't JSON, the same page is requested again, as any answer
 * is that breaks off: what can be read then is read. @throws what `first` throws, and what says
 * more than that the page can't be had again
 */
export async function readUnbroken(
  first: ReadPage,
  askAgain: () => Promise<ReadPage>,
): Promise<ObjectPage> {
  let broken = new Set<string>();
  let page = await first(broken);
  for (let tries = 1; tries < MAX_TRIES && broken.size > 0; tries += 1) {
    const left = new Set<string>();
    const again = await askOrNone(async () => (await askAgain())(left));
    if (!again) break;
    page = left.size === 0 ? again : repaired(page, again, broken);
    broken = left.size === 0 ? left : brokenIn(page, broken);
  }
  return page;
}

/** The page with those objects that came as JSON by now. */
function repaired(page: ObjectPage, again: ObjectPage, broken: ReadonlySet<string>): ObjectPage {
  const objects = again.objects.filter(({ id }) => broken.has(id));
  const ids = new Set(objects.map(({ id }) => id));
  const users = new Map([...page.users, ...again.users].map((user) => [user.accountId, user]));
  const groups = new Map([...page.groups, ...again.groups].map((group) => [group.name, group]));
  return {
    objects: [...page.objects, ...objects],
    users: [...users.values()],
    groups: [...groups.values()],
    odd: [...page.odd, ...again.odd.filter(({ objectId }) => ids.has(objectId))],
    last: page.last,
    unreadable: page.unreadable.filter(({ id }) => !ids.has(id)),
  };
}

const brokenIn = ({ unreadable }: ObjectPage, broken: ReadonlySet<string>): Set<string> =>
  new Set(unreadable.map(({ id }) => id).filter((id) => broken.has(id)));
