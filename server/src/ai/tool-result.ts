import type { ToolResult } from '../ports/agent.ts';

const maxOutputLength = 64 * 1024;

/** A result in two shapes: for the run's events, and as the text that the model reads. */
export interface ReadableResult {
  value: unknown;
  isError: boolean;
  output: string;
}

export const toolFailure = (message: string): ToolResult => ({ value: message, isError: true });

/** Writes a result as text. What is too long is cut, and says so; the events then carry what the model saw. */
export function readableResult({ value, isError }: ToolResult): ReadableResult {
  const output = isError ? JSON.stringify(asError(value)) : textOf(value);
  if (output.length <= maxOutputLength) return { value: plain(value), isError, output };
  const end = isHighSurrogate(output, maxOutputLength - 1) ? maxOutputLength - 1 : maxOutputLength;
  const whole = `${output.slice(0, end)}\n[cut: ${output.length - end} more characters]`;
  // A piece of a string holds all of it in memory; a copy does not.
  const cut = Buffer.from(whole).toString();
  return { value: cut, isError, output: cut };
}

/** As it is after it was written as JSON: readers in this process and elsewhere see the same. */
const plain = (value: unknown): unknown => (typeof value === 'string' ? value : JSON.parse(textOf(value)));

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'null');
}

function asError(value: unknown): object {
  return typeof value === 'object' && value !== null && 'error' in value ? value : { error: value ?? null };
}

function isHighSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit <= 0xdbff;
}
