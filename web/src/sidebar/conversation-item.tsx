import { Pencil, Trash2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link } from 'wouter';
import { useText } from '../i18n/text.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { RenameForm } from '../ui/rename-form.tsx';
import { useHandOverFocus } from '../ui/use-hand-over-focus.ts';
import styles from './conversation-item.module.css';
import type { ListedConversation } from './listed-conversation.ts';

interface ConversationItemProps {
  conversation: ListedConversation;
  isActive: boolean;
  onRename: (title: string) => void;
  onDelete: () => void;
}

export function ConversationItem({ conversation, isActive, onRename, onDelete }: ConversationItemProps) {
  const { sidebar } = useText();
  const [isRenaming, setRenaming] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  const link = useRef<HTMLAnchorElement>(null);
  const titleId = useId();
  const title = conversation.title ?? sidebar.untitled;
  useHandOverFocus(item, focusNearest);
  useEffect(() => {
    if (isActive) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);

  const finish = (newTitle: string | null) => {
    // At once, so that the field is gone and the focus can go back to where it came from.
    flushSync(() => setRenaming(false));
    if (document.activeElement === document.body) link.current?.focus();
    if (newTitle !== null && newTitle !== conversation.title) onRename(newTitle);
  };
  return (
    <li ref={item} className={styles.item} data-active={isActive}>
      {isRenaming ? (
        <RenameForm title={title} onDone={finish} />
      ) : (
        <>
          <Link
            ref={link}
            id={titleId}
            href={`/c/${conversation.id}`}
            className={styles.link}
            aria-current={isActive ? 'page' : undefined}
            title={title}
          >
            <bdi className={styles.title}>{title}</bdi>
            {conversation.isAnswering && (
              <span className={styles.answering} role="img" aria-label={sidebar.answering} />
            )}
          </Link>
          <ItemActions titleId={titleId} onRename={() => setRenaming(true)} onDelete={onDelete} />
        </>
      )}
    </li>
  );
}

interface ItemActionsProps {
  /** Of the element that says which conversation it is. */
  titleId: string;
  onRename: () => void;
  onDelete: () => void;
}

function ItemActions({ titleId, onRename, onDelete }: ItemActionsProps) {
  const { sidebar } = useText();
  return (
    <span className={styles.actions}>
      <IconButton
        icon={Pencil}
        iconSize={15}
        label={sidebar.rename}
        aria-describedby={titleId}
        onClick={onRename}
      />
      <IconButton
        icon={Trash2}
        iconSize={15}
        label={sidebar.delete}
        aria-describedby={titleId}
        onClick={onDelete}
      />
    </span>
  );
}

/** Gives the focus of an item that goes to the one after it, or before it, of whatever day; to the empty list otherwise. */
function focusNearest(gone: HTMLElement): void {
  const list = gone.closest('nav');
  const items = [...(list?.querySelectorAll<HTMLElement>('li') ?? [])];
  const at = items.indexOf(gone);
  const nearest = items[at + 1] ?? items[at - 1];
  (nearest?.querySelector('a') ?? list)?.focus();
}
