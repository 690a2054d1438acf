import type { Dictionary } from '../en/index.ts';

export const bots: Dictionary['bots'] = {
  title: 'البوتات',
  greetingOf: (name) => `تحدث مع ${name}`,
  goneTitle: 'هذا البوت ليس هنا',
  goneAdvice: 'لقد حُذف، أو أن صاحبه يحتفظ به لنفسه.',
};
