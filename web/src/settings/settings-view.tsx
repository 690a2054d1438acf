import { useAuth } from '@parlance/client-sdk/react';
import { useText } from '../i18n/text.ts';
import { Page } from '../shell/page.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { Appearance } from './appearance.tsx';
import { ChangePassword } from './change-password.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { Section } from './section.tsx';

export default function SettingsView() {
  const { account, settings } = useText();
  const { status, user } = useAuth();
  return (
    <Page title={settings.title}>
      <Appearance />
      {status === 'signed-in' && (
        <>
          <Section title={settings.changePassword} note={settings.changePasswordNote}>
            <ChangePassword email={user?.email ?? ''} />
          </Section>
          <Section title={settings.deleteAccount} note={settings.deleteAccountNote}>
            <DeleteAccount email={user?.email ?? ''} />
          </Section>
        </>
      )}
      {status === 'signed-out' && (
        <Section title={settings.account} note={settings.guest}>
          <ButtonLink href="/sign-in?next=/settings">{account.signIn}</ButtonLink>
        </Section>
      )}
    </Page>
  );
}
