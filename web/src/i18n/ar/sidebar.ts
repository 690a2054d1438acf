import type { Dictionary } from '../en/index.ts';

export const sidebar: Dictionary['sidebar'] = {
  conversations: 'المحادثات',
  openConversations: 'فتح المحادثات',
  newChat: 'محادثة جديدة',
  search: 'البحث في المحادثات',
  learn: 'اقرأ الكتاب',
  untitled: 'محادثة جديدة',
  today: 'اليوم',
  yesterday: 'أمس',
  lastWeek: 'آخر ٧ أيام',
  lastMonth: 'آخر ٣٠ يومًا',
  empty: 'ستظهر محادثاتك هنا.',
  noMatch: (search) => `لا توجد نتائج لـ «${search}».`,
  more: 'عرض المزيد',
  retry: 'حاول مرة أخرى',
  rename: 'إعادة التسمية',
  newTitle: 'العنوان الجديد',
  delete: 'حذف',
  deleteTitle: 'هل تريد حذف هذه المحادثة؟',
  deleteWarning: (title) => `ستُحذف «${title}» وجميع رسائلها نهائيًا.`,
  answering: 'تُكتب إجابة',
};
