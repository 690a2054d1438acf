import { z } from 'zod';
import { badRequest } from './errors.ts';

// PostgreSQL knows no year 0.
const schema = z.tuple([z.iso.datetime().refine((time) => !time.startsWith('0000')), z.guid()]);

/** A place in a list that is ordered by when its items changed, then by id. */
export interface TimePosition {
  updatedAt: Date;
  id: string;
}

/** A place as the opaque text that a client sends back. */
export const writeTimeCursor = ({ updatedAt, id }: TimePosition): string =>
  Buffer.from(JSON.stringify([updatedAt.toISOString(), id])).toString('base64url');

/** The place that a client sends back. Throws bad_request for what no list answered. */
export function readTimeCursor(cursor: string): TimePosition {
  try {
    const [updatedAt, id] = schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { updatedAt: new Date(updatedAt), id };
  } catch {
    throw badRequest('cursor', 'Must be a nextCursor that the list answered');
  }
}

/** A page of a list that was asked for one item more than fits. */
export function timePage<Item extends TimePosition>(
  items: readonly Item[],
  limit: number,
): { page: Item[]; nextCursor: string | null } {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return { page, nextCursor: items.length > page.length && last ? writeTimeCursor(last) : null };
}
