import type { Dictionary } from '../en/index.ts';

const count = new Intl.NumberFormat('ar');

export const chat: Dictionary['chat'] = {
  greeting: 'ماذا تريد أن تعرف؟',
  suggestions: [
    'ماذا يمكنك أن تفعل؟',
    'كيف يستشعر الروبوت العالم من حوله؟',
    'ما الفرق بين المستشعر والمشغّل؟',
  ],

  message: 'الرسالة',
  placeholder: 'اطرح سؤالًا',
  send: 'إرسال',
  stop: 'إيقاف',
  aboutSelection: 'حول هذا النص',
  removeSelection: 'إزالة النص المحدد',
  lengthOf: (length, most) => `${count.format(length)} من ${count.format(most)} حرف`,
  tooLong: (over) => `الرسالة أطول من الحد بمقدار ${count.format(over)} حرف. اختصرها لإرسالها.`,

  messages: 'الرسائل',
  you: 'أنت',
  assistant: 'المساعد',
  loadingOlder: 'يجري تحميل الرسائل السابقة…',
  jumpToLatest: 'الانتقال إلى الأحدث',

  copy: 'نسخ',
  copyCode: 'نسخ الشيفرة',
  copied: 'تم النسخ',
  copyRefused: 'لا يسمح المتصفح لهذه الصفحة بالنسخ. حدّد النص وانسخه بنفسك.',
  tryAgain: 'حاول مرة أخرى',
  edit: 'تعديل',
  editMessage: 'تعديل الرسالة',
  previousVersion: 'النسخة السابقة',
  nextVersion: 'النسخة التالية',
  versionOf: (place, all) => `${count.format(place)} / ${count.format(all)}`,
  goodAnswer: 'إجابة جيدة',
  badAnswer: 'إجابة سيئة',
  whatWasBad: 'ما الخطأ فيها؟ (اختياري)',
  sendComment: 'إرسال التعليق',
  commentThanks: 'شكرًا لك. تم إرسال تعليقك.',

  answering: 'تجري الإجابة…',
  waitingForYou: 'المساعد ينتظر قرارك',
  answerFinished: 'اكتملت الإجابة',
  answerFailed: 'تعذّر إكمال الإجابة',
  stopped: 'تم الإيقاف',
  unsent: 'لم تُرسَل.',
  sendAgain: 'إرسال مرة أخرى',
  discard: 'تجاهل',

  reconnecting: 'جارٍ إعادة الاتصال…',
  offline: 'أنت غير متصل بالإنترنت. سيعمل الإرسال عندما تتصل من جديد.',
  offlineWhileSending: 'أنت غير متصل بالإنترنت. ستُرسَل رسالتك عند عودتك.',
  offlineWhileAnswering: 'أنت غير متصل بالإنترنت. تستمر الإجابة على الخادم وستظهر عند عودتك.',
  showAnswer: 'اعرضها',
  loadFailedTitle: 'تعذّر تحميل المحادثة',
  goneTitle: 'هذه المحادثة ليست هنا',
  goneAdvice: 'لقد حُذفت، أو أنها تخص شخصًا آخر.',

  image: 'صورة',
  imageAt: (label, host) => `${label} (صورة في ${host})`,
  footnotes: 'الحواشي',
  done: 'تم',
  notDone: 'لم يتم',
};
