import { ShieldQuestionMark } from 'lucide-react';
import { useId, useRef } from 'react';
import { useText } from '../../i18n/text.ts';
import { useLanguage } from '../../preferences/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { useHandOverFocus } from '../../ui/use-hand-over-focus.ts';
import { useChatContext } from '../chat-context.ts';
import styles from './approval-card.module.css';
import type { PartProps } from './part-props.ts';
import { useLeadFocus } from './use-lead-focus.ts';
import { useToolName } from './use-tool-name.ts';
import { ValueView } from './value-view.tsx';

interface ApprovalCardProps {
  part: PartProps<'tool-call'>['part'];
  onDecide(decision: 'approve' | 'deny'): void;
}

/** Asks whether a tool call may be carried out: what it does, with what, and until when that can be said. */
export function ApprovalCard({ part, onDecide }: ApprovalCardProps) {
  const { tools } = useText();
  const toolName = useToolName();
  const { focusComposer } = useChatContext();
  const card = useRef<HTMLElement>(null);
  const id = useId();
  const until = useMoment(part.approval?.expiresAt ?? '');
  useLeadFocus(card, part.approval?.approvalId ?? '');

  const moveOn = () => {
    const others = card.current?.closest('[data-chat]')?.querySelectorAll<HTMLElement>('[data-asks]') ?? [];
    const next = [...others].find((other) => other !== card.current);
    if (next) next.focus();
    else focusComposer();
  };
  // Decided in another tab, or by nobody.
  useHandOverFocus(card, moveOn);
  const decide = (decision: 'approve' | 'deny') => {
    moveOn();
    onDecide(decision);
  };
  return (
    <section
      ref={card}
      tabIndex={-1}
      className={styles.card}
      data-asks=""
      aria-labelledby={`${id}-question ${id}-tool`}
    >
      <p id={`${id}-question`} className={styles.question}>
        <ShieldQuestionMark size={18} aria-hidden="true" />
        {tools.question}
      </p>
      <p id={`${id}-tool`} className={styles.tool}>
        <bdi>{toolName(part.tool)}</bdi> <code className={styles.technical}>{part.tool}</code>
      </p>
      <ValueView value={part.arguments} />
      <div className={styles.foot}>
        <div className={styles.buttons}>
          <Button onClick={() => decide('approve')}>{tools.approve}</Button>
          <Button look="plain" onClick={() => decide('deny')}>
            {tools.deny}
          </Button>
        </div>
        <p className={styles.until}>{tools.until(until)}</p>
      </div>
    </section>
  );
}

/** A moment in the reader's language; of today, the time alone. */
function useMoment(iso: string): string {
  const language = useLanguage();
  const moment = new Date(iso);
  const isToday = moment.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(language, {
    timeStyle: 'short',
    ...(!isToday && { dateStyle: 'medium' }),
  }).format(moment);
}
