import { invalidRequest } from '../api-error.ts';
import { isObject } from '../json.ts';

const TEXT_PARTS = new Map([
  ['text', 'text'],
  ['input_text', 'text'],
  ['output_text', 'text'],
  ['refusal', 'refusal'],
]);
/** Accepted and not looked at: nothing here can see or hear. */
const OTHER_PARTS = new Set(['image_url', 'input_image', 'input_audio', 'file', 'input_file']);

/** What PostgreSQL refuses must not come back in an answer that quotes it. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

/** The text of a message's content, a string or a list of parts. */
export function readContent(content: unknown, where: string): string {
  if (typeof content === 'string') return cleanText(content);
  if (!Array.isArray(content)) throw invalidRequest('Content must be a string or an array of parts.', where);
  return content
    .map((part, index) => readPart(part, `${where}[${index}]`))
    .filter((text) => text !== '')
    .join('\n');
}

function readPart(part: unknown, where: string): string {
  if (!isObject(part)) throw invalidRequest('A content part must be an object.', where);
  const type = part['type'];
  const field = typeof type === 'string' ? TEXT_PARTS.get(type) : undefined;
  if (field !== undefined) {
    const text = part[field];
    if (typeof text !== 'string') throw invalidRequest(`'${field}' must be a string.`, `${where}.${field}`);
    return cleanText(text);
  }
  if (typeof type === 'string' && OTHER_PARTS.has(type)) return '';
  throw invalidRequest(`Unknown content part type '${String(type)}'.`, `${where}.type`);
}
