import { estimateTokens } from './tokens.ts';

/** A message of the conversation, as the model is to see it. */
export interface ContextMessage {
  role: 'user' | 'assistant';
  text: string;
}

/**
 * The newest messages that fit the budget, oldest first; the last one stays whatever its size. Answers that never came are left out, and neighbours of one role
 * are joined: many models refuse two in a row.
 */
export function fitContext(messages: readonly ContextMessage[], tokens: number): ContextMessage[] {
  const fitting: ContextMessage[] = [];
  let left = tokens;
  for (let index = messages.length - 1; index >= 0; index--) {
    const message = messages[index];
    if (message === undefined || message.text === '') continue;
    left -= estimateTokens(message.text);
    const next = fitting[0];
    if (left < 0 && next !== undefined) break;
    if (next?.role === message.role)
      fitting[0] = { role: next.role, text: `${message.text}\n\n${next.text}` };
    else fitting.unshift(message);
  }
  return fitting[0]?.role === 'assistant' ? fitting.slice(1) : fitting;
}
