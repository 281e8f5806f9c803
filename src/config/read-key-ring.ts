const ID = /^[\w-]{1,32}$/;
const KEY = /^[A-Za-z0-9+/_-]{43}=?$/;

/**
 * Reads `id:base64,id:base64`, 32 bytes each. Mistakes name keys by their place: what stands where
 * an id should may be a key.
 */
export function readKeyRing(text: string): { keys: Map<string, Buffer>; mistakes: string[] } {
  const keys = new Map<string, Buffer>();
  const mistakes: string[] = [];
  const parts = text.split(',').map((part) => part.trim());
  for (const [index, part] of parts.filter(Boolean).entries()) {
    const [id = '', encoded = ''] = part.split(/:(.*)/s);
    const mistake = mistakeOf(id, encoded, keys);
    if (mistake === undefined) keys.set(id, Buffer.from(encoded, 'base64'));
    else mistakes.push(`key ${index + 1} ${mistake}`);
  }
  if (keys.size === 0 && mistakes.length === 0) mistakes.push('it has no keys');
  return { keys, mistakes };
}

function mistakeOf(
  id: string,
  encoded: string,
  before: ReadonlyMap<string, Buffer>,
): string | undefined {
  if (!ID.test(id) || encoded === '')
    return "isn't in the form id:base64, with an ID of letters, digits, underscores and hyphens";
  if (!KEY.test(encoded)) return "isn't 32 bytes in base64";
  return before.has(id) ? 'has the same ID as an earlier key' : undefined;
}
