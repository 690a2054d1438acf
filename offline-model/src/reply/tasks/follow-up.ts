import type { Turn } from '../../request/model-request.ts';
import { parseMessage, type TaskMessage } from './parse/parse-message.ts';
import { parseReferences } from './parse/parse-reference.ts';
import { Quoted } from './parse/quoted.ts';
import { plain } from './parse/wording.ts';
import { matchTasks } from './perform/match-tasks.ts';
import type { Mentions } from './perform/mentions.ts';
import type { Reference, TaskCommand } from './task-command.ts';

const ASKED_WHICH = /^Which one do you mean by “(.+)”\?$/mu;

/** The answer to "Which one do you mean?": the command that asked for it, with the task that is now named. */
export function readFollowUp(question: string, turns: Turn[], { listed }: Mentions): TaskMessage | undefined {
  const before = turns.slice(
    0,
    turns.findLastIndex(({ role }) => role === 'user'),
  );
  const asked = ASKED_WHICH.exec(before.findLast(({ role }) => role === 'assistant')?.text ?? '')?.[1];
  if (asked === undefined || question.length > 300) return undefined;
  const quoted = new Quoted(question);
  const named = parseReferences(plain(quoted.text), quoted);
  const [first] = named ?? [];
  if (!named || !first || !named.every((reference) => isOfList(reference, listed))) return undefined;
  const meant = before
    .filter(({ role }) => role === 'user')
    .flatMap(({ text }) => parseMessage(text)?.commands ?? [])
    .findLast((command) => referencesOf(command).some(({ said }) => said === asked));
  if (!meant) return undefined;
  return { commands: [withReferences(meant, [first, ...named.slice(1)])], sure: true, questions: [] };
}

function isOfList(reference: Reference, listed: string[]): boolean {
  if (reference.by !== 'name') return true;
  return (
    matchTasks(
      reference.said,
      listed.map((title) => ({ title })),
    ).length > 0
  );
}

function referencesOf(command: TaskCommand): Reference[] {
  if ('of' in command) return command.of;
  return 'changes' in command ? command.changes.map(({ of }) => of) : [];
}

function withReferences(command: TaskCommand, of: [Reference, ...Reference[]]): TaskCommand {
  if ('of' in command) return { ...command, of };
  return 'changes' in command ? { ...command, changes: [{ ...command.changes[0], of: of[0] }] } : command;
}
