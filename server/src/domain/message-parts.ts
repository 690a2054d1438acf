import { type MessagePart, messagePartSchema } from '@parlance/client-sdk/contract';
import { z } from 'zod';

/** The version that is written now. */
export const PARTS_VERSION = 1;

const partsSchema = z.array(messagePartSchema);

/**
 * The parts of a stored message. Rows of an older version are brought up to the present one here; a row that cannot be read
 * shows its text, so that one bad message never breaks a conversation.
 */
export function readParts(row: { text: string; parts: unknown; partsVersion: number }): MessagePart[] {
  const textAlone = (): MessagePart[] => (row.text === '' ? [] : [{ type: 'text', text: row.text }]);
  if (row.parts === null || row.partsVersion > PARTS_VERSION) return textAlone();
  const parsed = partsSchema.safeParse(row.parts);
  return parsed.success ? parsed.data : textAlone();
}
