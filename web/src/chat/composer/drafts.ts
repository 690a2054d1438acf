import { parseStored } from '../../storage/parse-stored.ts';
import { tabStorage } from '../../storage/storage.ts';

/** Where something was typed, and by whom: what one person typed is not shown to the next. */
export interface DraftPlace {
  owner: string;
  /** A conversation, or one of the places where a new one begins. */
  place: string;
}

/** Who is nobody in particular. */
export const GUEST = 'guest';

const keyOf = (owner: string): string => `parlance.drafts.${owner}`;
const unsentAt = (place: string): string => `unsent ${place}`;

/** What was typed and not sent. It outlives a reload of the tab, and so does what could not be sent, unless it is shown still. */
export function readDraft({ owner, place }: DraftPlace, isUnsentShown: boolean): string {
  if (owner !== GUEST) takeOver(owner);
  const drafts = read(owner);
  return joined(isUnsentShown ? '' : drafts[unsentAt(place)], drafts[place]);
}

export function writeDraft({ owner, place }: DraftPlace, text: string, unsent = ''): void {
  const { [place]: _, [unsentAt(place)]: __, ...others } = read(owner);
  write(owner, {
    ...others,
    ...(text !== '' && { [place]: text }),
    ...(unsent !== '' && { [unsentAt(place)]: unsent }),
  });
}

export const clearDrafts = (owner: string): void => tabStorage.removeItem(keyOf(owner));

export const joined = (...texts: (string | undefined)[]): string => texts.filter(Boolean).join('\n\n');

/** What a guest typed goes along when they sign in. */
function takeOver(owner: string): void {
  const guests = read(GUEST);
  clearDrafts(GUEST);
  write(owner, { ...guests, ...read(owner) });
}

function write(owner: string, drafts: Record<string, string>): void {
  if (Object.keys(drafts).length === 0) clearDrafts(owner);
  else tabStorage.setItem(keyOf(owner), JSON.stringify(drafts));
}

const read = (owner: string): Record<string, string> =>
  (parseStored(tabStorage.getItem(keyOf(owner))) ?? {}) as Record<string, string>;
