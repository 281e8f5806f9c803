import type { SimRole } from '../records/model.ts';

const OF_SCHEMA = ['Object Schema Managers', 'Object Schema Developers', 'Object Schema Users'];
const OF_TYPE = ['Object Type Managers', 'Object Type Developers', 'Object Type Users'];

/** The roles of schemas and of object types, which are there as soon as they are asked for. */
export class SiteRoles {
  readonly #roles = new Map<number, SimRole>();
  readonly #byOwner = new Map<string, SimRole[]>();

  ofSchema(schemaId: number): SimRole[] {
    return this.#of({ schemaId }, OF_SCHEMA);
  }

  ofType({ id, schemaId }: { id: number; schemaId: number }): SimRole[] {
    return this.#of({ schemaId, typeId: id }, OF_TYPE);
  }

  get(id: number): SimRole | undefined {
    return this.#roles.get(id);
  }

  /** Adds to those who have a role, which is named by the end of its name. */
  grant(roles: SimRole[], name: string, who: { users?: string[]; groups?: string[] }): void {
    const role = roles.find((each) => each.name.endsWith(name));
    role?.users.push(...(who.users ?? []));
    role?.groups.push(...(who.groups ?? []));
  }

  #of(owner: Pick<SimRole, 'schemaId' | 'typeId'>, names: readonly string[]): SimRole[] {
    const mark = `${owner.schemaId} ${owner.typeId ?? ''}`;
    const known = this.#byOwner.get(mark);
    if (known) return known;
    const first = this.#roles.size + 1;
    const roles = names.map((name, at) => ({
      id: first + at,
      name,
      ...owner,
      users: [],
      groups: [],
    }));
    for (const role of roles) this.#roles.set(role.id, role);
    this.#byOwner.set(mark, roles);
    return roles;
  }
}
