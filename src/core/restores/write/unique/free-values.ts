import type { AttributeKind } from '../../../assets/model/definitions/attribute-kind.ts';

/** Integers of Assets have 32 bits (assets-api: G). */
const LARGEST = 2_000_000_000n;

/**
 * Values under which an object can be parked while another one takes its unique value, the best
 * first: one that nobody else has, by the object's id; at last none at all.
 */
export function freeValues(kind: AttributeKind, objectId: string): string[][] {
  const own = ownValue(kind, objectId);
  return own === undefined ? [[]] : [[own], []];
}

function ownValue(kind: AttributeKind, objectId: string): string | undefined {
  switch (kind) {
    case 'text':
    case 'textarea':
    case 'none':
      return `parked-${objectId}`;
    case 'email':
      return `parked-${objectId}@example.com`;
    case 'url':
      return `https://example.com/parked-${objectId}`;
    case 'integer':
    case 'double':
      return String(-1n - (BigInt(objectId) % LARGEST));
    default:
      return undefined;
  }
}
