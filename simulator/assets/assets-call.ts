import type { Account } from '../accounts/account.ts';
import { HttpError } from '../http/http-error.ts';
import type { Answer, Exchange } from '../http/exchange.ts';
import type { SimObject, SimSchema, SimType } from '../site/records/model.ts';
import type { Absence, Undocumented } from '../world/settings.ts';
import type { World } from '../world/world.ts';
import type { Render } from './rendering/render.ts';

/** What a handler of the Assets REST API has at hand. */
export interface AssetsCall extends Exchange {
  world: World;
  account: Account;
  render: Render;
  visible: Set<number>;
}
export type AssetsHandler = (call: AssetsCall) => Answer;

export function schemaOf(
  { world, visible }: AssetsCall,
  id: string | number | undefined,
): SimSchema {
  const schema = world.site.schemas.get(Number(id));
  if (!schema || !visible.has(schema.id))
    throw new HttpError(404, [`The object schema with id ${id} was not found`]);
  return schema;
}

export function typeOf(call: AssetsCall, id: string | number | undefined): SimType {
  const type = call.world.site.types.get(Number(id));
  if (!type || !call.visible.has(type.schemaId))
    throw new HttpError(404, [`The object type with id ${id} was not found`]);
  return type;
}

export function objectOf(call: AssetsCall, id: string | undefined): SimObject {
  const object = /^\d+$/.test(id ?? '') ? call.world.site.objects.get(Number(id)) : undefined;
  if (!object || !call.visible.has(call.world.site.requireType(object.typeId).schemaId))
    throw new HttpError(404, [`The object with id ${id} was not found`]);
  return object;
}

export const bodyOf = ({ body }: AssetsCall): Record<string, unknown> => {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new HttpError(400, ['The body is not a JSON object.']);
  return body as Record<string, unknown>;
};

/** A number of the query string. */
export const numberOf = (query: URLSearchParams, name: string, fallback: number): number =>
  Number(query.get(name) ?? fallback);

/** A call that is not documented: answered as it is there, or as the switch says. */
export const undocumented =
  (name: Undocumented, handler: AssetsHandler): AssetsHandler =>
  (call) => {
    const absence = call.world.settings.absent[name];
    if (absence === undefined) return handler(call);
    if (absence === 'odd') return { json: [{ answer: 42 }] };
    throw HttpError.of(absence, { errorMessage: ABSENCE_WORDS[absence] });
  };

/** In the words of assets-api: G (Attachments). */
const ABSENCE_WORDS: Record<Exclude<Absence, 'odd'>, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'TCS 404',
  500: 'Internal server error',
};
