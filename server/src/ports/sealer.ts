/** Keeps secrets unreadable where they are stored. */
export interface Sealer {
  /** `context` says what the secret is for: it opens for nothing else. */
  seal(secret: string, context: string): Uint8Array;
  /** null: it was sealed with another key, or for something else. */
  open(sealed: Uint8Array, context: string): string | null;
}
