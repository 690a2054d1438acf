import type { Dictionary } from '../en/index.ts';

export const shell: Dictionary['shell'] = {
  name: 'Parlance',
  skipToContent: 'تخطَّ إلى المحتوى',
  loading: 'جارٍ التحميل…',
  close: 'إغلاق',
  cancel: 'إلغاء',
  save: 'حفظ',
  sessionExpired: 'انتهت جلستك. يُرجى تسجيل الدخول من جديد.',
  crashedTitle: 'توقفت هذه الصفحة عن العمل',
  crashedAdvice: 'لم يضِع شيء مما أُرسل. أعد تحميل الصفحة للمتابعة، وإن تكرر ذلك فابدأ محادثة جديدة.',
  notLoadedTitle: 'تعذّر تحميل هذا الجزء',
  notLoadedAdvice: 'تحقق من اتصالك وحاول مرة أخرى. وإن كنت متصلًا فقد تكون هذه الصفحة قديمة: أعد تحميلها.',
  reload: 'إعادة تحميل الصفحة',
  notFoundTitle: 'لا توجد صفحة بهذا العنوان',
  notFoundAdvice: 'قد يكون العنوان مكتوبًا خطأً، أو أن ما كان هنا لم يعد موجودًا.',
  goHome: 'ابدأ محادثة جديدة',
};
