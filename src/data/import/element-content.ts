/** What the value of an element must be, by its FHIR type; 'unread' is free content that nothing of ours reads. */
export type Content = 'text' | 'date' | 'decimal' | 'integer' | 'boolean' | 'object' | 'unread';

/** FHIR's types whose value is a text and no date, as JSON writes them. */
const textTypes = new Set(
  'string code uri url canonical id oid uuid markdown base64Binary xhtml time'.split(' '),
);
const dateTypes = new Set(['date', 'dateTime', 'instant']);
const integerTypes = new Set(['integer', 'positiveInt', 'unsignedInt']);
const unreadKeys = new Set(['resourceType', 'extension', 'modifierExtension', 'contained', 'text']);
const unreadTypes = new Set(['Resource', 'Extension', 'Narrative']);

export const isUnread = (key: string): boolean => unreadKeys.has(key) || key.startsWith('_');

export function elementContent(type: string): Content {
  if (textTypes.has(type)) return 'text';
  if (dateTypes.has(type)) return 'date';
  if (type === 'decimal') return 'decimal';
  if (integerTypes.has(type)) return 'integer';
  if (type === 'boolean') return 'boolean';
  return unreadTypes.has(type) ? 'unread' : 'object';
}
