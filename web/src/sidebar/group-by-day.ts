import type { Dictionary } from '../i18n/text.ts';
import type { Language } from '../preferences/preferences.ts';
import type { ListedConversation } from './listed-conversation.ts';

interface Group {
  label: string;
  conversations: ListedConversation[];
}

/** Puts conversations, newest first, under the days they belong to; those of long ago under their month. */
export function groupByDay(
  conversations: readonly ListedConversation[],
  { now, text, language }: { now: Date; text: Dictionary['sidebar']; language: Language },
): Group[] {
  const day = (daysAgo: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
  const month = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric' });
  const label = (date: Date): string => {
    if (date >= day(0)) return text.today;
    if (date >= day(1)) return text.yesterday;
    if (date >= day(7)) return text.lastWeek;
    return date >= day(30) ? text.lastMonth : month.format(date);
  };
  const groups = Map.groupBy(conversations, ({ updatedAt }) => label(updatedAt));
  return [...groups].map(([name, members]) => ({ label: name, conversations: members }));
}
