import type { Dictionary } from '../en/index.ts';

const count = new Intl.NumberFormat('ar');

export const panel: Dictionary['panel'] = {
  title: 'المساعد',
  open: 'افتح المحادثة',
  askAboutThis: 'اسأل عن هذا',
  selectionTooLong: (over) => `النص أطول من المسموح بمقدار ${count.format(over)} حرفًا. حدِّد نصًا أقصر.`,
};
