/** How a message is sent. */
export type Door = 'api' | 'v1' | 'trpc' | 'trpc-client';

/** Who talks, and where. */
export interface Talk {
  token: string;
  conversationId: string;
}

/** What the load process is to do. */
export interface Job {
  url: string;
  door: Door;
  /** One closed loop each: it goes through its talks again and again, one turn at a time. */
  lanes: Talk[][];
  /** A lane begins no turn after this time, nor more turns than this. */
  limit: { ms: number; turnsPerLane: number };
}

/** What came of it. */
export interface JobResult {
  turns: number;
  seconds: number;
  failures: number;
  /** The first answer that was not the right one. */
  firstFailure: string | null;
  /** Milliseconds of each turn, in the order of their ends. */
  latencies: number[];
}
