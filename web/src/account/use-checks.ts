import { useText } from '../i18n/text.ts';

type Check = (value: string) => string | null;

/** What people enter to prove who they are, held against the server's rules. */
export function useChecks(): Record<'email' | 'password' | 'newPassword', Check> {
  const { account } = useText();
  return {
    email: (email) => {
      if (email.trim() === '') return account.emailMissing;
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim()) ? null : account.emailInvalid;
    },
    password: (password) => (password === '' ? account.passwordMissing : null),
    newPassword: (password) => {
      if (password === '') return account.passwordMissing;
      if (password.length < 8) return account.passwordShort;
      return password.length > 256 ? account.passwordLong : null;
    },
  };
}
