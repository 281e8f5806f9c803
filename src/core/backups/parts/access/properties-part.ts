import { storedProperties } from '../../../assets/stored/stored-properties.ts';
import type { PartDefinition } from '../../reading/part-definition.ts';

/** The switches of the schema, where the site tells them. */
export const PROPERTIES_PART: PartDefinition = {
  name: 'properties',
  title: 'Schema properties',
  showAt: 3,
  kinds: [{ kind: 'properties', word: 'schema properties' }],
  rules: [],
  read: async ({ site, schemaId, writer, pace }) => {
    const found = await site.schemaProperties(schemaId, pace.signal);
    if ('unavailable' in found) return { message: found.unavailable, unavailable: true };
    const body = { ...storedProperties(found.value) };
    await writer.put({ kind: 'properties', type: '0', id: schemaId, label: '', body });
    return undefined;
  },
};
