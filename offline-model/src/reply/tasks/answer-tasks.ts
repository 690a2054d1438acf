import type { Conversation } from '../conversation.ts';
import { quote } from '../topic.ts';
import { readFollowUp } from './follow-up.ts';
import { isOffered } from './offered-tools.ts';
import { parseMessage, type TaskMessage } from './parse/parse-message.ts';
import { follow } from './perform/course.ts';
import { matchTasks } from './perform/match-tasks.ts';
import { type Mentions, readMentions } from './perform/mentions.ts';
import { performCommand } from './perform/perform-command.ts';
import { compose, type Said } from './perform/said.ts';
import { type Ask, ToolTurns } from './perform/tool-turns.ts';
import type { TaskCommand } from './task-command.ts';

/** Calls to make, or what to say. */
export type TaskReply = { asks: Ask[] } | { text: string };

/** For a message that wants something done with tasks: calls of the tools, and when all have answered, what came of it. */
export function answerTasks({ request, question, grounding }: Conversation): TaskReply | undefined {
  const mentions = readMentions(request);
  const message = parseMessage(question) ?? readFollowUp(question, request.turns, mentions);
  if (!message) return undefined;
  const isOffered = message.commands.some((command) => isPossible(command, request));
  const isUnlikely = grounding.selected.length > 0 || !isOffered;
  if (isUnlikely && !message.sure) return undefined;
  return perform(message, mentions, request);
}

function perform(
  { commands, questions }: TaskMessage,
  mentions: Mentions,
  request: Conversation['request'],
): TaskReply {
  const made = new ToolTurns(request);
  const asks: Ask[] = [];
  const said: Said[] = [];
  for (const [at, command] of commands.entries()) {
    if (asks.length > 0 && waits(command, commands.slice(0, at))) break;
    if (!isPossible(command, request)) {
      said.push({ text: NOT_OFFERED[command.action] });
      continue;
    }
    const step = follow(performCommand(command, mentions), made);
    if ('asks' in step) asks.push(...step.asks);
    else said.push(...step.result);
  }
  const { body } = request;
  if (asks.length > 0 && body['tool_choice'] !== 'none') {
    return { asks: body['parallel_tool_calls'] === false ? asks.slice(0, 1) : asks };
  }
  if (asks.length > 0) said.push({ text: OUT_OF_CALLS });
  said.push(...questions.map((other) => ({ text: `I cannot answer ${quote(other, 'en')}` })));
  return { text: compose(said) };
}

const isPossible = (command: TaskCommand, request: Conversation['request']): boolean =>
  isOffered(command.action, request);

/** What an earlier command changes is looked at after it; the rest is looked up at once. */
function waits(command: TaskCommand, earlier: TaskCommand[]): boolean {
  if (command.action === 'create') return false;
  if (command.action === 'list') return true;
  const references = 'of' in command ? command.of : command.changes.map(({ of }) => of);
  const made = earlier.flatMap((other) => {
    if (other.action === 'create') return { title: other.title };
    return 'changes' in other ? other.changes.map(({ to }) => ({ title: to })) : [];
  });
  return references.some(({ by, said }) => by !== 'name' || matchTasks(said, made).length > 0);
}

const OUT_OF_CALLS = 'I did not get to the rest: no more tools can be called for this answer.';
const NOT_OFFERED: Record<TaskCommand['action'], string> = {
  create: 'I cannot add tasks here: I was given no tool for it.',
  list: 'I cannot show tasks here: I was given no tool for it.',
  read: 'I cannot show tasks here: I was given no tool for it.',
  complete: 'I cannot mark tasks as done here: I was given no tool for it.',
  reopen: 'I cannot change tasks here: I was given no tool for it.',
  rename: 'I cannot change tasks here: I was given no tool for it.',
  describe: 'I cannot change tasks here: I was given no tool for it.',
  clear_description: 'I cannot change tasks here: I was given no tool for it.',
  delete: 'I cannot delete tasks here: I was given no tool for it.',
};
