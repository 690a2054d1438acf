import { words } from '../../../text/words.ts';
import type { Quoted } from './quoted.ts';

const LONGEST_TITLE = 200;
/** Verbs that tasks begin with: where one follows "and", another task begins. */
const TASK_VERBS = new Set(
  `answer apply arrange ask bake book bring build buy call cancel change charge check clean collect complete cook deploy do
  draft draw drop email empty exercise feed fetch file fill find finish fix get give go help hire install invite iron learn mail
  make meet message move mow order organise organize paint pay phone pick plan plant polish post practice practise prepare print
  read record renew repair replace reply report return review ring run schedule sell send ship sign sort start study submit
  sweep swim take talk tell test text tidy update vacuum visit walk wash watch water wipe work wrap write`.split(
    /\s+/u,
  ),
);
const SEPARATOR = /\s*[,;]\s*(?:and\s+)?|\s+and\s+/giu;
const FILLER = /^(?:to|that|i (?:need|have) to)\s+/iu;

/** The titles that a text names, in its words: "milk, eggs and bread" are three, "buy milk and eggs" is one. */
export function taskTitles(text: string, quoted: Quoted): string[] {
  const pieces = text.split(SEPARATOR).filter((piece) => piece.trim() !== '');
  const separators = text.match(SEPARATOR) ?? [];
  const startsTask = pieces.map(beginsWithVerb);
  const areThings =
    pieces.length > 1 && pieces.every((piece, at) => !startsTask[at] && words(piece).length <= 3);
  let titles: string[] = [];
  for (const [at, piece] of pieces.entries()) {
    const isNew = areThings || startsTask[at] || titles.length === 0 || separators[at - 1]?.includes(';');
    if (isNew) titles.push(piece);
    else titles = [...titles.slice(0, -1), `${titles.at(-1)}${separators[at - 1]}${piece}`];
  }
  return titles.map((title) => cleanTitle(title, quoted)).filter((title) => title !== '');
}

export function beginsWithVerb(text: string): boolean {
  const first = words(text.replace(FILLER, ''))[0]?.folded;
  return first !== undefined && TASK_VERBS.has(first);
}

function cleanTitle(title: string, quoted: Quoted): string {
  const plain = title.trim().replace(FILLER, '');
  return quoted.reveal(plain).slice(0, LONGEST_TITLE).toWellFormed().trim();
}
