import type { Icon } from '../../../assets/model/icon.ts';
import type { StoredIcon } from '../../../backups/parts/icons/icon-records.ts';
import type { StructureType } from '../../../compare/structure/schema-structure.ts';
import type { ListedIcons } from './listed-icons.ts';
import type { Resolution } from '../resolution.ts';
import { unresolved, type Unresolved } from '../unresolved.ts';

const FALLBACK_NAME = /^(object|default)$/i;

export interface ResolvedIcons extends Resolution {
  /** Undefined where the site lists no icon. */
  fallback: string | undefined;
  /** Icons that the destination lacks but accepts: the run uploads them. */
  make: StoredIcon[];
}

export interface IconPlaces {
  /** Those of the backup that have a picture, by their ids. */
  stored: ReadonlyMap<string, StoredIcon>;
  there: ListedIcons;
  isSameSite: boolean;
  /** Whether the site still has an icon that no listing has; asked on the same site only. */
  isThere: (iconId: string) => Promise<boolean>;
  /** Why the destination takes no icons; asked only where one is missing. */
  whyNoIcons: () => Promise<string | undefined>;
}

type Wanted = Pick<StructureType, 'iconId' | 'iconName'>;

/**
 * Finds the icons of the types that are made: on the same site by id, as long as it has them, else
 * by picture, then by name. What is not found is uploaded if the site accepts it; otherwise the
 * fallback is used and the icon is listed.
 */
export async function resolveIcons(
  types: readonly Wanted[],
  places: IconPlaces,
): Promise<ResolvedIcons> {
  const { icons } = places.there;
  const fallback = fallbackOf(icons);
  const resolved: ResolvedIcons = {
    found: new Map(),
    missing: [],
    make: [],
    fallback: fallback?.id,
  };
  let refusal: Promise<string | undefined> | undefined;
  for (const [iconId, alike] of Map.groupBy(types, (type) => type.iconId)) {
    const match = await matchOf(alike[0] ?? { iconId, iconName: '' }, places);
    const picture = match === undefined ? places.stored.get(iconId) : undefined;
    if (picture) refusal ??= places.whyNoIcons();
    const why = picture && (await refusal);
    if (match !== undefined) resolved.found.set(iconId, match);
    else if (picture && why === undefined) resolved.make.push(picture);
    else resolved.missing.push(missingIcon(alike, icons, why));
  }
  return resolved;
}

/** For types whose icon is missing; undefined if the site lists none. */
const fallbackOf = (icons: readonly Icon[]): Icon | undefined =>
  icons.find(({ name }) => FALLBACK_NAME.test(name)) ?? icons[0];

/** `noIcons`: why it can't be uploaded. */
function missingIcon(
  alike: readonly Wanted[],
  icons: readonly Icon[],
  noIcons: string | undefined,
): Unresolved {
  const [{ iconId, iconName } = { iconId: '', iconName: '' }] = alike;
  return unresolved({
    kind: 'icon',
    id: iconId,
    name: iconName || iconId,
    uses: alike.length,
    why: whyMissing(noIcons, fallbackOf(icons)?.name),
    options: icons.map(({ id, name }) => ({ id, name })),
  });
}

async function matchOf(
  { iconId, iconName }: Wanted,
  { stored, there, isSameSite, isThere }: IconPlaces,
): Promise<string | undefined> {
  const isListed = there.icons.some(({ id }) => id === iconId);
  if (isSameSite && iconId !== '' && (isListed || (await isThere(iconId)))) return iconId;
  const picture = stored.get(iconId);
  const same = picture && (await there.byPicture(picture.file, iconName));
  return (same ?? there.byName(iconName))?.id;
}

function whyMissing(noIcons: string | undefined, fallback: string | undefined): string {
  const instead = fallback === undefined ? '' : `. "${fallback}" is used instead`;
  const why = `The destination has no icon of this name${instead}.`;
  return noIcons === undefined ? why : `${why} It can't be uploaded: ${noIcons}`;
}
