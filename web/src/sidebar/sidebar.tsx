import { useAuth } from '@parlance/client-sdk/react';
import { BookOpen, Bot, SquarePen, X } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { AccountMenu } from '../account/account-menu.tsx';
import { useBeginNewChat } from '../chat/new-chat.ts';
import { useText } from '../i18n/text.ts';
import { newChatShortcut } from '../shell/use-new-chat-shortcut.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Logo } from '../ui/logo.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { GuestConversations } from './guest-conversations.tsx';
import { OwnConversations } from './own-conversations.tsx';
import styles from './sidebar.module.css';

/** Everything that is reached from everywhere. `onClose`: it lies in a drawer. */
export function Sidebar({ onClose }: { onClose?: () => void }) {
  const { bots, shell, sidebar } = useText();
  const { status } = useAuth();
  const [location] = useLocation();
  const beginNewChat = useBeginNewChat();
  const [search, setSearch] = useState('');
  const startNewChat = () => {
    beginNewChat();
    onClose?.();
  };
  return (
    <div className={styles.sidebar}>
      <div className={styles.head}>
        <Link href="/" className={styles.brand}>
          <Logo />
          {shell.name}
        </Link>
        {onClose && <IconButton icon={X} label={shell.close} onClick={onClose} />}
      </div>
      <button
        type="button"
        className={styles.newChat}
        aria-keyshortcuts={newChatShortcut}
        onClick={startNewChat}
      >
        <SquarePen size={18} aria-hidden="true" />
        {sidebar.newChat}
      </button>
      <SearchBox label={sidebar.search} onSearch={setSearch} />
      <nav tabIndex={-1} className={styles.conversations} aria-label={sidebar.conversations}>
        {status === 'signed-in' && <OwnConversations search={search} />}
        {status === 'signed-out' && <GuestConversations search={search} />}
      </nav>
      <div className={styles.foot}>
        <Link href="/bots" className={styles.place} aria-current={location === '/bots' ? 'page' : undefined}>
          <Bot size={18} aria-hidden="true" />
          {bots.title}
        </Link>
        <Link
          href="/learn"
          className={styles.place}
          aria-current={location === '/learn' ? 'page' : undefined}
        >
          <BookOpen size={18} aria-hidden="true" />
          {sidebar.learn}
        </Link>
        <AccountMenu />
      </div>
    </div>
  );
}
