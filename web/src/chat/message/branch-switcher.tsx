import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useChatContext } from '../chat-context.ts';
import styles from './branch-switcher.module.css';

/** Steps through the versions of a message: edits of a question, further answers to it. */
export function BranchSwitcher({ id, siblingIds }: { id: string; siblingIds: string[] }) {
  const { chat: text } = useText();
  const { busy, switchBranch } = useChatContext();
  const index = siblingIds.indexOf(id);
  if (siblingIds.length < 2) return null;
  const step = (to: string | undefined) => ({
    disabled: busy || to === undefined,
    onClick: () => to !== undefined && switchBranch(to),
  });
  return (
    <div className={styles.switcher}>
      <IconButton icon={ChevronLeft} label={text.previousVersion} {...step(siblingIds[index - 1])} />
      <span className={styles.place}>{text.versionOf(index + 1, siblingIds.length)}</span>
      <IconButton icon={ChevronRight} label={text.nextVersion} {...step(siblingIds[index + 1])} />
    </div>
  );
}
