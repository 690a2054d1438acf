import type { ParlanceError } from '@parlance/client-sdk';
import { useAuth } from '@parlance/client-sdk/react';
import { Link, Redirect } from 'wouter';
import { useErrorText } from '../errors/use-error-text.ts';
import { useText } from '../i18n/text.ts';
import { AccountPage } from './account-page.tsx';
import { CredentialsForm } from './credentials-form.tsx';
import { useReturnAddress } from './use-return-address.ts';

export default function SignUpView() {
  const { account } = useText();
  const { status, signUp } = useAuth();
  const { returnTo, carry } = useReturnAddress();
  const errorText = useErrorText();
  const explain = (error: ParlanceError): string => {
    if (error.code === 'conflict') return account.emailTaken;
    const refusesEmail = error.details.issues?.some(({ path }) => path === 'email');
    return refusesEmail ? account.emailInvalid : errorText(error);
  };
  if (status === 'signed-in') return <Redirect to={returnTo} replace />;
  return (
    <AccountPage
      name={account.signUp}
      title={account.signUpTitle}
      reason={account.signUpReason}
      otherDoor={
        <>
          {account.haveAccount} <Link href={carry('/sign-in')}>{account.signIn}</Link>
        </>
      }
    >
      <CredentialsForm
        isNew
        isPending={signUp.isPending}
        error={signUp.error}
        errorText={explain}
        onSend={signUp.mutate}
      />
    </AccountPage>
  );
}
