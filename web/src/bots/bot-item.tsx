import type { Bot } from '@parlance/client-sdk';
import { MessageCircle, Pencil } from 'lucide-react';
import { useLocation } from 'wouter';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './bots.module.css';
import { useBotText } from './use-bot-text.ts';

/** A bot in the list. */
export function BotItem({ bot }: { bot: Bot }) {
  const bots = useBotText();
  const [, navigate] = useLocation();
  return (
    <li className={styles.item}>
      <span className={styles.itemText}>
        <bdi className={styles.itemName}>{bot.name}</bdi>
        <span className={styles.aside}>
          {bot.own ? bots.visibilities[bot.visibility] : <bdi>{bot.greeting}</bdi>}
        </span>
      </span>
      {bot.own && (
        <IconButton icon={Pencil} label={bots.edit(bot.name)} onClick={() => navigate(`/bots/${bot.id}`)} />
      )}
      <IconButton
        icon={MessageCircle}
        label={bots.chatWith(bot.name)}
        onClick={() => navigate(`/b/${bot.id}`)}
      />
    </li>
  );
}
