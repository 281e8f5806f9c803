import type { AttributeValue } from '../../assets/model/attribute-value.ts';

/** A value that names a version. */
export type VersionValue = Extract<AttributeValue, { version: string }>;

type Lack = { kind: 'version' | 'project'; id: string };

/**
 * What the destination lacks of a version: the version itself, or its project, as `isMissing` says;
 * undefined where it lacks neither.
 */
export function lackOfVersion(
  { version, projectKey = '' }: VersionValue,
  isMissing: (kind: Lack['kind'], id: string) => boolean,
): Lack | undefined {
  if (isMissing('version', version)) return { kind: 'version', id: version };
  return isMissing('project', projectKey) ? { kind: 'project', id: projectKey } : undefined;
}
