import type { Language, Theme } from '../../preferences/preferences.ts';

export const settings = {
  title: 'Settings',
  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'As the device', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>,
  language: 'Language',
  languages: { en: 'English', ar: 'العربية' } satisfies Record<Language, string>,
  account: 'Account',
  changePassword: 'Change password',
  changePasswordNote: 'You stay signed in here. Every other device is signed out.',
  currentPassword: 'Current password',
  newPassword: 'New password',
  passwordChanged: 'Your password has been changed.',
  wrongPassword: 'This is not your password. Try again.',
  deleteAccount: 'Delete account',
  deleteAccountNote: 'Deletes your account with all conversations. This cannot be undone.',
  deleteAccountTitle: 'Delete your account?',
  deleteAccountWarning:
    'Your account and all your conversations will be gone for good. Enter your password to go on.',
  deleteForever: 'Delete for good',
  keepAccount: 'Keep account',
  guest: 'You are a guest. Sign in to keep your conversations and have them on every device.',
};
