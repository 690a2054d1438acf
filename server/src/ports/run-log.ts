import type { RunEvent } from '@parlance/client-sdk/contract';

type WithoutSeq<Event> = Event extends unknown ? Omit<Event, 'seq'> : never;

/** An event that has no number yet. */
export type NewRunEvent = WithoutSeq<RunEvent>;

/** Where the events of runs are written before anybody sees them. */
export interface RunLog {
  /** Numbers an event and appends it. */
  append(runId: string, event: NewRunEvent): Promise<void>;
  /** Says that no more events of a run will come. */
  end(runId: string): void;
}
