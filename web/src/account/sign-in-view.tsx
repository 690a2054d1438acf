import { useAuth } from '@parlance/client-sdk/react';
import { Link, Redirect } from 'wouter';
import { useErrorText } from '../errors/use-error-text.ts';
import { useText } from '../i18n/text.ts';
import { AccountPage } from './account-page.tsx';
import { CredentialsForm } from './credentials-form.tsx';
import { useReturnAddress } from './use-return-address.ts';

export default function SignInView() {
  const { account, shell } = useText();
  const { status, signedOutReason, logIn } = useAuth();
  const { returnTo, carry } = useReturnAddress();
  const errorText = useErrorText();
  if (status === 'signed-in') return <Redirect to={returnTo} replace />;
  return (
    <AccountPage
      name={account.signIn}
      title={account.signInTitle}
      {...(signedOutReason === 'expired' && { reason: shell.sessionExpired })}
      otherDoor={
        <>
          {account.noAccount} <Link href={carry('/sign-up')}>{account.signUp}</Link>
        </>
      }
    >
      <CredentialsForm
        isNew={false}
        isPending={logIn.isPending}
        error={logIn.error}
        errorText={(error) => (error.code === 'unauthorized' ? account.wrongLogin : errorText(error))}
        onSend={logIn.mutate}
      />
    </AccountPage>
  );
}
