import { Check, LoaderCircle, TriangleAlert, Wrench } from 'lucide-react';
import { useText } from '../../i18n/text.ts';
import type { PartProps } from './part-props.ts';
import styles from './tool-card.module.css';

/** A tool call: its name and how it went in one line; what went in and came out behind it. */
export function ToolCard({ part, streaming }: PartProps<'tool-call'>) {
  const { chat: text } = useText();
  const isRunning = streaming && part.durationMs === null;
  return (
    <details className={styles.card}>
      <summary className={styles.summary}>
        <Wrench size={16} aria-hidden="true" />
        <span className={styles.name}>{part.tool}</span>
        <Outcome isRunning={isRunning} isError={part.isError} />
        {part.durationMs !== null && (
          <span className={styles.duration}>{text.duration(part.durationMs)}</span>
        )}
      </summary>
      <Detail label={text.toolArguments} value={part.arguments} />
      {!isRunning && <Detail label={part.isError ? text.toolError : text.toolResult} value={part.result} />}
    </details>
  );
}

function Outcome({ isRunning, isError }: { isRunning: boolean; isError: boolean }) {
  const { chat: text } = useText();
  if (isRunning) return <LoaderCircle className={styles.running} size={16} aria-label={text.toolRunning} />;
  if (isError) return <TriangleAlert className={styles.failed} size={16} aria-label={text.toolFailed} />;
  return <Check className={styles.done} size={16} aria-label={text.toolDone} />;
}

function Detail({ label, value }: { label: string; value: unknown }) {
  if (value === undefined || value === null) return null;
  return (
    <div className={styles.detail}>
      <span className={styles.label}>{label}</span>
      <pre className={styles.value} dir="auto">
        {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}
