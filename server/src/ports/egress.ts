/** The fetch of a client that is given one. */
export type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** The way out, to addresses that somebody named. Answers are bounded in bytes and time, and redirects are refused. */
export interface Egress {
  /** What is wrong with a URL that a user gives, as far as one sees without asking anybody; null: nothing. */
  problemOf(url: string): Promise<string | null>;
  /** For URLs of users: reaches the public internet alone. */
  fetchForUser: Fetch;
  /** For URLs of the operator, who may name any. */
  fetchForOperator: Fetch;
  close(): Promise<void>;
}
