import type { ParlanceError } from '@parlance/client-sdk';
import { useErrorText } from '../errors/use-error-text.ts';
import { useText } from '../i18n/text.ts';

/** Says why a change that asks for one's password was refused. */
export function usePasswordErrorText(): (error: ParlanceError) => string {
  const { settings } = useText();
  const errorText = useErrorText();
  return (error) => {
    const paths = error.details.issues?.map(({ path }) => path) ?? [];
    const isWrong = paths.includes('currentPassword') || paths.includes('password');
    return isWrong ? settings.wrongPassword : errorText(error);
  };
}
