import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AttributeDefinition } from '../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { Icon } from '../../../src/core/assets/model/icon.ts';
import type { Schema } from '../../../src/core/assets/model/definitions/schema.ts';
import type { AssetsDestination } from '../../../src/core/assets/ports/assets-destination.ts';
import type { KnownOnSite } from './known-on-site.ts';

/** What earlier checks have written, by id; later ones continue from it. */
interface MadeParts {
  site: string;
  rack: string;
  status: string;
  referenceType: string;
  attributes: Record<string, string>;
}

/** A destination with a schema of the contract's own, in which there are sites and racks. */
export interface DestinationRig {
  target: AssetsDestination;
  known: KnownOnSite;
  /** Tells the names of this run from those of earlier ones. */
  mark: string;
  icon: Icon;
  schema: Schema;
  site: { id: string };
  rack: { id: string };
  siteName: string;
  rackName: string;
  made: MadeParts;
  addType(name: string, more?: TypeOptions): Promise<{ id: string }>;
  attributesOf(typeId: string): Promise<Map<string, AttributeDefinition>>;
}

interface TypeOptions {
  parentId?: string;
  inherited?: boolean;
  abstract?: boolean;
}

/** Makes the schema and its first object types; both stay behind. */
export async function setUpDestination(
  target: AssetsDestination,
  known: KnownOnSite,
): Promise<DestinationRig> {
  const mark = randomUUID().slice(0, 6).toUpperCase();
  const icon = (await target.icons(undefined)).find((each) => each.name === known.iconName);
  assert.ok(icon, 'the site has no such icon');
  const schema = await target.createSchema({
    name: `Contract ${mark}`,
    key: `C${mark.replace(/\d/g, (digit) => 'GHIJKLMNOP'[Number(digit)]!)}`,
    description: 'Made by the contract',
  });
  const addType = (name: string, more: TypeOptions = {}) =>
    target.createObjectType({
      name,
      description: `${name} by the contract`,
      iconId: icon.id,
      schemaId: schema.id,
      inherited: false,
      abstract: false,
      ...more,
    });
  const attributesOf = async (typeId: string) =>
    new Map((await target.attributes(typeId)).map((attribute) => [attribute.name, attribute]));
  const nameId = async (typeId: string): Promise<string> =>
    (await attributesOf(typeId)).get('Name')!.id;
  const site = await addType('Site');
  const rack = await addType('Rack');
  return {
    target,
    known,
    mark,
    icon,
    schema,
    site,
    rack,
    siteName: await nameId(site.id),
    rackName: await nameId(rack.id),
    made: { site: '', rack: '', status: '', referenceType: '', attributes: {} },
    addType,
    attributesOf,
  };
}
