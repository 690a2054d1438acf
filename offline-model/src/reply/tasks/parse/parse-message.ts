import { isQuestion } from '../../../text/is-question.ts';
import { sentences } from '../../../text/sentences.ts';
import type { Parsed, TaskCommand } from '../task-command.ts';
import { parseChange, parseRead } from './parse-change.ts';
import { parseCreate } from './parse-create.ts';
import { parseFinish } from './parse-finish.ts';
import { parseList } from './parse-list.ts';
import { Quoted } from './quoted.ts';
import { plain } from './wording.ts';

/** What a message wants done with tasks. */
export interface TaskMessage {
  commands: TaskCommand[];
  sure: boolean;
  /** Questions in it that are not about tasks. */
  questions: string[];
}

const LONGEST_MESSAGE = 4000;
const MOST_CONNECTORS = 12;
const CONNECTOR =
  /(?<loose>\s*[,;]?\s*(?:and\s+)?(?:then|after that|afterwards)\s+)|\s*[,;]\s*(?:(?:and|but)\s+)?(?:also\s+|finally\s+|next\s+)?|\s+(?:and|but)\s+(?:also\s+|finally\s+)?/giu;
const WANTING = /^(?:i|we)(?:'d| would)? (?:want|need|like|have|love) to (?=\S)/iu;
const BULLET = /^\s*(?:[-*•]|\d{1,2}[.)])\s+/u;
const MORE_OF_IT = /^(?:the )?(?:details?|description|notes?)\s*[:=]\s*/iu;

/** Reads a message for what it wants done with tasks; nothing where it is about something else. */
export function parseMessage(message: string): TaskMessage | undefined {
  if (message.length > LONGEST_MESSAGE) return undefined;
  const quoted = new Quoted(message.replaceAll('’', "'"));
  const commands: TaskCommand[] = [];
  const others: string[] = [];
  let sure = false;
  for (const sentence of sentences(joinBullets(quoted.text))) {
    const parsed = parseRun(sentence, quoted);
    const last = commands.at(-1);
    if (parsed) {
      commands.push(...parsed.commands);
      sure ||= parsed.sure;
    } else if (last?.action === 'create' && MORE_OF_IT.test(sentence)) {
      last.description = quoted.reveal(sentence.replace(MORE_OF_IT, '')).trim();
    } else if (plain(sentence) !== '') others.push(sentence);
  }
  if (commands.length === 0 || (!sure && others.some((other) => plain(other).includes(' '))))
    return undefined;
  return { commands, sure, questions: others.filter(isQuestion).map((other) => quoted.reveal(other)) };
}

/** A list of points after a colon becomes one sentence. */
function joinBullets(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const [head = '', ...points] = lines;
  if (points.length === 0 || !/:\s*$/u.test(head) || !points.every((line) => BULLET.test(line))) return text;
  return `${head.trim()} ${points.map((line) => line.replace(BULLET, '').trim()).join('; ')}`;
}

/** One clause after the other, or all of it as one. Each end of the sentence is looked at once, however many ways lead to it. */
function parseRun(
  sentence: string,
  quoted: Quoted,
  seen = new Map<string, Parsed | undefined>(),
): Parsed | undefined {
  if (!seen.has(sentence))
    seen.set(sentence, parseCut(sentence, quoted, seen) ?? parseClause(sentence, quoted));
  return seen.get(sentence);
}

function parseCut(
  sentence: string,
  quoted: Quoted,
  seen: Map<string, Parsed | undefined>,
): Parsed | undefined {
  const cuts = [...sentence.matchAll(CONNECTOR)];
  if (cuts.length > MOST_CONNECTORS) return undefined;
  for (const cut of cuts) {
    const before = parseClause(sentence.slice(0, cut.index), quoted);
    if (!before) continue;
    const after = parseRun(sentence.slice(cut.index + cut[0].length), quoted, seen);
    const isCut = after && (after.sure || cut.groups?.['loose'] !== undefined);
    if (isCut) return { commands: [...before.commands, ...after.commands], sure: before.sure || after.sure };
  }
  return undefined;
}

function parseClause(clause: string, quoted: Quoted): Parsed | undefined {
  const text = plain(clause);
  if (text === '') return undefined;
  const wanted = WANTING.test(text) ? parsePlain(text.replace(WANTING, ''), quoted) : undefined;
  if (wanted?.sure && wanted.commands.every(({ action }) => action !== 'complete')) return wanted;
  return parsePlain(text, quoted);
}

function parsePlain(text: string, quoted: Quoted): Parsed | undefined {
  return (
    parseList(text, quoted) ??
    parseRead(text, quoted) ??
    parseChange(text, quoted) ??
    parseCreate(text, quoted) ??
    parseFinish(text, quoted)
  );
}
