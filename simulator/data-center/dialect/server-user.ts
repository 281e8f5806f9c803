import type { AssetsCall } from '../../assets/assets-call.ts';
import { userNameOf } from './to-data-center.ts';

/** Somebody, as Data Center tells of people beside what they did. */
export function serverUser({ world: { site, base } }: AssetsCall, key: string): object {
  const name = userNameOf(site, key);
  return {
    avatarUrl: `${base}/secure/useravatar?ownerId=${key}`,
    displayName: site.person(key)?.displayName ?? name,
    name,
    key,
    renderedLink: `<a href="${base}/secure/ViewProfile.jspa?name=${name}">${name}</a>`,
    isDeleted: false,
  };
}
