import type { Dictionary } from '../en/index.ts';

export const settings: Dictionary['settings'] = {
  title: 'الإعدادات',
  appearance: 'المظهر',
  theme: 'السمة',
  themes: { system: 'حسب الجهاز', light: 'فاتحة', dark: 'داكنة' },
  language: 'اللغة',
  languages: { en: 'English', ar: 'العربية' },
  account: 'الحساب',
  changePassword: 'تغيير كلمة المرور',
  changePasswordNote: 'تبقى مسجّل الدخول هنا، ويُسجَّل خروجك من كل جهاز آخر.',
  currentPassword: 'كلمة المرور الحالية',
  newPassword: 'كلمة المرور الجديدة',
  passwordChanged: 'تم تغيير كلمة المرور.',
  wrongPassword: 'هذه ليست كلمة مرورك. حاول مرة أخرى.',
  deleteAccount: 'حذف الحساب',
  deleteAccountNote: 'يحذف حسابك مع جميع المحادثات. لا يمكن التراجع عن ذلك.',
  deleteAccountTitle: 'هل تريد حذف حسابك؟',
  deleteAccountWarning: 'سيُحذف حسابك وجميع محادثاتك نهائيًا. أدخل كلمة المرور للمتابعة.',
  deleteForever: 'حذف نهائي',
  keepAccount: 'الاحتفاظ بالحساب',
  guest: 'أنت ضيف. سجّل الدخول لتُحفظ محادثاتك وتجدها على جميع أجهزتك.',
};
