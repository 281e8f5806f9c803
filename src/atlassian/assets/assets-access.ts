import type { Role, RoleActor } from '../../core/assets/model/definitions/role.ts';
import type {
  SchemaFlags,
  SchemaProperties,
} from '../../core/assets/model/definitions/schema-properties.ts';
import type { AccessReader } from '../../core/assets/ports/parts/access-reader.ts';
import type { AccessWriter } from '../../core/assets/ports/parts/access-writer.ts';
import type { Available } from '../../core/assets/ports/site/available.ts';
import { schemaPropertiesOf, hasFlags } from '../../core/assets/stored/stored-properties.ts';
import { counted } from '../../core/kernel/counted.ts';
import { asMembers } from '../../core/kernel/json/field-forms.ts';
import { rawJson } from '../../core/kernel/json/raw-json.ts';
import type { JsonValue } from '../../core/kernel/json/json-value.ts';
import type { HttpAnswer } from '../http/http.ts';
import { parseJson, readAnswer, unexpected } from '../http/read-answer.ts';
import type { OptionalCalls } from './calls/optional-calls.ts';
import { ACTOR_TYPES, ApiRole, ApiRoleLinks } from './shapes/definitions/api-role.ts';

interface AccessOptions {
  /** Under the root of Assets. */
  assets: OptionalCalls;
  /** Under the gateway of the site, the only place that was seen to answer for roles. */
  gateway: OptionalCalls;
  /** Called with a sentence that says what could not be understood and was left out. */
  onOdd?: ((what: string) => void) | undefined;
}

/**
 * The switches of schemas, the order of attributes, and roles (assets-api: G): hardly any of it is
 * documented, and a site may support none of it.
 */
export class AssetsAccess implements AccessReader, AccessWriter {
  readonly #assets: OptionalCalls;
  readonly #gateway: OptionalCalls;
  readonly #onOdd: (what: string) => void;

  constructor({ assets, gateway, onOdd = () => undefined }: AccessOptions) {
    this.#assets = assets;
    this.#gateway = gateway;
    this.#onOdd = onOdd;
  }

  /** The documented switches, and the others where the site tells them. */
  async schemaProperties(
    schemaId: string,
    signal?: AbortSignal,
  ): Promise<Available<SchemaProperties>> {
    const path = `/global/config/objectschema/${encodeURIComponent(schemaId)}`;
    const documented = await this.#flags({ path }, signal);
    const all = await this.#flags({ path: `${path}/property`, of: 'schema-properties' }, signal);
    if ('unavailable' in documented && 'unavailable' in all) return documented;
    const said = [all, documented].map((each) => ('value' in each ? each.value : {}));
    return { value: schemaPropertiesOf(Object.assign({}, ...said) as Record<string, JsonValue>) };
  }

  schemaRoles(schemaId: string, signal?: AbortSignal): Promise<Available<Role[]>> {
    return this.#roles(`/config/role/objectschema/${encodeURIComponent(schemaId)}`, {}, signal);
  }

  typeRoles(typeId: string, signal?: AbortSignal): Promise<Available<Role[]>> {
    const path = `/config/role/objecttype/${encodeURIComponent(typeId)}`;
    return this.#roles(path, { typeId }, signal);
  }

  setSchemaProperties(
    schemaId: string,
    flags: SchemaFlags,
    signal?: AbortSignal,
  ): Promise<Available<true>> {
    const endpoint = 'POST global/config/objectschema/{id}/property';
    const path = `/global/config/objectschema/${encodeURIComponent(schemaId)}/property`;
    return this.#assets.change({ method: 'POST', path, endpoint, body: flags }, signal);
  }

  moveAttribute(
    objectTypeId: string,
    id: string,
    position: number,
    signal?: AbortSignal,
  ): Promise<Available<true>> {
    const endpoint = 'POST objecttypeattribute/{typeId}/{id}/position';
    const ids = [objectTypeId, id].map(encodeURIComponent).join('/');
    const path = `/objecttypeattribute/${ids}/position`;
    const call = { of: 'attribute-order', method: 'POST', path, endpoint } as const;
    return this.#assets.change({ ...call, body: { position } }, signal);
  }

