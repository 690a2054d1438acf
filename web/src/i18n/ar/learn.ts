import type { Dictionary } from '../en/index.ts';

export const learn: Dictionary['learn'] = {
  title: 'ما الذكاء الاصطناعي المادي؟',
  contents: 'في هذه الصفحة',
  assistant: 'مساعد الكتاب',
  greeting: 'اسأل عن هذا الفصل',
  suggestions: ['ما وظيفة مرشِّح كالمان؟', 'لماذا توجد فجوة بين المحاكاة والواقع؟'],
};
