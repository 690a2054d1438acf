import type { Dictionary } from '../en/index.ts';

const count = new Intl.NumberFormat('ar');
const seconds = new Intl.NumberFormat('ar', { maximumFractionDigits: 1 });

export const tools: Dictionary['tools'] = {
  names: {
    create_task: 'إضافة مهمة',
    list_tasks: 'الاطلاع على المهام',
    get_task: 'الاطلاع على مهمة',
    update_task: 'تعديل مهمة',
    complete_task: 'إنجاز مهمة',
    delete_task: 'حذف مهمة',
  },
  at: (server, tool) => `${tool} (${server})`,

  states: {
    asked: 'ينتظر قرارك',
    running: 'قيد التنفيذ',
    done: 'تم',
    failed: 'فشل',
    denied: 'لم يُسمح به',
    expired: 'انتهت المهلة',
    stopped: 'تم الإيقاف',
    unknown: 'النتيجة غير معروفة',
  },
  arguments: 'المدخلات',
  result: 'النتيجة',
  error: 'الخطأ',
  table: 'جدول',
  duration: (ms) => (ms < 1_000 ? `${count.format(Math.round(ms))} م.ث` : `${seconds.format(ms / 1_000)} ث`),
  yes: 'نعم',
  no: 'لا',
  nothing: '–',
  showAll: 'عرض الكل',
  showAllRows: (rows) => `عرض الكل (${count.format(rows)})`,
  showLess: 'عرض أقل',

  question: 'هل تسمح بهذا؟',
  approve: 'موافقة',
  deny: 'رفض',
  until: (time) => `يمكنك أن تقرر حتى ${time}.`,
  approvedNote: 'سُمح بهذا.',
  deniedNote: 'لم يُسمح بهذا، فلم يُنفَّذ.',
  expiredNote: 'لم يسمح أحد بهذا في الوقت المحدد، فلم يُنفَّذ.',
  stoppedNote: 'انتهت الإجابة قبل أن يُسمح بهذا، فلم يُنفَّذ.',
  unknownNote: 'انقطع هذا قبل وصول نتيجته. ربما نُفِّذ وربما لا، ولم يُنفَّذ مرة أخرى.',
  handedOverTo: 'أُحيلت الإجابة إلى',
  guardrails: {
    input: 'أوقفت قاعدة حماية هذا السؤال:',
    output: 'أوقفت قاعدة حماية هذه الإجابة:',
    tool_input: 'أوقفت قاعدة حماية استدعاء أداة:',
    tool_output: 'أوقفت قاعدة حماية نتيجة استدعاء أداة:',
  },

  decidedBefore: 'تم البتّ في هذا من قبل، أو انتهت مهلته.',
};
