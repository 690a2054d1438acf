import { useAuth, useBot } from '@parlance/client-sdk/react';
import { Link } from 'wouter';
import { useErrorText } from '../errors/use-error-text.ts';
import { useText } from '../i18n/text.ts';
import { Notice } from '../shell/notice.tsx';
import { Page } from '../shell/page.tsx';
import { Button } from '../ui/button.tsx';
import { ButtonLink } from '../ui/button-link.tsx';
import { BotEditor } from './bot-editor.tsx';
import styles from './bots.module.css';
import { useBotText } from './use-bot-text.ts';

/** A bot of one's own to be changed; `new`: one to be made. */
export default function BotView({ botId }: { botId: string }) {
  const text = useBotText();
  const { account, bots } = useText();
  const { status } = useAuth();
  if (status === 'loading') return <Loading />;
  if (status === 'signed-out') {
    return (
      <Notice title={bots.title} advice={text.guest}>
        <ButtonLink href={`/sign-in?next=/bots/${botId}`}>{account.signIn}</ButtonLink>
      </Notice>
    );
  }
  if (botId !== 'new') return <KnownBot botId={botId} />;
  return (
    <Page title={text.newTitle}>
      <BotEditor bot={null} onReload={async () => null} />
    </Page>
  );
}

function KnownBot({ botId }: { botId: string }) {
  const text = useBotText();
  const { bots, chat } = useText();
  const errorText = useErrorText();
  const { data: bot, error, refetch } = useBot(botId);
  if (bot) {
    return (
      <Page title={bot.name}>
        <BotEditor bot={bot} onReload={async () => (await refetch()).data ?? null} />
      </Page>
    );
  }
  if (error === null) return <Loading />;
  const isGone = error.code === 'not_found' || error.code === 'bad_request';
  return (
    <Notice role="alert" title={bots.goneTitle} advice={isGone ? bots.goneAdvice : errorText(error)}>
      {isGone ? (
        <Link href="/bots">{text.toList}</Link>
      ) : (
        <Button onClick={() => void refetch()}>{chat.tryAgain}</Button>
      )}
    </Notice>
  );
}

function Loading() {
  const { shell } = useText();
  return <p className={styles.loading}>{shell.loading}</p>;
}
