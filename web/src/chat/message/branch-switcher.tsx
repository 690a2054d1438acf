import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { type BranchStep, useChatContext } from '../chat-context.ts';
import styles from './branch-switcher.module.css';

/** Steps through the versions of a message: edits of a question, further answers to it. */
export function BranchSwitcher({ id, siblingIds }: { id: string; siblingIds: string[] }) {
  const { chat: text } = useText();
  const { isAnswering, switchBranch, lastStep } = useChatContext();
  const previous = useRef<HTMLButtonElement>(null);
  const next = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (lastStep.current?.to !== id) return;
    const inOrder = lastStep.current.direction === 'previous' ? [previous, next] : [next, previous];
    lastStep.current = null;
    inOrder.find(({ current }) => current?.disabled === false)?.current?.focus();
  }, [id, lastStep]);

  const index = siblingIds.indexOf(id);
  if (siblingIds.length < 2) return null;
  const step = (direction: BranchStep['direction'], to: string | undefined) => ({
    ref: direction === 'previous' ? previous : next,
    disabled: isAnswering || to === undefined,
    onClick: () => {
      if (to === undefined) return;
      lastStep.current = { to, direction };
      switchBranch(to);
    },
  });
  return (
    <div className={styles.switcher}>
      <IconButton
        icon={ChevronLeft}
        label={text.previousVersion}
        {...step('previous', siblingIds[index - 1])}
      />
      <span className={styles.place}>{text.versionOf(index + 1, siblingIds.length)}</span>
      <IconButton icon={ChevronRight} label={text.nextVersion} {...step('next', siblingIds[index + 1])} />
    </div>
  );
}
