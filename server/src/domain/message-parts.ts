import { type MessagePart, messagePartSchema } from '@parlance/client-sdk/contract';
import { z } from 'zod';

/** The version that is written now. */
export const PARTS_VERSION = 2;

const partsSchema = z.array(messagePartSchema);
const olderSchema = z.array(z.looseObject({}));

/** What brings parts of a version up to the next one. */
const upcasters: Record<number, (parts: Record<string, unknown>[]) => Record<string, unknown>[]> = {
  // Calls could not need to be allowed.
  1: (parts) => parts.map((part) => (part['type'] === 'tool-call' ? { approval: null, ...part } : part)),
};

/**
 * The parts of a stored message. Rows of an older version are brought up to the present one here; a row that cannot be read
 * shows its text, so that one bad message never breaks a conversation.
 */
export function readParts(row: { text: string; parts: unknown; partsVersion: number }): MessagePart[] {
  const textAlone = (): MessagePart[] => (row.text === '' ? [] : [{ type: 'text', text: row.text }]);
  if (row.parts === null || row.partsVersion > PARTS_VERSION) return textAlone();
  const stored = olderSchema.safeParse(row.parts);
  if (!stored.success) return textAlone();
  let parts: Record<string, unknown>[] = stored.data;
  for (let version = row.partsVersion; version < PARTS_VERSION; version += 1) {
    parts = upcasters[version]?.(parts) ?? parts;
  }
  const parsed = partsSchema.safeParse(parts);
  return parsed.success ? parsed.data : textAlone();
}
