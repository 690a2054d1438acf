import { useAuth, useBots } from '@parlance/client-sdk/react';
import { useErrorText } from '../errors/use-error-text.ts';
import { useText } from '../i18n/text.ts';
import { Page } from '../shell/page.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { FormError } from '../ui/form-error.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { Section } from '../ui/section.tsx';
import { BotItem } from './bot-item.tsx';
import styles from './bots.module.css';
import { ImportButton } from './import-button.tsx';
import { useBotText } from './use-bot-text.ts';

/** One's own bots, and those that everybody may talk to. */
export default function BotsView() {
  const text = useBotText();
  const { account, bots } = useText();
  const { status } = useAuth();
  return (
    <Page title={bots.title}>
      <p className={styles.aside}>{text.note}</p>
      {status === 'signed-in' && <OwnAndPublic />}
      {status === 'signed-out' && (
        <Section title={text.own} note={text.guest}>
          <div>
            <ButtonLink href="/sign-in?next=/bots">{account.signIn}</ButtonLink>
          </div>
        </Section>
      )}
    </Page>
  );
}

function OwnAndPublic() {
  const text = useBotText();
  const { shell } = useText();
  const errorText = useErrorText();
  const { bots, status, error, hasMore, isLoadingMore, loadMore } = useBots();
  const own = bots.filter((bot) => bot.own);
  const others = bots.filter((bot) => !bot.own);
  return (
    <>
      <div className={styles.buttons}>
        <ButtonLink href="/bots/new">{text.create}</ButtonLink>
        <ImportButton />
      </div>
      <FormError>{error && errorText(error)}</FormError>
      {status === 'pending' && <p className={styles.aside}>{shell.loading}</p>}
      {status === 'success' && (
        <Section title={text.own}>
          {own.length === 0 ? (
            <p className={styles.aside}>{text.noneOwn}</p>
          ) : (
            <ul className={styles.list}>
              {own.map((bot) => (
                <BotItem key={bot.id} bot={bot} />
              ))}
            </ul>
          )}
        </Section>
      )}
      {others.length > 0 && (
        <Section title={text.others}>
          <ul className={styles.list}>
            {others.map((bot) => (
              <BotItem key={bot.id} bot={bot} />
            ))}
          </ul>
        </Section>
      )}
      {hasMore && <LoadMore isLoading={isLoadingMore} onLoad={loadMore} />}
    </>
  );
}
