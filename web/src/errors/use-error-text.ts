import type { ClientErrorCode, ErrorDetails, RunError } from '@parlance/client-sdk';
import { useText } from '../i18n/text.ts';
import { useLanguage } from '../preferences/preferences.ts';

/** What is known of a failure: a ParlanceError, or the error that a run ended with. */
interface Failure {
  code: ClientErrorCode | RunError['code'];
  details?: ErrorDetails;
}

/** Says in the reader's language what went wrong and what to do next. */
export function useErrorText(): (failure: Failure) => string {
  const { errors } = useText();
  const language = useLanguage();
  return ({ code, details }) => {
    const seconds = details?.retryAfterSeconds;
    return code === 'rate_limited' && seconds !== undefined
      ? errors.rate_limited_for(duration(seconds, language))
      : errors[code];
  };
}

const duration = (seconds: number, language: string): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(
    Math.ceil(seconds),
  );
