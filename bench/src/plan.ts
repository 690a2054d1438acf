import { clock } from './clock.ts';

/** How the streaming model answers: the first token at once, each other one `everyMs` after the last. */
export interface Plan {
  tokens: number;
  everyMs: number;
  /** Characters of a token, STAMP_LENGTH at least. */
  size: number;
}

// "@", five digits of the token's number, ":", fourteen of the clock, and a space.
const NUMBER_LENGTH = 5;
const CLOCK_LENGTH = 14;

/** Characters that say which token it is and when it was sent. */
export const STAMP_LENGTH = 1 + NUMBER_LENGTH + 1 + CLOCK_LENGTH + 1;

/** What a user says to be answered by a plan. */
export const askFor = ({ tokens, everyMs, size }: Plan): string =>
  `Answer as the bench plans: ${tokens} tokens, ${everyMs} ms apart, ${size} characters each.`;

const ASKED = /^Answer as the bench plans: (\d+) tokens, (\d+) ms apart, (\d+) characters/;
const ASKED_HEAD = 'Answer as the bench plans: ';

/** The plan that a model request asks for last. */
export function readPlan(body: string): Plan {
  const found = ASKED.exec(body.slice(body.lastIndexOf(ASKED_HEAD), -1));
  if (!found) throw new Error(`No plan in ${body.slice(0, 500)}`);
  const [, tokens, everyMs, size] = found.map(Number);
  return { tokens: tokens ?? 0, everyMs: everyMs ?? 0, size: size ?? 0 };
}

/** A token that says which one it is and that it is sent now. */
export const writeToken = (number: number, size: number): string =>
  `@${String(number).padStart(NUMBER_LENGTH, '0')}:${clock().toFixed(3).padStart(CLOCK_LENGTH, '0')} `.padEnd(
    size,
    'x',
  );

/** The number of the token that begins at this place, and when it was sent. */
export function readToken(text: string, at: number): { number: number; sentAt: number } {
  const number = at + 1;
  const time = number + NUMBER_LENGTH + 1;
  return {
    number: Number(text.slice(number, number + NUMBER_LENGTH)),
    sentAt: Number(text.slice(time, time + CLOCK_LENGTH)),
  };
}
