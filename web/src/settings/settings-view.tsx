import { useAuth } from '@parlance/client-sdk/react';
import { useText } from '../i18n/text.ts';
import { Page } from '../shell/page.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { Section } from '../ui/section.tsx';
import { Appearance } from './appearance.tsx';
import { ChangePassword } from './change-password.tsx';
import { DeleteAccount } from './delete-account.tsx';
import styles from './settings.module.css';

export default function SettingsView() {
  const { account, settings } = useText();
  const { status, user } = useAuth();
  return (
    <Page title={settings.title}>
      <Appearance />
      {status === 'signed-in' && (
        <>
          <Section title={settings.changePassword} note={settings.changePasswordNote}>
            <div className={styles.content}>
              <ChangePassword email={user?.email ?? ''} />
            </div>
          </Section>
          <Section title={settings.deleteAccount} note={settings.deleteAccountNote}>
            <div className={styles.content}>
              <DeleteAccount email={user?.email ?? ''} />
            </div>
          </Section>
        </>
      )}
      {status === 'signed-out' && (
        <Section title={settings.account} note={settings.guest}>
          <div className={styles.content}>
            <ButtonLink href="/sign-in?next=/settings">{account.signIn}</ButtonLink>
          </div>
        </Section>
      )}
    </Page>
  );
}
