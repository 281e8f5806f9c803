/** What Data Center asks of what is written to it, beside what Cloud asks (assets-api: D.2). */
import {
  bodyOf,
  objectOf,
  typeOf,
  type AssetsCall,
  type AssetsHandler,
} from '../../assets/assets-call.ts';
import { HttpError } from '../../http/http-error.ts';
import type { SimAttribute } from '../../site/records/model.ts';

type Route = [method: string, path: string, handler: AssetsHandler];
type Rule = (call: AssetsCall) => AssetsCall;

const RESERVED = /[=;:?."]/;
/** Switches of attributes, which its specification has as texts. */
const FLAGS = ['label', 'hidden', 'includeChildObjectTypes', 'uniqueAttribute', 'summable'];

/** @throws HttpError 400 under the name of the field */
function checkName(call: AssetsCall, name: unknown, field: string): void {
  const isRefused =
    call.world.settings.reservedCharacters && typeof name === 'string' && RESERVED.test(name);
  if (isRefused)
    throw new HttpError(400, [], {
      [field]: 'The name contains one of the characters = ; : ? . "',
    });
}

const named: Rule = (call) => {
  checkName(call, bodyOf(call)['name'], 'name');
  return call;
};

/** The name of an object is the value of its label. */
const labeled: Rule = (call) => {
  const { objectTypeId, attributes } = bodyOf(call);
  const typeId =
    call.method === 'PUT'
      ? objectOf(call, call.params['id']).typeId
      : typeOf(call, objectTypeId as string | number | undefined).id;
  const label = call.world.site.attributesOf(typeId).find((each: SimAttribute) => each.label);
  for (const sent of Array.isArray(attributes) ? (attributes as SentAttribute[]) : [])
    if (Number(sent.objectTypeAttributeId) === label?.id)
      for (const { value } of sent.objectAttributeValues ?? [])
        checkName(call, value, `rlabs-insight-attribute-${label.id}`);
  return call;
};

interface SentAttribute {
  objectTypeAttributeId?: unknown;
  objectAttributeValues?: { value?: unknown }[];
}

/** A change has to say the type again, though nothing of it changes. @throws HttpError 400 */
const typed: Rule = (call) => {
  const body = bodyOf(call);
  if (body['type'] === undefined) throw new HttpError(400, [], { type: 'The type is required' });
  const flags = FLAGS.filter((name) => typeof body[name] === 'string').map((name) => [
    name,
    body[name] === 'true',
  ]);
  // Insight does not know the word.
  const qlQuery = call.world.settings.jiraVersion.startsWith('8.') ? undefined : body['qlQuery'];
  return { ...call, body: { ...body, qlQuery, ...(Object.fromEntries(flags) as object) } };
};

const RULES: Record<string, Rule> = {
  'POST /objectschema/create': named,
  'PUT /objectschema/:id': named,
  'POST /objecttype/create': named,
  'PUT /objecttype/:id': named,
  'POST /objecttypeattribute/:typeId': typed,
  'PUT /objecttypeattribute/:typeId/:id': typed,
  'POST /object/create': labeled,
  'PUT /object/:id': labeled,
};

/** A route of Cloud's, as strict as Data Center is with it. */
export function withWritingRules([method, path, handler]: Route): Route {
  const rule = RULES[`${method} ${path}`];
  return rule ? [method, path, (call) => handler(rule(call))] : [method, path, handler];
}
