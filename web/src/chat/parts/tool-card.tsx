import type { ParlanceError } from '@parlance/client-sdk';
import { useState } from 'react';
import { useErrorText } from '../../errors/use-error-text.ts';
import { useText } from '../../i18n/text.ts';
import { useChatContext } from '../chat-context.ts';
import { ApprovalCard } from './approval-card.tsx';
import { CallCard } from './call-card.tsx';
import type { PartProps } from './part-props.ts';
import styles from './tool-card.module.css';
import { useCallState } from './use-call-state.ts';

/** A tool call: a question as long as it waits to be allowed, then what became of it. */
export function ToolCard(props: PartProps<'tool-call'>) {
  const { tools } = useText();
  const { approve } = useChatContext();
  const errorText = useErrorText();
  const [error, setError] = useState<ParlanceError | null>(null);
  const state = useCallState(props);
  const { part } = props;
  const decide = async (decision: 'approve' | 'deny') => {
    setError(null);
    if (part.approval !== null) setError(await approve(part.approval.approvalId, decision));
  };
  return (
    <>
      {state === 'asked' ? (
        <ApprovalCard part={part} onDecide={decide} />
      ) : (
        <CallCard part={part} state={state} />
      )}
      {error && (
        <p role="alert" className={styles.error}>
          {error.code === 'conflict' ? tools.decidedBefore : errorText(error)}
        </p>
      )}
    </>
  );
}
