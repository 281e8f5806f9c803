// @ts-check

/**
 * What is too large for the bridge comes compressed.
 * @param {string} base64
 * @returns {Promise<string>}
 */
export async function unzip(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(plain).text();
}