  setRole(
    id: string,
    actors: readonly Pick<RoleActor, 'kind' | 'id'>[],
    signal?: AbortSignal,
  ): Promise<Available<true>> {
    const endpoint = 'PUT config/role/{id}';
    const path = `/config/role/${encodeURIComponent(id)}`;
    const idsOf = (kind: RoleActor['kind']): string[] =>
      actors.filter((each) => each.kind === kind).map((each) => each.id);
    const body = {
      id: /^\d{1,15}$/.test(id) ? Number(id) : id,
      categorisedActors: {
        [ACTOR_TYPES.user]: idsOf('user'),
        [ACTOR_TYPES.group]: idsOf('group'),
      },
    };
    return this.#gateway.change({ of: 'roles', method: 'PUT', path, endpoint, body }, signal);
  }

  #flags(
    { path, of }: { path: string; of?: 'schema-properties' },
    signal: AbortSignal | undefined,
  ): Promise<Available<Record<string, JsonValue>>> {
    const endpoint = `GET global/config/objectschema/{id}${of ? '/property' : ''}`;
    const read = (answer: HttpAnswer): Record<string, JsonValue> => {
      const said = rawJson(parseJson(answer, endpoint));
      if (!asMembers(said) || !hasFlags(said)) throw unexpected(endpoint, 'the switches');
      return said as Record<string, JsonValue>;
    };
    return this.#assets.ask({ of, method: 'GET', path, endpoint }, read, signal);
  }

  async #roles(
    path: string,
    owner: Pick<Role, 'typeId'>,
    signal: AbortSignal | undefined,
  ): Promise<Available<Role[]>> {
    const endpoint = `GET config/role/${owner.typeId === undefined ? 'objectschema' : 'objecttype'}/{id}`;
    const read = (answer: HttpAnswer) => readAnswer(answer, endpoint, ApiRoleLinks);
    const links = await this.#gateway.ask(
      { of: 'roles', method: 'GET', path, endpoint },
      read,
      signal,
    );
    if ('unavailable' in links) return links;
    const { roles: listed, unreadable } = links.value;
    if (unreadable > 0)
      this.#onOdd(`${counted(unreadable, 'role')} left out: the address can't be read.`);
    return this.#rolesOf(
      listed.map((each) => ({ ...each, ...owner })),
      signal,
    );
  }

  /** The readable ones; the reason if none is readable. */
  async #rolesOf(
    listed: readonly Omit<Role, 'actors'>[],
    signal: AbortSignal | undefined,
  ): Promise<Available<Role[]>> {
    const roles: Role[] = [];
    const missing: string[] = [];
    for (const each of listed) {
      const role = await this.#role(each, signal);
      if ('value' in role) roles.push(role.value);
      else
        missing.push(`The role "${each.name}" can't be read and is left out. ${role.unavailable}`);
    }
    const [first] = missing;
    if (first !== undefined && roles.length === 0) return { unavailable: first };
    for (const sentence of missing) this.#onOdd(sentence);
    return { value: roles };
  }

  async #role(
    { id, name, typeId }: Omit<Role, 'actors'>,
    signal: AbortSignal | undefined,
  ): Promise<Available<Role>> {
    const endpoint = 'GET config/role/{id}';
    const path = `/config/role/${encodeURIComponent(id)}`;
    const read = (answer: HttpAnswer) => readAnswer(answer, endpoint, ApiRole);
    const found = await this.#gateway.ask(
      { of: 'roles', method: 'GET', path, endpoint },
      read,
      signal,
    );
    if ('unavailable' in found) return found;
    const { actors, unreadable } = found.value;
    if (unreadable > 0)
      this.#onOdd(
        `${unreadable} of those who have the role "${name}" can't be read and are left out.`,
      );
    const role = { id, name, typeId, actors };
    return { value: unreadable > 0 ? { ...role, hasUnreadActors: true } : role };
  }
}
