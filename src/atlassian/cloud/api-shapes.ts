/** Shapes of Assets Cloud's answers (assets-api: A.5 to A.10). What we do not use is let through. */
import { z } from 'zod';

/** Ids are strings on Cloud; some clients saw numbers. */
export const Id = z.union([z.string(), z.number()]).transform(String);
const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
/** Seen as a boolean and as a string. */
export const Flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((flag) => flag === true || flag === 'true');

export const ApiSchema = z.object({
  id: Id,
  name: z.string(),
  objectSchemaKey: z.string(),
  description: Text,
  created: Text,
  updated: Text,
  objectCount: z.number().default(0),
  objectTypeCount: z.number().default(0),
  canManage: z.boolean().optional(),
});
export const ApiSchemaList = z.object({
  values: z.array(ApiSchema),
  isLast: Flag.optional(),
  last: Flag.optional(),
  total: z.number().optional(),
});

/** Absent, "0" and "null" have all been seen for a root. */
const ParentId = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((id) =>
    id === null || id === undefined || String(id) === '0' || String(id) === 'null'
      ? null
      : String(id),
  );

export const ApiObjectType = z.object({
  id: Id,
  name: z.string(),
  description: Text,
  icon: z.object({ id: Id, name: Text }).optional(),
  position: z.number().default(0),
  parentObjectTypeId: ParentId,
  objectSchemaId: Id,
  inherited: z.boolean().default(false),
  abstractObjectType: z.boolean().default(false),
  objectCount: z.number().default(0),
});

/** `type` may be missing: then it is 0 (Atlassian's own example has none). */
export const ApiAttribute = z.looseObject({
  id: Id,
  name: z.string(),
  type: z.number().default(0),
  position: z.number().default(0),
  system: z.boolean().default(false),
});
export type ApiAttribute = z.output<typeof ApiAttribute>;

export const ApiReferenceType = z.object({
  id: Id,
  name: z.string(),
  description: Text,
  color: Text,
  removable: z.boolean().optional(),
  objectSchemaId: Id.optional(),
});
export const ApiStatus = z.object({
  id: Id,
  name: z.string(),
  description: Text,
  category: z.number(),
  objectSchemaId: Id.optional(),
});

/** Of what was made, its id is all that is used. */
export const ApiCreated = z.object({ id: Id });
export const ApiWrittenObject = z.object({ id: Id, objectKey: z.string() });
export const ApiIcon = z.object({ id: Id, name: Text });
export const ApiUsage = z.object({ totalObjectsCount: z.number() });

export const ApiWorkspaces = z.object({ values: z.array(z.object({ workspaceId: z.string() })) });
export const ApiMyself = z.object({
  accountId: z.string(),
  displayName: z.string(),
  timeZone: z.string().default('UTC'),
  applicationRoles: z.object({ items: z.array(z.looseObject({ key: z.string() })) }).optional(),
});
export const ApiPermissions = z.object({
  permissions: z.record(z.string(), z.object({ havePermission: z.boolean() })),
});
export const ApiPermissionCheck = z.object({ globalPermissions: z.array(z.string()) });
export const ApiUser = z.object({
  displayName: z.string().optional(),
  timeZone: z.string().optional(),
  locale: z.string().optional(),
});

export const ApiPerson = z.object({
  accountId: z.string(),
  displayName: Text,
  emailAddress: Text,
  active: z.boolean().default(true),
});
const paged = <S extends z.ZodType>(value: S) =>
  z.object({ values: z.array(value), isLast: Flag.optional() });
export const ApiPeople = paged(ApiPerson);
export const ApiGroups = paged(z.object({ name: z.string() }));
export const ApiProjects = paged(z.object({ key: z.string() }));
