import type { Dictionary } from '../en/index.ts';

export const tasks: Dictionary['tasks'] = {
  title: 'المهام',
  show: 'عرض المهام',
  guest: 'سجّل الدخول لتكون لك قائمة مهام يعتني بها المساعد معك.',
  add: 'أضف مهمة',
  addButton: 'إضافة',
  search: 'البحث في المهام',
  open: 'مفتوحة',
  done: 'منجزة',
  noneOpen: 'لا شيء للقيام به. أضف مهمة أو اطلب ذلك من المساعد.',
  noMatch: (search) => `لا توجد نتائج لـ «${search}».`,
  rename: 'إعادة تسمية المهمة',
  remove: 'حذف المهمة',
};
