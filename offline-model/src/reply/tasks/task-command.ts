export type TaskStatus = 'all' | 'open' | 'completed';

/** How a sentence says which task it means. */
export type Reference = { said: string } & (
  | { by: 'name' }
  /** Its place in the list that was shown last, from 1; -1 is the last. */
  | { by: 'place'; place: number }
  | { by: 'age'; order: 'newest' | 'oldest' }
  /** "it", "them": what was spoken of. */
  | { by: 'context'; many: boolean }
  /** Every task of a status. */
  | { by: 'status'; status: TaskStatus }
);

/** A task to change, and what it is to be. */
export interface Change {
  of: Reference;
  to: string;
}

/** One thing that a sentence wants done with tasks. */
export type TaskCommand =
  /** An empty title: the sentence names none. */
  | { action: 'create'; title: string; description?: string }
  | { action: 'list'; status: TaskStatus; search?: string }
  | { action: 'read' | 'complete' | 'reopen' | 'delete' | 'clear_description'; of: Reference[] }
  /** Several where the sentence can be read in several ways ("rename reply to Bo to reply to Al"). */
  | { action: 'rename' | 'describe'; changes: [Change, ...Change[]] };

/** What a clause says. */
export interface Parsed {
  commands: TaskCommand[];
  /** It can hardly mean anything else; "I finished the report" can. */
  sure: boolean;
}
